//! Why a value cannot be that of an attribute.

use crate::attribute_extensions::PREFIX;

/// Why the server would refuse the value of an attribute, as far as that can be told without it.
///
/// `Display` is an English sentence; [`message_key`](Self::message_key) names it for texts in other languages. Neither
/// holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AttributeFault {
    /// The attribute is required, and there is no value for it.
    #[error("a value is required")]
    Missing,
    /// The attribute is required, and its value is empty or blank.
    #[error("the value is empty")]
    Empty,
    /// The value has more characters than the service keeps.
    #[error("the value has more than {longest} characters")]
    TooLong {
        /// How many it keeps.
        longest: usize,
    },
    /// The attribute is a yes or no; `true` and `false` are taken.
    #[error("the value is neither true nor false")]
    NotABoolean,
    /// The attribute is a whole number.
    #[error("the value is not a whole number")]
    NotANumber,
    /// The value does not match the pattern that the tenant set.
    #[error("the value does not have the form that is asked for")]
    DoesNotMatch,
    /// The value is none of those that the tenant offers.
    #[error("the value is none of those offered")]
    NotAChoice,
}

impl AttributeFault {
    /// The stable name of its text, for apps that bring texts of their own.
    #[must_use]
    pub fn message_key(self) -> &'static str {
        match self {
            Self::Missing => "native_auth.attribute.missing",
            Self::Empty => "native_auth.attribute.empty",
            Self::TooLong { .. } => "native_auth.attribute.too_long",
            Self::NotABoolean => "native_auth.attribute.not_a_boolean",
            Self::NotANumber => "native_auth.attribute.not_a_number",
            Self::DoesNotMatch => "native_auth.attribute.does_not_match",
            Self::NotAChoice => "native_auth.attribute.not_a_choice",
        }
    }

    /// The fault of a value that is longer than the service keeps under this name.
    pub(crate) fn of_length(name: &str, value: &str) -> Option<Self> {
        let longest = longest(name)?;
        (value.chars().count() > longest).then_some(Self::TooLong { longest })
    }
}

/// How many characters the service keeps of a built-in attribute, and of a custom one.
fn longest(name: &str) -> Option<usize> {
    const BUILT_IN: [(&str, usize); 9] = [
        ("city", 128),
        ("country", 128),
        ("displayName", 256),
        ("givenName", 64),
        ("jobTitle", 128),
        ("postalCode", 40),
        ("state", 128),
        ("streetAddress", 1024),
        ("surname", 64),
    ];
    const CUSTOM: usize = 250;
    let built_in = BUILT_IN.iter().find(|(built_in, _)| *built_in == name);
    built_in
        .map(|(_, longest)| *longest)
        .or_else(|| name.starts_with(PREFIX).then_some(CUSTOM))
}
