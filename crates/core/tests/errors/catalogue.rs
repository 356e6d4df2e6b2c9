//! The catalogue itself: codes that are stable, sentences that help.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use native_auth_core::error::CATALOGUE;
use native_auth_core::{Error, ErrorKind, Recovery};

/// Kinds whose errors come with the token storage.
const LATER: [ErrorKind; 2] = [ErrorKind::StorageUnavailable, ErrorKind::Storage];

/// The whole of it. A code that changes or goes is a breaking release.
#[test]
fn the_catalogue() {
    let mut text = String::new();
    for entry in CATALOGUE {
        let (kind, recovery) = (entry.kind, entry.kind.recovery());
        writeln!(
            text,
            "{}: {kind:?}, {recovery:?}\n  {}",
            entry.code, entry.message
        )
        .unwrap();
    }
    insta::assert_snapshot!("catalogue", text);
}

#[test]
fn every_code_is_unique_and_in_snake_case() {
    let mut codes = BTreeSet::new();
    for entry in CATALOGUE {
        let code = entry.code;
        assert!(codes.insert(code), "{code} is there twice");
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(code.chars().all(plain), "{code}");
        assert!(code.starts_with(|c: char| c.is_ascii_lowercase()), "{code}");
        assert!(!code.ends_with('_') && !code.contains("__"), "{code}");
    }
}

#[test]
fn every_message_is_one_sentence_that_can_stand_within_another() {
    let mut messages = BTreeSet::new();
    for entry in CATALOGUE {
        let (code, message) = (entry.code, entry.message);
        assert!(messages.insert(message), "{code} says what another says");
        assert!(
            message.starts_with(|c: char| c.is_lowercase()),
            "{code}: {message}"
        );
        assert!(
            !message.ends_with(['.', '!', '?', ' ']),
            "{code}: {message}"
        );
        assert!(
            !message.contains(". ") && !message.contains("  "),
            "{code}: {message}"
        );
        assert!(
            !message.contains('\n') && message.len() < 160,
            "{code}: {message}"
        );
        assert_eq!(Error::new(entry).to_string(), message);
    }
}

#[test]
fn every_kind_has_errors_or_comes_later() {
    let used: BTreeSet<ErrorKind> = CATALOGUE.iter().map(|entry| entry.kind).collect();
    for kind in ErrorKind::ALL {
        let later = LATER.contains(&kind);
        assert_ne!(used.contains(&kind), later, "{kind:?}");
    }
}

#[test]
fn every_kind_is_listed_once_and_every_recovery_is_used() {
    let kinds: BTreeSet<ErrorKind> = ErrorKind::ALL.into_iter().collect();
    assert_eq!(kinds.len(), ErrorKind::ALL.len());
    let recoveries: BTreeSet<Recovery> = kinds.iter().map(|kind| kind.recovery()).collect();
    assert_eq!(recoveries.len(), 9);
}

#[test]
fn an_error_crosses_threads_and_is_cheap() {
    fn check<T: Send + Sync + Clone + std::error::Error + 'static>() {}
    check::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
