//! Tools that a machine lacks.

use std::fmt;

/// A tool is missing, and cannot be brought here; the text says which, and what to do by hand.
#[derive(Debug)]
pub(crate) struct Absent(pub(crate) String);

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Absent {}
