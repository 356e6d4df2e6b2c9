//! Attributes: what a tenant wants to know about a person who signs up.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

use crate::members::Members;
use crate::problem::identifier;

/// Attribute values by name, as the person entered them.
///
/// Names are the server's, case-sensitive: `displayName`, `city`, or `extension_{appId}_{name}` for a custom one.
/// Values are sent as JSON strings, which is what Microsoft's own clients for Android and the web do. `Debug`
/// shows the names only: the values are somebody's personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attributes(BTreeMap<String, String>);

/// An attribute that the server asks for before it creates the account.
///
/// `Debug` shows the server's texts only if they look like identifiers.
#[derive(Clone, PartialEq, Eq)]
pub struct RequiredAttribute {
    name: String,
    data_type: Option<String>,
    required: bool,
    regex: Option<String>,
}

impl Attributes {
    /// No attributes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a value, replacing an earlier one of the same name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The JSON object that travels as the text of the `attributes` field.
    pub(crate) fn to_json(&self) -> String {
        let members: Map<String, Value> = self
            .0
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect();
        Value::Object(members).to_string()
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl<N: Into<String>, V: Into<String>, const COUNT: usize> From<[(N, V); COUNT]> for Attributes {
    fn from(pairs: [(N, V); COUNT]) -> Self {
        pairs.into_iter().collect()
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl RequiredAttribute {
    pub(crate) fn read_all(members: &Members<'_>) -> Vec<Self> {
        members
            .objects("required_attributes")
            .iter()
            .filter_map(Self::read)
            .collect()
    }

    /// The attribute as a JSON object in the server's spelling.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "type": self.data_type,
            "required": self.required,
            "options": { "regex": self.regex },
        })
    }

    /// Reads an attribute as a server would have sent it; `None` if the object names none.
    #[must_use]
    pub fn from_json(object: &Value) -> Option<Self> {
        Self::read(&Members::parse(object.to_string().as_bytes()).ok()?)
    }

    fn read(members: &Members<'_>) -> Option<Self> {
        Some(Self {
            name: members.text("name")?,
            data_type: members.text("type"),
            required: members.boolean("required").unwrap_or(true),
            regex: members
                .object("options")
                .and_then(|options| options.text("regex")),
        })
    }

    /// The name to submit the value under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server's word for the type of the value, such as `string`, when it gave one. The vocabulary is not
    /// documented.
    #[must_use]
    pub fn data_type(&self) -> Option<&str> {
        self.data_type.as_deref()
    }

    /// Whether the account cannot be created without it. True when the server does not say.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required
    }

    /// The pattern that a value must match, when there is one. It may not be a valid regular expression: the
    /// service is known to send such, so never let it stop the person.
    #[must_use]
    pub fn regex(&self) -> Option<&str> {
        self.regex.as_deref()
    }
}

impl fmt::Debug for RequiredAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequiredAttribute")
            .field("name", &identifier(&self.name))
            .field("data_type", &self.data_type.as_deref().map(identifier))
            .field("required", &self.required)
            .field("has_regex", &self.regex.is_some())
            .finish()
    }
}
