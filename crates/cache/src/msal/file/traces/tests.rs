//! One cache of two people, cut at each place and with each byte of it changed.

use std::ops::Range;

use native_auth_wire::AccountId;

use super::of;
use crate::Partition;
use crate::msal::app::App;

const MSAL_PYTHON: &str = include_str!("../../../../tests/msal/written_by_msal_python.json");
const TENANT: &str = "5d0f8e1c-37a9-4b62-8c4e-91f2a6b7d305";
const APP: &str = "a2c4e6f8-1b3d-4f5a-9c7e-0d2b4f6a8c1e";
const PERSON: &str = "e1b3d5f7-92a4-46c8-a0e2-c4f6081a3b5d";
const SOMEBODY_ELSE: &str = "f2c4e6a8-03b5-47d9-b1f3-d5072b4c6e80";

/// The person's entities and somebody else's in turns, and where the latter stand.
fn both() -> (Vec<u8>, Vec<Range<usize>>) {
    let else_text = MSAL_PYTHON
        .replace(PERSON, SOMEBODY_ELSE)
        .replace("-of-python", "-of-somebody-else")
        .replace("eyJhbGci", "not-theirs");
    let mut bytes = Vec::new();
    let mut theirs = Vec::new();
    for (ours, others) in sections(MSAL_PYTHON).iter().zip(sections(&else_text)) {
        bytes.extend_from_slice(ours.as_bytes());
        bytes.extend_from_slice(b", ");
        let start = bytes.len();
        bytes.extend_from_slice(others.as_bytes());
        theirs.push(start..bytes.len());
        bytes.extend_from_slice(b"}, ");
    }
    (bytes, theirs)
}

/// The entity of each section but the last, which is nobody's; with the section's name before the first.
fn sections(text: &str) -> Vec<String> {
    let entities = text.split("\n    },").map(str::to_owned);
    entities
        .filter(|section| section.contains("home_account_id"))
        .collect()
}

fn app() -> App {
    App::new(&Partition::new(
        "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
        APP,
    ))
}

fn blanked(bytes: &[u8]) -> Vec<u8> {
    let mut blanked = bytes.to_vec();
    for place in of(bytes, &app(), &AccountId::new(TENANT, PERSON)) {
        blanked[place].fill(b' ');
    }
    blanked
}

fn has(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

#[test]
fn wherever_it_is_cut_nothing_of_the_tokens_is_left_and_all_of_the_others() {
    let (bytes, others) = both();
    for end in 0..=bytes.len() {
        let cut = &bytes[..end];
        let left = blanked(cut);
        for token in ["-of-py", "eyJhbGci"] {
            assert!(!has(&left, token), "{token} at {end}");
        }
        for place in &others {
            let place = place.start.min(end)..place.end.min(end);
            assert_eq!(left[place.clone()], cut[place], "at {end}");
        }
    }
}

#[test]
fn whatever_byte_is_another_somebody_elses_tokens_stay() {
    let (mut bytes, others) = both();
    let tokens = ["access-of-somebody-else", "refresh-of-somebody-else"];
    for at in 0..bytes.len() {
        let before = bytes[at];
        // Each of them where something begins or ends, and in turns elsewhere.
        let others_there = *b"{}\"x\xff";
        let turn = at % others_there.len();
        for (number, byte) in others_there.into_iter().enumerate() {
            if !b"{}\":".contains(&before) && number != turn {
                continue;
            }
            bytes[at] = byte;
            let left = blanked(&bytes);
            for token in tokens {
                assert_eq!(has(&left, token), has(&bytes, token), "{token} at {at}");
            }
            // Where the damage is not in an entity of the person's, nothing else of them is left either.
            if others.iter().any(|place| place.contains(&at)) {
                assert!(!has(&left, "-of-python"), "at {at}");
            }
        }
        bytes[at] = before;
    }
}

/// What is missing may be the end of one entity of the person's and the beginning of somebody else's. As long as the rest
/// still says whose it is, it is theirs, whatever key stands before it.
#[test]
fn wherever_there_is_a_hole_what_still_names_somebody_else_stays() {
    let (bytes, others) = both();
    for place in &others {
        let theirs = &bytes[place.clone()];
        let named = find(theirs, b"\"home_account_id\"").unwrap();
        for from in (place.start.saturating_sub(700)..place.start).step_by(7) {
            for to in (place.start..=place.start + named).step_by(5) {
                let left = blanked(&[&bytes[..from], &bytes[to..]].concat());
                assert!(
                    find(&left, &theirs[named..]).is_some(),
                    "{from} to {to} of {place:?}"
                );
            }
        }
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
