//! What a sign-in is asked to prove.

use serde_json::{Map, Value};

/// Joins two OpenID Connect claims requests (JSON objects as text; OpenID Connect Core, section 5.5), so that one
/// sign-in meets both: members of the same name are joined in turn, and where both ask for the same claim otherwise,
/// `later` decides.
///
/// `None` if either is no JSON object.
#[must_use]
pub fn join_claims_requests(earlier: &str, later: &str) -> Option<String> {
    let mut joined = read(earlier)?;
    join(&mut joined, read(later)?);
    Some(Value::Object(joined).to_string())
}

fn read(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

fn join(earlier: &mut Map<String, Value>, later: Map<String, Value>) {
    for (name, value) in later {
        match (earlier.get_mut(&name), value) {
            (Some(Value::Object(earlier)), Value::Object(later)) => join(earlier, later),
            (_, value) => drop(earlier.insert(name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_assert_eq, proptest};
    use serde_json::json;

    use super::*;

    fn joined(earlier: &Value, later: &Value) -> Value {
        let text = join_claims_requests(&earlier.to_string(), &later.to_string()).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn both_are_asked_for() {
        let context = json!({"access_token": {"acrs": {"essential": true, "value": "c1"}}});
        let policy = json!({"access_token": {"capolids": {"essential": true, "values": ["p"]}}, "id_token": {}});
        let both = json!({
            "access_token": {
                "acrs": {"essential": true, "value": "c1"},
                "capolids": {"essential": true, "values": ["p"]},
            },
            "id_token": {},
        });
        assert_eq!(joined(&context, &policy), both);
        assert_eq!(joined(&policy, &context), both);
    }

    #[test]
    fn the_later_decides() {
        let asking = |value: Value| json!({"access_token": {"acrs": value}});
        let (first, second) = (
            asking(json!({"value": "c1"})),
            asking(json!({"value": "c2"})),
        );
        assert_eq!(joined(&first, &second), second);
        assert_eq!(joined(&first, &asking(Value::Null)), asking(Value::Null));
        assert_eq!(joined(&asking(json!(1)), &second), second);
    }

    #[test]
    fn what_is_no_object_is_not_joined() {
        for text in ["", "no JSON", "[]", "null", "{\"a\":"] {
            assert_eq!(join_claims_requests(text, "{}"), None);
            assert_eq!(join_claims_requests("{}", text), None);
        }
    }

    fn request() -> impl Strategy<Value = Value> {
        let leaf = proptest::prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            "[a-c]".prop_map(Value::String),
        ];
        let value = leaf.prop_recursive(3, 16, 4, |inner| {
            proptest::collection::btree_map("[a-d]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect()))
        });
        proptest::collection::btree_map("[a-d]", value, 0..4)
            .prop_map(|members| Value::Object(members.into_iter().collect()))
    }

    proptest! {
        /// Nothing that the later one asks for is lost, joining it again changes nothing, and nothing joins nothing.
        #[test]
        fn laws(earlier in request(), later in request()) {
            let both = joined(&earlier, &later);
            prop_assert_eq!(joined(&both, &later), both.clone());
            prop_assert_eq!(joined(&earlier, &json!({})), earlier.clone());
            prop_assert_eq!(joined(&json!({}), &earlier), earlier);
        }

        #[test]
        fn any_text_is_joined_or_not(earlier in "\\PC*", later in "\\PC*") {
            let _ = join_claims_requests(&earlier, &later);
        }
    }
}
