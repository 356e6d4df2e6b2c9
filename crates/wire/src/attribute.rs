//! Attributes: what a tenant wants to know about a person who signs up.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use crate::{AttributeFault, AttributeValue, ExtensionsApp};

/// Attribute values by name, as the person entered them.
///
/// Names are the server's, case-sensitive. Those that every tenant has get a method each ([`city`](Self::city),
/// [`display_name`](Self::display_name), …); [`with_custom`](Self::with_custom) is for a tenant's own, and
/// [`with`](Self::with) for any name as the server spells it. Names that the tenant does not know are ignored by the
/// server without a word.
///
/// ```
/// # fn main() -> Result<(), native_auth_wire::InvalidExtensionsApp> {
/// use native_auth_wire::{Attributes, ExtensionsApp};
///
/// let extensions = ExtensionsApp::new("b1f7c8a0-4d3e-4a52-9f60-2c9d5e7a8b34")?;
/// let attributes = Attributes::new()
///     .display_name("Ada")
///     .city("London")
///     .with_custom(&extensions, "Loyalty Number", 4711)
///     .with_custom(&extensions, "Newsletter", true);
/// # assert_eq!(attributes.names().count(), 4);
/// # Ok(())
/// # }
/// ```
///
/// Every value is sent as a JSON string, as Microsoft's own clients for Android and the web do, unless
/// [`with_native_json`](Self::with_native_json) asks otherwise. `Debug` shows the names only: the values are somebody's
/// personal data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    values: BTreeMap<String, AttributeValue>,
    native_json: bool,
}

impl Attributes {
    /// No attributes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a value, replacing an earlier one of the same name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<AttributeValue>) -> Self {
        self.values.insert(name.into(), value.into());
        self
    }

    /// Sets a custom attribute of the tenant by its short name, as the administrator sees it.
    #[must_use]
    pub fn with_custom(
        self,
        extensions: &ExtensionsApp,
        short_name: &str,
        value: impl Into<AttributeValue>,
    ) -> Self {
        self.with(extensions.attribute_name(short_name), value)
    }

    /// Sets the city: at most 128 characters.
    #[must_use]
    pub fn city(self, value: impl Into<String>) -> Self {
        self.with("city", value.into())
    }

    /// Sets the country or region: at most 128 characters.
    #[must_use]
    pub fn country(self, value: impl Into<String>) -> Self {
        self.with("country", value.into())
    }

    /// Sets the name to show: at most 256 characters.
    #[must_use]
    pub fn display_name(self, value: impl Into<String>) -> Self {
        self.with("displayName", value.into())
    }

    /// Sets the given name: at most 64 characters.
    #[must_use]
    pub fn given_name(self, value: impl Into<String>) -> Self {
        self.with("givenName", value.into())
    }

    /// Sets the job title: at most 128 characters.
    #[must_use]
    pub fn job_title(self, value: impl Into<String>) -> Self {
        self.with("jobTitle", value.into())
    }

    /// Sets the postal code: at most 40 characters.
    #[must_use]
    pub fn postal_code(self, value: impl Into<String>) -> Self {
        self.with("postalCode", value.into())
    }

    /// Sets the state or province: at most 128 characters.
    #[must_use]
    pub fn state(self, value: impl Into<String>) -> Self {
        self.with("state", value.into())
    }

    /// Sets the street address: at most 1024 characters.
    #[must_use]
    pub fn street_address(self, value: impl Into<String>) -> Self {
        self.with("streetAddress", value.into())
    }

    /// Sets the surname: at most 64 characters.
    #[must_use]
    pub fn surname(self, value: impl Into<String>) -> Self {
        self.with("surname", value.into())
    }

    /// Sends numbers and booleans as such instead of as strings. How a tenant takes them is not documented; the
    /// strings are what most apps send.
    #[must_use]
    pub fn with_native_json(mut self) -> Self {
        self.native_json = true;
        self
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&AttributeValue> {
        self.values.get(name)
    }

    /// The values that are longer than the service takes, by name; empty when all fit.
    ///
    /// It is a courtesy, for values that go along with the start of a sign-up, when the tenant has not said yet what
    /// it wants: nothing is refused for it here.
    #[must_use]
    pub fn validate(&self) -> Vec<(String, AttributeFault)> {
        let faults = self.values.iter().filter_map(|(name, value)| {
            let fault = AttributeFault::of_length(name, &value.as_text())?;
            Some((name.clone(), fault))
        });
        faults.collect()
    }

    /// The JSON object that travels as the text of the `attributes` field.
    pub(crate) fn to_json(&self) -> String {
        let json = |value: &AttributeValue| match self.native_json {
            true => value.to_native_json(),
            false => Value::String(value.as_text().into_owned()),
        };
        let members: Map<String, Value> = self
            .values
            .iter()
            .map(|(name, value)| (name.clone(), json(value)))
            .collect();
        Value::Object(members).to_string()
    }
}

impl<N: Into<String>, V: Into<AttributeValue>> FromIterator<(N, V)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let values = pairs
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        Self {
            values: values.collect(),
            native_json: false,
        }
    }
}

impl<N: Into<String>, V: Into<AttributeValue>, const COUNT: usize> From<[(N, V); COUNT]>
    for Attributes
{
    fn from(pairs: [(N, V); COUNT]) -> Self {
        pairs.into_iter().collect()
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}
