//! What a tenant wants to know about somebody.

use std::collections::HashMap;

use native_auth::Attributes;

/// The value of an attribute: text, a whole number, or yes or no.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum AttributeValue {
    /// Text; also one of several choices, or some of them with commas between.
    Text {
        /// The text.
        value: String,
    },
    /// A whole number.
    Integer {
        /// The number.
        value: i64,
    },
    /// Yes or no, such as the consent to terms of use.
    Boolean {
        /// Whether it is yes.
        value: bool,
    },
}

/// An attribute that the tenant wants.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct RequiredAttribute {
    /// Its name, as the tenant spells it: `givenName`, `extension_…_loyaltyTier`.
    pub name: String,
    /// The server's word for the type of the value, such as `string`, when it gave one. The vocabulary is not documented.
    pub data_type: Option<String>,
    /// Whether the account cannot be created without it.
    pub required: bool,
    /// The pattern that a value must match, when there is one, as the tenant wrote it.
    pub regex: Option<String>,
    /// The values that the tenant offers, if it lists any.
    pub choices: Vec<String>,
}

/// The wire name of a custom attribute: `extension_{app id}_{name}`. `extensions_app_id` is the application (client) id of the
/// tenant's `b2c-extensions-app`, with or without hyphens; `None` if it is no GUID.
#[uniffi::export]
#[must_use]
pub fn custom_attribute_name(extensions_app_id: &str, short_name: &str) -> Option<String> {
    let extensions = native_auth::ExtensionsApp::new(extensions_app_id).ok()?;
    Some(extensions.attribute_name(short_name))
}

/// Checks a new password as far as that is possible without the server, for instance while the person types: `None` if
/// nothing is wrong with it. A password that passes may still be refused, one that fails surely is.
#[uniffi::export]
#[must_use]
pub fn check_new_password(password: String) -> Option<crate::PasswordFault> {
    let password = native_auth::Secret::from(password);
    native_auth::check_new_password(password.expose()).err()
}

pub(crate) fn attributes(values: HashMap<String, AttributeValue>) -> Attributes {
    let mut attributes = Attributes::new();
    for (name, value) in values {
        attributes = match value {
            AttributeValue::Text { value } => attributes.with(name, value),
            AttributeValue::Integer { value } => attributes.with(name, value),
            AttributeValue::Boolean { value } => attributes.with(name, value),
        };
    }
    attributes
}

impl From<&native_auth::RequiredAttribute> for RequiredAttribute {
    fn from(attribute: &native_auth::RequiredAttribute) -> Self {
        Self {
            name: attribute.name().to_owned(),
            data_type: attribute.data_type().map(str::to_owned),
            required: attribute.is_required(),
            regex: attribute.regex().map(str::to_owned),
            choices: attribute.choices().into_iter().map(str::to_owned).collect(),
        }
    }
}

impl std::fmt::Debug for AttributeValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text { .. } => "Text(..)",
            Self::Integer { .. } => "Integer(..)",
            Self::Boolean { .. } => "Boolean(..)",
        })
    }
}
