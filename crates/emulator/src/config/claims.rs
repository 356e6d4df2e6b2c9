//! Claims as a configuration file has them. TOML can say things that JSON, and so a token, cannot.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The name under which the TOML parser hands over a date or a time.
const DATE: &str = "$__toml_private_datetime";

/// Claims by name.
pub(super) fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Value>, D::Error> {
    let claims = BTreeMap::<String, Claim>::deserialize(deserializer)?;
    let all = claims.into_iter().map(|(name, claim)| (name, claim.0));
    Ok(all.collect())
}

struct Claim(Value);

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has too")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = serde_json::Number::from_f64(value);
        let number = number.ok_or_else(|| E::custom("a claim cannot be infinite or no number"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Claim(value)) = entries.next_element()? {
            all.push(value);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == DATE {
                let reason = "a claim cannot be a date or a time; write it as text or as a number";
                return Err(A::Error::custom(reason));
            }
            let Claim(value) = members.next_value()?;
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    fn tenant(claims: &str) -> String {
        format!(
            "[[tenants]]\nname = \"t\"\n\
             tenant_id = \"0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10\"\n\
             extensions_app_id = \"5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40\"\n\
             [tenants.tokens.id_token_claims]\n{claims}\n"
        )
    }

    #[test]
    fn what_json_has_not_is_refused_by_its_path() {
        for (claim, field) in [
            ("since = 2026-01-02", "since"),
            ("since = 2026-01-02T03:04:05Z", "since"),
            ("since = [1, 03:04:05]", "since[1]"),
            ("a = { since = 2026-01-02 }", "a.since"),
            ("share = inf", "share"),
            ("share = -inf", "share"),
            ("share = nan", "share"),
            ("shares = { a = [1.5, nan] }", "shares.a[1]"),
        ] {
            let error = Config::from_toml_str(&tenant(claim)).unwrap_err();
            let field = format!("tenants[0].tokens.id_token_claims.{field}");
            assert_eq!(error.field(), field, "{claim}");
            assert_eq!(error.line(), Some(6), "{claim}");
            assert!(error.to_string().contains("a claim cannot be"), "{error}");
        }
    }

    #[test]
    fn everything_else_stays_what_it_is() {
        let claims = "a = 1\nb = -1.5\nc = true\nd = \"x\"\ne = [1, [\"y\"]]\nf = { g = false }";
        let config = Config::from_toml_str(&tenant(claims)).unwrap();
        let json = serde_json::to_value(&config.tenants[0].tokens.id_token_claims).unwrap();
        let expected = serde_json::json!({
            "a": 1, "b": -1.5, "c": true, "d": "x", "e": [1, ["y"]], "f": { "g": false },
        });
        assert_eq!(json, expected);
    }
}
