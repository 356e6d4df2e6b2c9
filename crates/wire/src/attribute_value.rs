//! The value of an attribute.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

/// The value of an attribute: text, a whole number, or yes or no.
///
/// `Debug` shows which of these it is and no more.
#[derive(Clone, PartialEq, Eq)]
pub enum AttributeValue {
    /// Text; also one of several choices, or some of them with commas between.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no, such as the consent to terms of use.
    Boolean(bool),
}

impl AttributeValue {
    /// The value as text, which is how it is sent by default: digits for a number, `true` or `false`.
    #[must_use]
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Boolean(true) => Cow::Borrowed("true"),
            Self::Boolean(false) => Cow::Borrowed("false"),
        }
    }

    pub(crate) fn to_native_json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Integer(number) => Value::from(*number),
            Self::Boolean(yes) => Value::from(*yes),
        }
    }
}

impl From<&str> for AttributeValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for AttributeValue {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for AttributeValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for AttributeValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for AttributeValue {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u32> for AttributeValue {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<bool> for AttributeValue {
    fn from(yes: bool) -> Self {
        Self::Boolean(yes)
    }
}

impl fmt::Debug for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(..)",
            Self::Integer(_) => "Integer(..)",
            Self::Boolean(_) => "Boolean(..)",
        })
    }
}
