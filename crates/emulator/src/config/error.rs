use std::fmt;

use super::locate::line_of;

/// A configuration that cannot be used: which field, and what to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    field: String,
    line: Option<usize>,
    reason: String,
}

impl ConfigError {
    pub(crate) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            line: None,
            reason: reason.into(),
        }
    }

    /// Takes the parser's sentence but not its excerpt of the file.
    pub(crate) fn from_toml(text: &str, field: String, error: &toml::de::Error) -> Self {
        let line = error.span().and_then(|span| {
            let before = text.get(..span.start)?;
            Some(before.matches('\n').count() + 1)
        });
        Self {
            field,
            line,
            reason: error.message().trim_end().to_owned(),
        }
    }

    /// Adds the line at which the field stands in this file, if it does.
    pub(crate) fn located_in(mut self, text: &str) -> Self {
        self.line = line_of(text, &self.field);
        self
    }

    /// The path of the field at fault, such as `tenants[0].apps[1].client_id`; empty when the file
    /// is not TOML at all.
    pub fn field(&self) -> &str {
        &self.field
    }

    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// The line of the file, counted from 1, if the configuration was read
    /// from one.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the emulator's configuration is not usable: ")?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "`{}`: ", self.field)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ConfigError {}
