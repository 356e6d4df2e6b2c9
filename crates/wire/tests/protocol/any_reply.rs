//! Whatever comes back, reading it gives an answer or a reason, and never a panic.

use native_auth_wire::HttpResponse;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json as value};

use crate::calls::{READERS, json, outcome};
use crate::fixtures::ALL;

proptest! {
    #[test]
    fn any_bytes_give_an_answer_or_a_reason(
        status in any::<u16>(),
        headers in headers(),
        body in vec(any::<u8>(), 0..600),
    ) {
        read_everywhere(status, &headers, body);
    }

    #[test]
    fn any_json_gives_an_answer_or_a_reason(
        status in prop_oneof![Just(200_u16), Just(400), any::<u16>()],
        headers in headers(),
        body in object(),
    ) {
        read_everywhere(status, &headers, Value::Object(body).to_string().into_bytes());
    }

    #[test]
    fn any_changed_fixture_gives_an_answer_or_a_reason(
        fixture in 0..ALL.len(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        status in prop_oneof![Just(200_u16), Just(400), Just(503)],
    ) {
        let mut body = ALL[fixture].body.as_bytes().to_vec();
        let position = position.index(body.len());
        body[position] = byte;
        read_everywhere(status, &[], body);
    }
}

#[test]
fn a_fixture_that_is_cut_anywhere_gives_a_reason() {
    for fixture in ALL {
        let whole = fixture.body.trim_end().len();
        for length in 0..whole {
            for (endpoint, read) in READERS {
                let response = json(fixture.status, &fixture.body[..length]);
                let cut = read(&response);
                assert!(
                    cut.is_err(),
                    "{} cut at {length}, {endpoint:?}",
                    fixture.name
                );
            }
        }
    }
}

/// Members dropped, of another type, and there twice. What a reply is made of is never invented: a member that is
/// not there leaves no trace of its value.
#[test]
fn a_fixture_with_one_member_changed_gives_an_answer_or_a_reason() {
    let others = [
        value!(null),
        value!(true),
        value!(-1),
        value!("\u{0}"),
        value!([]),
        value!({}),
        value!([[{}]]),
    ];
    for fixture in ALL {
        let whole: Map<String, Value> = serde_json::from_str(fixture.body).unwrap();
        for (name, original) in &whole {
            let mut dropped = whole.clone();
            dropped.remove(name);
            for (endpoint, read) in READERS {
                let outcome = outcome(
                    read,
                    &json(fixture.status, &Value::Object(dropped.clone()).to_string()),
                );
                let secret = original.as_str().filter(|text| text.len() > 12);
                let repeated = secret
                    .is_some_and(|text| dropped.values().any(|v| v.to_string().contains(text)));
                if let Some(secret) = secret.filter(|_| !repeated) {
                    assert!(
                        !outcome.contains(secret),
                        "{name} of {} at {endpoint:?}",
                        fixture.name
                    );
                }
            }
            for other in &others {
                let mut changed = whole.clone();
                changed.insert(name.clone(), other.clone());
                read_everywhere(
                    fixture.status,
                    &[],
                    Value::Object(changed).to_string().into_bytes(),
                );
            }
        }
    }
}

/// A member that stands twice: the last one counts, as it does for most parsers.
#[test]
fn of_a_member_that_stands_twice_the_last_counts() {
    for fixture in ALL {
        let whole: Map<String, Value> = serde_json::from_str(fixture.body).unwrap();
        for (name, original) in &whole {
            let twice = format!(
                "{{{}:{{}},{}",
                Value::from(name.as_str()),
                &Value::Object(whole.clone()).to_string()[1..]
            );
            assert!(twice.matches(&original.to_string()).count() > 0);
            for (endpoint, read) in READERS {
                assert_eq!(
                    outcome(read, &json(fixture.status, &twice)),
                    outcome(read, &json(fixture.status, fixture.body)),
                    "{name} of {} at {endpoint:?}",
                    fixture.name
                );
            }
        }
    }
}

#[test]
fn an_answer_nested_without_end_is_refused() {
    let body = format!("{}{}", r#"{"a":"#.repeat(100_000), "1");
    for (endpoint, read) in READERS {
        assert!(read(&json(200, &body)).is_err(), "{endpoint:?}");
    }
}

fn read_everywhere(status: u16, headers: &[(String, String)], body: Vec<u8>) {
    let response = HttpResponse::new(status, headers.to_vec(), body);
    let repeated = response.clone();
    for (endpoint, read) in READERS {
        // Reading is pure: the same answer leads to the same place.
        assert_eq!(
            outcome(read, &response),
            outcome(read, &repeated),
            "{endpoint:?}"
        );
    }
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = [
        "retry-after",
        "Date",
        "x-ms-request-id",
        "client-request-id",
        "content-type",
    ];
    vec(
        (
            prop::sample::select(names.to_vec()).prop_map(str::to_owned),
            any::<String>(),
        ),
        0..5,
    )
}

/// Members that mean something, with values that may or may not.
fn object() -> impl Strategy<Value = Map<String, Value>> {
    let names = ALL.iter().flat_map(|fixture| {
        let body: Map<String, Value> = serde_json::from_str(fixture.body).unwrap();
        body.into_iter().collect::<Vec<_>>()
    });
    let documented: Vec<(String, Value)> = names.collect();
    let words: Vec<String> = documented.iter().map(|(name, _)| name.clone()).collect();
    let member = prop_oneof![
        3 => prop::sample::select(documented),
        1 => (prop::sample::select(words), any_value()),
    ];
    vec(member, 0..8).prop_map(|members| members.into_iter().collect())
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
