//! Sign-up attributes: which there are, which a value fits, which are still missing.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::config::{AttributeConfig, AttributeInput};
use crate::problem::Problem;
use crate::refusals;

/// The built-in attributes by their programmable names, with the most characters each takes.
pub(crate) const BUILT_IN: [(&str, usize); 9] = [
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
/// The most characters of a custom attribute's value.
const CUSTOM_LONGEST: usize = 250;

/// What somebody said about themselves, by wire name.
pub(crate) type Attributes = BTreeMap<String, Value>;

/// One attribute of a user flow, ready to judge values.
pub(crate) struct Attribute {
    /// The name on the wire.
    pub(crate) name: String,
    pub(crate) required: bool,
    input: AttributeInput,
    values: Vec<String>,
    longest: usize,
    regex_text: Option<String>,
    /// `None` also when the text is no regular expression: such a one is only told.
    regex: Option<Regex>,
}

impl Attribute {
    pub(crate) fn new(config: &AttributeConfig, extensions_app_id: &str) -> Self {
        let name = if config.custom {
            let app = extensions_app_id.replace('-', "").to_lowercase();
            let own: String = config.name.split_whitespace().collect();
            format!("extension_{app}_{own}")
        } else {
            config.name.clone()
        };
        let longest = BUILT_IN
            .iter()
            .find(|(built_in, _)| !config.custom && *built_in == config.name)
            .map_or(CUSTOM_LONGEST, |(_, longest)| *longest);
        let regex = config.regex.as_deref().and_then(|text| {
            let regex = Regex::new(text);
            if regex.is_err() {
                tracing::warn!(attribute = %name, "its regex is not valid and is not enforced");
            }
            regex.ok()
        });
        Self {
            name,
            required: config.required,
            input: config.input,
            values: config.values.clone(),
            longest,
            regex_text: config.regex.clone(),
            regex,
        }
    }

    /// The value as it is kept, or `None` if it does not fit. Numbers and booleans may come as
    /// such or as text.
    pub(crate) fn accept(&self, value: &Value) -> Option<Value> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) if !number.is_f64() => number.to_string(),
            _ => return None,
        };
        let fits_pattern = self.regex.as_ref().is_none_or(|r| r.is_match(&text));
        if text.is_empty() || text.chars().count() > self.longest || !fits_pattern {
            return None;
        }
        match self.input {
            AttributeInput::TextBox => Some(json!(text)),
            AttributeInput::NumericTextBox => text.parse::<i64>().ok().map(|n| json!(n)),
            AttributeInput::CheckboxSingleSelect => text.parse::<bool>().ok().map(|b| json!(b)),
            AttributeInput::RadioSingleSelect => self.values.contains(&text).then(|| json!(text)),
            AttributeInput::CheckboxMultiSelect => text
                .split(',')
                .all(|choice| self.values.iter().any(|v| v == choice))
                .then(|| json!(text)),
        }
    }

    /// An entry of `required_attributes`. Of the types only `string` and `Boolean` are published, in
    /// these spellings; the number's is that of the directory's data type.
    fn described(&self) -> Value {
        let kind = match self.input {
            AttributeInput::NumericTextBox => "Int",
            AttributeInput::CheckboxSingleSelect => "Boolean",
            _ => "string",
        };
        let mut entry = json!({ "name": self.name, "type": kind, "required": self.required });
        if let (Some(regex), Some(entry)) = (&self.regex_text, entry.as_object_mut()) {
            entry.insert("options".to_owned(), json!({ "regex": regex }));
        }
        entry
    }
}

pub(crate) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _)| *built_in == name)
}

/// Reads the `attributes` parameter: a JSON object as text.
pub(crate) fn parse(text: &str) -> Result<Map<String, Value>, Problem> {
    match serde_json::from_str(text) {
        Ok(Value::Object(given)) => Ok(given),
        _ => Err(refusals::not_valid("attributes")),
    }
}

