use std::fmt;

/// Why a file cannot be imported: which field, and what to change. `Display` is a sentence that
/// repeats no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    field: String,
    reason: String,
}

impl ImportError {
    pub(crate) fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// The path of the field at fault, such as `users[2].username`; empty when the file is no JSON
    /// object at all.
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the file cannot be imported: ")?;
        if !self.field.is_empty() {
            write!(f, "`{}` ", self.field)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ImportError {}
