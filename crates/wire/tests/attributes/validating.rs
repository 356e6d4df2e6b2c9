//! Checking values before they are sent.

use native_auth_wire::AttributeFault::{
    self, DoesNotMatch, Empty, Missing, NotABoolean, NotAChoice, NotANumber, TooLong,
};
use native_auth_wire::{AttributeValue, RequiredAttribute};
use proptest::prelude::*;
use serde_json::{Value, json};

fn attribute(json: Value) -> RequiredAttribute {
    RequiredAttribute::from_json(&json).unwrap()
}

#[test]
fn a_value_is_checked_for_presence_type_length_pattern_and_choice() {
    let digits = json!({"name": "postalCode", "options": {"regex": "^[1-9][0-9]*$"}});
    let tier = json!({"name": "tier", "options": {"choices": ["gold", "silver"]}});
    let values = json!({"name": "tier", "options": {"values": ["gold, old", "silver"]}});
    for (json, value, outcome) in [
        (json!({"name": "city"}), "London", Ok(())),
        (json!({"name": "city"}), "", Err(Empty)),
        (json!({"name": "city"}), " \t", Err(Empty)),
        (json!({"name": "city", "required": false}), "", Ok(())),
        (
            json!({"name": "city", "type": "string"}),
            &"x".repeat(129),
            Err(TooLong { longest: 128 }),
        ),
        (json!({"name": "agreed", "type": "Boolean"}), "true", Ok(())),
        (
            json!({"name": "agreed", "type": "Boolean"}),
            "false",
            Ok(()),
        ),
        (
            json!({"name": "agreed", "type": "boolean"}),
            "yes",
            Err(NotABoolean),
        ),
        (
            json!({"name": "agreed", "type": "BOOL"}),
            "1",
            Err(NotABoolean),
        ),
        (json!({"name": "age", "type": "Int"}), "-42", Ok(())),
        (
            json!({"name": "age", "type": "Int64"}),
            "4.5",
            Err(NotANumber),
        ),
        (
            json!({"name": "age", "type": "integer"}),
            "many",
            Err(NotANumber),
        ),
        (
            json!({"name": "age", "type": "Int"}),
            "99999999999999999999",
            Err(NotANumber),
        ),
        (
            json!({"name": "x", "type": "of next year"}),
            "anything",
            Ok(()),
        ),
        (digits.clone(), "5003", Ok(())),
        (digits.clone(), "0", Err(DoesNotMatch)),
        (digits, "5003 BN", Err(DoesNotMatch)),
        (tier.clone(), "gold", Ok(())),
        (tier.clone(), "gold,silver", Ok(())),
        (tier.clone(), "gold,bronze", Err(NotAChoice)),
        (tier, "Gold", Err(NotAChoice)),
        (values.clone(), "gold, old", Ok(())),
        (values, "old", Err(NotAChoice)),
    ] {
        let attribute = attribute(json.clone());
        assert_eq!(attribute.validate(value), outcome, "{json} {value}");
    }
}

#[test]
fn numbers_and_booleans_are_checked_as_such() {
    let age = attribute(json!({"name": "age", "type": "Int"}));
    assert_eq!(age.validate(42), Ok(()));
    assert_eq!(age.validate(true), Err(NotANumber));
    let agreed = attribute(json!({"name": "agreed", "type": "Boolean"}));
    assert_eq!(agreed.validate(true), Ok(()));
    assert_eq!(agreed.validate(1), Err(NotABoolean));
}

#[test]
fn a_missing_value_is_one_only_where_it_is_required() {
    let given = AttributeValue::from("x");
    for (required, fault) in [(true, Err(Missing)), (false, Ok(()))] {
        let attribute = attribute(json!({"name": "city", "required": required}));
        assert_eq!(attribute.validate_given(None), fault);
        assert_eq!(attribute.validate_given(Some(&given)), Ok(()));
    }
}

