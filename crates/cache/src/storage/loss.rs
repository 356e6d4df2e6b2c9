//! What has been lost.

use std::fmt;

/// That stored tokens are lost, or can for now not be kept, and why. Told once; the person may have to sign in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StorageLoss {
    /// The file, or a record of the app's own storage, was cut short or changed. It is kept aside, and what could be read
    /// goes on being used.
    Damaged,
    /// The file is none of this library, or of another profile. It is kept aside.
    Foreign,
    /// A later version of this library wrote the file, or a record of it. It is kept aside.
    FutureVersion,
    /// The key store no longer has the key that the file is sealed with. The file is kept aside.
    KeyLost,
    /// The tokens could not be written; they are in memory, and the next save tries again.
    NotWritten,
}

impl StorageLoss {
    /// A stable word for logs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::Foreign => "foreign",
            Self::FutureVersion => "future_version",
            Self::KeyLost => "key_lost",
            Self::NotWritten => "not_written",
        }
    }
}

impl fmt::Display for StorageLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => {
                "stored tokens were damaged; they are kept aside, and what was readable is used"
            }
            Self::Foreign => "the file of tokens is not this profile's; it is kept aside",
            Self::FutureVersion => {
                "a later version of this library wrote the stored tokens; they are kept aside"
            }
            Self::KeyLost => {
                "the key of the file of tokens is gone from the key store; the file is kept aside"
            }
            Self::NotWritten => "the tokens could not be written; they are in memory for now",
        })
    }
}
