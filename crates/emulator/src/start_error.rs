use std::fmt;
use std::io;

use crate::config::ConfigError;

/// Why an emulator did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The configuration cannot be used.
    Config(ConfigError),
    /// The address cannot be listened on, for example because something else does.
    Listen(io::Error),
    /// Keys, certificates or random numbers could not be made.
    Keys(&'static str),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Listen(error) => write!(f, "the emulator cannot listen there: {error}"),
            Self::Keys(what) => write!(f, "the emulator could not make {what}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Config(error) => Some(error),
            Self::Listen(error) => Some(error),
            Self::Keys(_) => None,
        }
    }
}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}
