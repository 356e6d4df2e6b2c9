//! Strict reading of JSON, for what a signature stands under: nothing in it may be read in two ways.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why bytes are no JSON object that can be read in one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrictJsonError {
    /// It is not JSON, or JSON but no object.
    NotAnObject,
    /// An object in it has two members of one name: readers disagree on which of them counts (RFC 8259, section 4).
    DuplicateMember,
}

/// Reads an object whose members, and those of every object within it, have names of their own.
pub(crate) fn object(bytes: &[u8]) -> Result<Map<String, Value>, StrictJsonError> {
    let duplicate = Cell::new(false);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Strict(&duplicate)
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(Value::Object(members)) => Ok(members),
        _ if duplicate.get() => Err(StrictJsonError::DuplicateMember),
        _ => Err(StrictJsonError::NotAnObject),
    }
}

/// Any value; notes that a member came twice.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Cell<bool>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON whose objects name no member twice")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = entries.next_element_seed(self)? {
            all.push(entry);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if all.contains_key(&name) {
                self.0.set(true);
                return Err(A::Error::custom("a member came twice"));
            }
            let value = members.next_value_seed(self)?;
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::{StrictJsonError, object};

    #[test]
    fn a_member_comes_once_at_any_depth() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":[{"b":1,"b":2}]}"#,
        ] {
            let read = object(text.as_bytes());
            assert_eq!(read, Err(StrictJsonError::DuplicateMember), "{text}");
        }
        let read = object(br#"{"a":{"b":1},"b":[{"b":2},null,true,-1,1.5,"x"]}"#).unwrap();
        assert_eq!(read["b"][0]["b"], 2);
        assert_eq!(read["b"][3], -1);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let too_deep = "[".repeat(10_000);
        for text in ["", "null", "[]", "{", "{}x", r#"{"a":1e999}"#, &too_deep] {
            let read = object(text.as_bytes());
            assert_eq!(read, Err(StrictJsonError::NotAnObject), "{text}");
        }
    }
}
