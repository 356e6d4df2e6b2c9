//! The catalogue itself: codes that are stable, sentences that help.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use native_auth_core::error::{CATALOGUE, catalogue};
use native_auth_core::{Error, ErrorKind, Language, Recovery};

/// The whole of it. A code that changes or goes is a breaking release.
#[test]
fn the_catalogue() {
    let mut text = String::new();
    for entry in CATALOGUE {
        let (kind, recovery) = (entry.kind, entry.kind.recovery());
        let (code, retry) = (entry.code, entry.retry);
        let english = entry.message(Language::English);
        let german = entry.message(Language::German);
        writeln!(text, "{code}: {kind:?}, {recovery:?}, {retry:?}").unwrap();
        writeln!(text, "  {english}\n  {german}").unwrap();
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
        for language in [Language::English, Language::German] {
            let (code, message) = (entry.code, entry.message(language));
            assert!(messages.insert(message), "{code} says what another says");
            assert!(
                !message.ends_with(['.', '!', '?', ' ']),
                "{code}: {message}"
            );
            assert!(
                !message.contains(". ") && !message.contains("  "),
                "{code}: {message}"
            );
            assert!(
                !message.contains('\n') && message.len() < 200,
                "{code}: {message}"
            );
        }
        let english = entry.message(Language::English);
        let small = english.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(small, "{}: {english}", entry.code);
        assert_eq!(Error::new(entry).to_string(), english);
    }
}

/// What an app shows is a sentence that stands alone, and begins with a word rather than with a name of our code.
#[test]
fn a_localized_message_stands_alone() {
    for entry in CATALOGUE {
        let error = Error::new(entry).with_detail("it is empty");
        for language in [Language::English, Language::German] {
            let (code, text) = (entry.code, error.localized_message(language));
            let first = text.split(' ').next().unwrap();
            assert!(
                first.starts_with(|c: char| c.is_uppercase()),
                "{code}: {text}"
            );
            assert!(!first.contains(['(', '_', ':']), "{code}: {text}");
            assert!(
                text.ends_with('.') && !text.ends_with(".."),
                "{code}: {text}"
            );
            assert!(!text.contains("it is empty"), "{code}: {text}");
        }
        assert_eq!(
            error.message_key(),
            format!("native_auth.error.{}", entry.code)
        );
        assert_eq!(error.detail(), Some("it is empty"));
    }
}

#[test]
fn a_message_in_two_languages() {
    let error = Error::new(&catalogue::CODE_EXPIRED);
    assert_eq!(
        error.localized_message(Language::English),
        "The code has expired; have a new one sent."
    );
    assert_eq!(
        error.localized_message(Language::German),
        "Der Code ist abgelaufen; lassen Sie sich einen neuen senden."
    );
}

#[test]
fn every_kind_has_errors() {
    let used: BTreeSet<ErrorKind> = CATALOGUE.iter().map(|entry| entry.kind).collect();
    for kind in ErrorKind::ALL {
        assert!(used.contains(&kind), "{kind:?}");
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
