//! An attribute that the server asks for.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::attribute_pattern::Pattern;
use crate::members::Members;
use crate::problem::identifier;
use crate::{AttributeFault, AttributeValue};

/// An attribute that the server asks for before it creates the account.
///
/// `Debug` shows the server's texts only if they look like identifiers.
#[derive(Clone, PartialEq, Eq)]
pub struct RequiredAttribute {
    name: String,
    data_type: Option<String>,
    required: bool,
    options: Map<String, Value>,
}

impl RequiredAttribute {
    pub(crate) fn read_all(members: &Members<'_>) -> Vec<Self> {
        members
            .objects("required_attributes")
            .iter()
            .filter_map(Self::read)
            .collect()
    }

    fn read(members: &Members<'_>) -> Option<Self> {
        let options = members.object("options").map(|options| options.values());
        Some(Self {
            name: members.text("name")?,
            data_type: members.text("type"),
            required: members.boolean("required").unwrap_or(true),
            options: options.unwrap_or_default(),
        })
    }

    /// The attribute as a JSON object in the server's spelling.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "type": self.data_type,
            "required": self.required,
            "options": self.options,
        })
    }

    /// Reads an attribute as a server would have sent it; `None` if the object names none.
    #[must_use]
    pub fn from_json(object: &Value) -> Option<Self> {
        Self::read(&Members::parse(object.to_string().as_bytes()).ok()?)
    }

    /// The name to submit the value under.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name if it looks like an identifier, else a placeholder: a log may hold it.
    #[must_use]
    pub fn name_for_log(&self) -> &str {
        identifier(&self.name)
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

    /// The pattern that a value must match, when there is one, as the tenant wrote it. It may not be a valid regular
    /// expression, or use what only other engines know: see [`is_regex_ignored`](Self::is_regex_ignored).
    #[must_use]
    pub fn regex(&self) -> Option<&str> {
        let regex = self.options.get("regex").and_then(Value::as_str);
        regex.filter(|regex| !regex.is_empty())
    }

    /// Whether there is a pattern that [`validate`](Self::validate) leaves out, because it is no regular expression, or
    /// uses what costs more than linear time (such as looking ahead and back-references), or is too large. The server
    /// still decides. The service is known to send such, so this must never stop the person; the log has a warning.
    ///
    /// One that says something about the letters, digits or white space of all scripts (`\w`, `\d`, `\s`, `\b`, `\p{L}`,
    /// `(?i)`) is used for values in ASCII, and left out for others.
    #[must_use]
    pub fn is_regex_ignored(&self) -> bool {
        self.regex()
            .is_some_and(|regex| Pattern::new(regex).is_none())
    }

    /// What else the server says about the value, each with its name and as JSON text, in alphabetical order. None is
    /// documented besides the pattern, which [`regex`](Self::regex) has.
    pub fn options(&self) -> impl Iterator<Item = (&str, String)> {
        let options = self.options.iter().filter(|(name, _)| *name != "regex");
        options.map(|(name, value)| (name.as_str(), value.to_string()))
    }

    /// The values that the tenant offers, if it lists any: the texts in the option `choices` or `values`. The
    /// documentation knows neither, and today's service sends none.
    #[must_use]
    pub fn choices(&self) -> Vec<&str> {
        let listed = ["choices", "values"]
            .iter()
            .find_map(|name| self.options.get(*name)?.as_array());
        let choices = listed.into_iter().flatten();
        choices.filter_map(Value::as_str).collect()
    }

    /// Checks a value as far as that is possible without the server: that one is there if it is required, its type,
    /// its length, the pattern and the choices. An empty value of an optional attribute passes.
    ///
    /// It is a courtesy, for instance while the person types: a value that passes may still be refused, and what is
    /// sent does not depend on it. A type or a pattern that this version does not know passes.
    ///
    /// # Errors
    ///
    /// The first [`AttributeFault`] that is found.
    pub fn validate(&self, value: impl Into<AttributeValue>) -> Result<(), AttributeFault> {
        self.check(&value.into())
    }

    /// [`validate`](Self::validate) of a value that may be missing.
    ///
    /// # Errors
    ///
    /// [`AttributeFault::Missing`] for a required attribute without one, else what [`validate`](Self::validate) finds.
    pub fn validate_given(&self, value: Option<&AttributeValue>) -> Result<(), AttributeFault> {
        match value {
            Some(value) => self.check(value),
            None if self.required => Err(AttributeFault::Missing),
            None => Ok(()),
        }
    }

    fn check(&self, value: &AttributeValue) -> Result<(), AttributeFault> {
        let text = value.as_text();
        if text.trim().is_empty() {
            return match self.required {
                true => Err(AttributeFault::Empty),
                false => Ok(()),
            };
        }
        self.check_type(&text)?;
        if let Some(fault) = AttributeFault::of_length(&self.name, &text) {
            return Err(fault);
        }
        let pattern = self.regex().and_then(Pattern::new);
        if pattern.is_some_and(|pattern| !pattern.may_match(&text)) {
            return Err(AttributeFault::DoesNotMatch);
        }
        self.check_choice(&text)
    }

    /// Types as far as they are known: `Boolean` was documented, `Int` is the directory's name for numbers.
    fn check_type(&self, text: &str) -> Result<(), AttributeFault> {
        let data_type = self.data_type.as_deref().unwrap_or_default();
        match data_type.to_ascii_lowercase().as_str() {
            "boolean" | "bool" if text.parse::<bool>().is_err() => Err(AttributeFault::NotABoolean),
            "int" | "integer" | "int32" | "int64" if text.parse::<i64>().is_err() => {
                Err(AttributeFault::NotANumber)
            }
            _ => Ok(()),
        }
    }

    /// One of the choices, or several with commas between: which of the two is allowed, the server does not tell.
    fn check_choice(&self, text: &str) -> Result<(), AttributeFault> {
        let choices = self.choices();
        let offered = |choice: &str| choices.contains(&choice);
        if choices.is_empty() || offered(text) || text.split(',').all(offered) {
            Ok(())
        } else {
            Err(AttributeFault::NotAChoice)
        }
    }
}

impl fmt::Debug for RequiredAttribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequiredAttribute")
            .field("name", &identifier(&self.name))
            .field("data_type", &self.data_type.as_deref().map(identifier))
            .field("required", &self.required)
            .field("has_regex", &self.regex().is_some())
            .finish_non_exhaustive()
    }
}
