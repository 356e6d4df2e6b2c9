//! Building values: names, types, consent.

use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

use native_auth_wire::{
    AttributeFault, AttributeValue, Attributes, ConsentAttributes, ExtensionsApp,
};
use proptest::collection::btree_map;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sent::sent;

const EXTENSIONS: &str = "b1f7c8a0-4d3e-4a52-9f60-2c9d5e7a8b34";

#[test]
fn every_built_in_attribute_has_its_name_on_the_wire() {
    let attributes = Attributes::new()
        .city("London")
        .country("United Kingdom")
        .display_name("Ada")
        .given_name("Ada")
        .job_title("Analyst")
        .postal_code("W1")
        .state("England")
        .street_address("12 St James's Square")
        .surname("Lovelace");
    let expected = json!({
        "city": "London",
        "country": "United Kingdom",
        "displayName": "Ada",
        "givenName": "Ada",
        "jobTitle": "Analyst",
        "postalCode": "W1",
        "state": "England",
        "streetAddress": "12 St James's Square",
        "surname": "Lovelace",
    });
    assert_eq!(sent(&attributes), expected);
    assert_eq!(attributes.validate(), []);
}

#[test]
fn a_custom_attribute_is_named_by_its_short_name() {
    let extensions = ExtensionsApp::new(EXTENSIONS).unwrap();
    let attributes = Attributes::new()
        .with_custom(&extensions, "Loyalty Number", 4711)
        .with_custom(&extensions, "Newsletter", true)
        .with_custom(&extensions, "Hobbies", "Sailing,Diving");
    let name = |short: &str| format!("extension_b1f7c8a04d3e4a529f602c9d5e7a8b34_{short}");
    let number = attributes.get(&name("LoyaltyNumber"));
    assert_eq!(number, Some(&AttributeValue::Integer(4711)));
    let mut expected = BTreeMap::from([
        (name("LoyaltyNumber"), json!("4711")),
        (name("Newsletter"), json!("true")),
        (name("Hobbies"), json!("Sailing,Diving")),
    ]);
    assert_eq!(sent(&attributes), json!(expected));

    expected.insert(name("LoyaltyNumber"), json!(4711));
    expected.insert(name("Newsletter"), json!(true));
    assert_eq!(sent(&attributes.with_native_json()), json!(expected));
}

#[test]
fn a_later_value_replaces_an_earlier_one() {
    let attributes = Attributes::new().city("London").with("city", "Paris");
    assert_eq!(sent(&attributes), json!({"city": "Paris"}));
}

#[test]
fn a_consent_is_a_boolean_a_version_and_a_time() {
    let extensions = ExtensionsApp::new(EXTENSIONS).unwrap();
    let names = ConsentAttributes {
        agreed: extensions.attribute_name("Terms Of Use"),
        version: extensions.attribute_name("Terms Version"),
        agreed_at: extensions.attribute_name("Terms Time"),
    };
    let agreed_at = UNIX_EPOCH + Duration::from_secs(1_813_048_205);
    let attributes = Attributes::new().with_consent(&names, "2026-03", agreed_at);
    let prefix = "extension_b1f7c8a04d3e4a529f602c9d5e7a8b34_";
    let expected = BTreeMap::from([
        (format!("{prefix}TermsOfUse"), "true"),
        (format!("{prefix}TermsVersion"), "2026-03"),
        (format!("{prefix}TermsTime"), "2027-06-15T08:30:05Z"),
    ]);
    assert_eq!(sent(&attributes), json!(expected));
    let agreed = attributes.get(&names.agreed);
    assert_eq!(agreed, Some(&AttributeValue::Boolean(true)));
}

/// Characters count, not bytes.
#[test]
fn what_is_too_long_is_told_and_sent_nevertheless() {
    let custom = ExtensionsApp::new(EXTENSIONS)
        .unwrap()
        .attribute_name("Motto");
    for (name, longest) in [
        ("city", 128),
        ("country", 128),
        ("displayName", 256),
        ("givenName", 64),
        ("jobTitle", 128),
        ("postalCode", 40),
        ("state", 128),
        ("streetAddress", 1024),
        ("surname", 64),
        (&custom, 250),
    ] {
        let fits = Attributes::new().with(name, "\u{e5}".repeat(longest));
        assert_eq!(fits.validate(), [], "{name}");
        let long = "\u{e5}".repeat(longest + 1);
        let attributes = Attributes::new().with(name, long.as_str());
        let fault = AttributeFault::TooLong { longest };
        assert_eq!(attributes.validate(), [(name.to_owned(), fault)]);
        assert_eq!(sent(&attributes)[name], json!(long));
    }
    let unknown = Attributes::new().with("shoeSize", "x".repeat(2000));
    assert_eq!(unknown.validate(), []);
}

/// `Debug` of a value or of the whole shows no value.
#[test]
fn values_do_not_print_themselves() {
    let attributes = Attributes::new()
        .display_name("Ada Lovelace")
        .with("age", 36)
        .with("newsletter", true);
    let mut text = format!("{attributes:?}");
    for name in ["displayName", "age", "newsletter"] {
        text += &format!(" {:?}", attributes.get(name).unwrap());
    }
    assert_eq!(
        text,
        r#"{"age", "displayName", "newsletter"} Text(..) Integer(..) Boolean(..)"#
    );
}

fn any_value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        any::<String>().prop_map(AttributeValue::from),
        any::<i64>().prop_map(AttributeValue::from),
        any::<bool>().prop_map(AttributeValue::from),
    ]
}

proptest! {
    /// Whatever the names and values: all of them arrive, as text or as what they are.
    #[test]
    fn all_that_is_set_is_sent(values in btree_map(any::<String>(), any_value(), 1..8)) {
        let attributes: Attributes = values.clone().into_iter().collect();
        let texts: BTreeMap<&String, Value> =
            values.iter().map(|(name, value)| (name, json!(value.as_text()))).collect();
        prop_assert_eq!(sent(&attributes), json!(texts));
        let native: BTreeMap<&String, Value> = values
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    AttributeValue::Text(text) => json!(text),
                    AttributeValue::Integer(number) => json!(number),
                    AttributeValue::Boolean(yes) => json!(yes),
                };
                (name, value)
            })
            .collect();
        prop_assert_eq!(sent(&attributes.with_native_json()), json!(native));
    }

    /// A name without spaces has none, whatever was given, and the rest of it stays.
    #[test]
    fn custom_names_hold_no_space(short in any::<String>()) {
        let name = ExtensionsApp::new(EXTENSIONS).unwrap().attribute_name(&short);
        prop_assert!(!name.contains(char::is_whitespace));
        let kept: String = short.split_whitespace().collect();
        prop_assert!(name.ends_with(&kept));
    }
}