#[test]
fn the_options_are_all_that_the_server_said() {
    let attribute = attribute(json!({
        "name": "tier",
        "options": {"regex": "^.+$", "hint": {"text": "metal"}, "choices": ["gold", 7, "tin"], "max": 9},
    }));
    let options: Vec<(&str, String)> = attribute.options().collect();
    let expected = [
        ("choices", r#"["gold",7,"tin"]"#.to_owned()),
        ("hint", r#"{"text":"metal"}"#.to_owned()),
        ("max", "9".to_owned()),
    ];
    assert_eq!(options, expected);
    assert_eq!(attribute.choices(), ["gold", "tin"]);
    assert_eq!(attribute.regex(), Some("^.+$"));
    let again = RequiredAttribute::from_json(&attribute.to_json());
    assert_eq!(again.as_ref(), Some(&attribute));
}

#[test]
fn no_options_no_choices() {
    for json in [
        json!({"name": "tier"}),
        json!({"name": "tier", "options": null}),
        json!({"name": "tier", "options": "none"}),
        json!({"name": "tier", "options": {"choices": "gold"}}),
        json!({"name": "tier", "options": {"choices": []}}),
        json!({"name": "tier", "options": {"regex": ""}}),
    ] {
        let attribute = attribute(json.clone());
        assert_eq!(attribute.choices(), Vec::<&str>::new(), "{json}");
        assert_eq!(attribute.regex(), None, "{json}");
        assert!(!attribute.is_regex_ignored(), "{json}");
        assert_eq!(attribute.validate("anything"), Ok(()), "{json}");
    }
}

#[test]
fn every_fault_has_a_key_and_a_sentence_of_its_own() {
    let faults = [
        (
            Missing,
            "native_auth.attribute.missing",
            "a value is required",
        ),
        (Empty, "native_auth.attribute.empty", "the value is empty"),
        (
            TooLong { longest: 64 },
            "native_auth.attribute.too_long",
            "the value has more than 64 characters",
        ),
        (
            NotABoolean,
            "native_auth.attribute.not_a_boolean",
            "the value is neither true nor false",
        ),
        (
            NotANumber,
            "native_auth.attribute.not_a_number",
            "the value is not a whole number",
        ),
        (
            DoesNotMatch,
            "native_auth.attribute.does_not_match",
            "the value does not have the form that is asked for",
        ),
        (
            NotAChoice,
            "native_auth.attribute.not_a_choice",
            "the value is none of those offered",
        ),
    ];
    for (fault, key, sentence) in faults {
        let fault: AttributeFault = fault;
        assert_eq!(fault.message_key(), key);
        assert_eq!(fault.to_string(), sentence);
    }
}

#[test]
fn a_log_may_hold_the_name_only_if_it_is_one() {
    let named =
        |name: &str| attribute(json!({"name": name, "options": {"hint": "ada@fabrikam.example"}}));
    assert_eq!(named("displayName").name_for_log(), "displayName");
    let address = named("ada@fabrikam.example");
    assert_eq!(address.name_for_log(), "(not shown)");
    let text = format!("{address:?}");
    assert!(!text.contains("ada"), "{text}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("regex|choices|values|[a-z]{1,4}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever the server sends and the person types: no panic, and what is kept can be read again.
    #[test]
    fn any_attribute_and_any_value(
        name in "[a-zA-Z_]{1,20}", data_type in any_json(), required in any_json(), options in any_json(),
        value in any::<String>(),
    ) {
        let json = json!({"name": name, "type": data_type, "required": required, "options": options});
        let attribute = attribute(json);
        let outcome = attribute.validate(value.as_str());
        if attribute.is_required() && value.trim().is_empty() {
            prop_assert_eq!(outcome, Err(Empty));
        }
        let again = RequiredAttribute::from_json(&attribute.to_json());
        prop_assert_eq!(again, Some(attribute));
    }

    /// A value out of the choices always passes, alone and joined.
    #[test]
    fn what_is_offered_passes(choices in prop::collection::vec("[a-z]{1,9}", 1..6), picks in any::<[prop::sample::Index; 3]>()) {
        let attribute = attribute(json!({"name": "tier", "options": {"choices": choices}}));
        let picked: Vec<&str> = picks.iter().map(|pick| pick.get(&choices).as_str()).collect();
        prop_assert_eq!(attribute.validate(picked[0]), Ok(()));
        prop_assert_eq!(attribute.validate(picked.join(",")), Ok(()));
        prop_assert_eq!(attribute.validate("Not one"), Err(NotAChoice));
    }
}
