//! What would be refused of the values for a sign-up, told before they are sent.

use native_auth_core::{AttributesRequired, Next, Step};
use native_auth_wire::AttributeFault::{DoesNotMatch, Empty, Missing, NotABoolean, TooLong};
use native_auth_wire::{Attributes, Endpoint, HttpResponse};
use serde_json::json;

use crate::at::exchange_at;

#[test]
fn a_whole_form_is_checked_at_once() {
    let state = wanted();
    let faults = state.validate(&Attributes::new());
    let missing = ["postalCode", "newsletter"].map(|name| (name.to_owned(), Missing));
    assert_eq!(faults, missing);

    let wrong = Attributes::new()
        .postal_code("SE-41")
        .city("x".repeat(129))
        .with("newsletter", "perhaps")
        .surname("y".repeat(65));
    let expected = [
        ("postalCode", DoesNotMatch),
        ("newsletter", NotABoolean),
        ("city", TooLong { longest: 128 }),
        ("surname", TooLong { longest: 64 }),
    ];
    let expected = expected.map(|(name, fault)| (name.to_owned(), fault));
    assert_eq!(state.validate(&wrong), expected);

    let blank = Attributes::new()
        .postal_code(" ")
        .city("")
        .with("newsletter", false);
    assert_eq!(state.validate(&blank), [("postalCode".to_owned(), Empty)]);

    let right = Attributes::new()
        .postal_code("41103")
        .with("newsletter", true)
        .with("not wanted", "anything");
    assert_eq!(state.validate(&right), []);
}

/// The person's app decides: what would be refused is sent all the same.
#[test]
fn nothing_is_held_back() {
    let wrong = Attributes::new().postal_code("SE-41");
    let action = wanted().submit_attributes(wrong);
    let (_turn, next) = action.begin(crate::setting::tag()).unwrap();
    let Next::Send(exchange) = next else {
        panic!("nothing to send");
    };
    let body = String::from_utf8(exchange.request().body().to_vec()).unwrap();
    assert!(body.contains("SE-41"), "{body}");
}

fn wanted() -> AttributesRequired {
    let body = json!({
        "error": "attributes_required",
        "continuation_token": "opaque-token",
        "required_attributes": [
            {"name": "postalCode", "type": "string", "options": {"regex": "^[1-9][0-9]*$"}},
            {"name": "newsletter", "type": "Boolean", "options": {"regex": ".*@.**$"}},
            {"name": "city", "type": "string", "required": false},
        ],
    });
    let response = HttpResponse::new(400, Vec::new(), body.to_string().into_bytes());
    let next = exchange_at(Endpoint::SignUpContinue).resume(Ok(response));
    match next.unwrap() {
        Next::Done(Step::AttributesRequired { state }) => state,
        other => panic!("no attributes wanted: {other:?}"),
    }
}