/// The values that the user flow asks for; names it does not know are ignored. All names whose
/// values do not fit are refused together.
pub(crate) fn accept(
    asked: &[Attribute],
    given: &Map<String, Value>,
) -> Result<Attributes, Problem> {
    let mut accepted = Attributes::new();
    let mut refused = Vec::new();
    for attribute in asked {
        let Some(value) = given.get(&attribute.name) else {
            continue;
        };
        match attribute.accept(value) {
            Some(value) => {
                accepted.insert(attribute.name.clone(), value);
            }
            None => refused.push(attribute.name.clone()),
        }
    }
    if refused.is_empty() {
        Ok(accepted)
    } else {
        Err(refusals::attributes_not_valid(&refused))
    }
}

/// Whether a required attribute has no value yet.
pub(crate) fn is_missing(attribute: &Attribute, have: &Attributes) -> bool {
    attribute.required && !have.contains_key(&attribute.name)
}

/// The entries of `required_attributes` for what is still missing; empty when nothing is.
pub(crate) fn missing(asked: &[Attribute], have: &Attributes) -> Vec<Value> {
    asked
        .iter()
        .filter(|a| is_missing(a, have))
        .map(Attribute::described)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(input: AttributeInput, regex: Option<&str>, values: &[&str]) -> Attribute {
        let config = AttributeConfig {
            name: "Loyalty Tier".to_owned(),
            custom: true,
            required: true,
            input,
            regex: regex.map(str::to_owned),
            values: values.iter().map(|v| (*v).to_owned()).collect(),
        };
        Attribute::new(&config, "AB000000-0000-4000-8000-000000000001")
    }

    #[test]
    fn a_custom_attribute_carries_the_app_id() {
        let name = attribute(AttributeInput::TextBox, None, &[]).name;
        assert_eq!(
            name,
            "extension_ab000000000040008000000000000001_LoyaltyTier"
        );
    }

    #[test]
    fn each_input_takes_its_own_values() {
        use AttributeInput::*;
        let choices = ["red", "blue"];
        for (input, values, value, kept) in [
            (TextBox, &[][..], json!("x"), Some(json!("x"))),
            (TextBox, &[], json!(7), Some(json!("7"))),
            (TextBox, &[], json!(""), None),
            (TextBox, &[], json!(null), None),
            (TextBox, &[], json!(["x"]), None),
            (TextBox, &[], json!({"x": 1}), None),
            (TextBox, &[], json!("y".repeat(251)), None),
            (NumericTextBox, &[], json!("42"), Some(json!(42))),
            (NumericTextBox, &[], json!(42), Some(json!(42))),
            (NumericTextBox, &[], json!(4.5), None),
            (NumericTextBox, &[], json!("many"), None),
            (CheckboxSingleSelect, &[], json!(true), Some(json!(true))),
            (
                CheckboxSingleSelect,
                &[],
                json!("false"),
                Some(json!(false)),
            ),
            (CheckboxSingleSelect, &[], json!("yes"), None),
            (
                RadioSingleSelect,
                &choices,
                json!("red"),
                Some(json!("red")),
            ),
            (RadioSingleSelect, &choices, json!("green"), None),
            (
                CheckboxMultiSelect,
                &choices,
                json!("red,blue"),
                Some(json!("red,blue")),
            ),
            (CheckboxMultiSelect, &choices, json!("red,green"), None),
        ] {
            assert_eq!(
                attribute(input, None, values).accept(&value),
                kept,
                "{input:?} {value}"
            );
        }
    }

    #[test]
    fn a_regex_is_enforced_unless_it_is_none() {
        let digits = attribute(AttributeInput::TextBox, Some("^[0-9]+$"), &[]);
        assert!(digits.accept(&json!("12")).is_some());
        assert!(digits.accept(&json!("ab")).is_none());
        let broken = attribute(AttributeInput::TextBox, Some("*["), &[]);
        assert!(broken.accept(&json!("ab")).is_some());
        assert_eq!(broken.described()["options"]["regex"], "*[");
    }
}
