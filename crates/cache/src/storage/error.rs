//! Why a place for tokens cannot be used.

use std::error::Error;
use std::fmt;
use std::io;

/// Why a place for tokens cannot be used.
///
/// Neither `Debug` nor `Display` shows what was to be kept.
#[derive(Debug)]
pub struct StorageError {
    kind: StorageErrorKind,
    detail: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// What kind of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageErrorKind {
    /// The key store is locked; the person has to unlock it.
    KeyStoreLocked,
    /// There is no key store on this machine, or none that answers to this user.
    KeyStoreAbsent,
    /// The key store did not answer within 5 seconds.
    KeyStoreTimedOut,
    /// The key store refused or failed.
    KeyStoreFailed,
    /// The passphrase is not the one that the file was made with.
    PassphraseWrong,
    /// The passphrase is empty.
    PassphraseEmpty,
    /// The name of the profile is no simple one: letters, digits, `-`, `_` and `.`.
    ProfileInvalid,
    /// There is no room left.
    Full,
    /// The place may be read and not written.
    ReadOnly,
    /// The place cannot be reached: a directory that cannot be made, a file that cannot be opened.
    Unreachable,
    /// Another process has begun the file of tokens anew since it was opened here, with another key or as a later version
    /// of this library. It stays as that process made it.
    Replaced,
    /// This build of the library has no such place.
    NotBuiltIn,
    /// The place did not give a lock.
    LockFailed,
    /// Anything else; the app's own storage says it in its own words.
    Failed,
}

impl StorageError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: StorageErrorKind) -> Self {
        Self {
            kind,
            detail: None,
            source: None,
        }
    }

    /// An error in words of the app's own, which must hold nothing secret and no e-mail address: they are shown.
    #[must_use]
    pub fn with_detail(kind: StorageErrorKind, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..Self::new(kind)
        }
    }

    /// What kind of trouble it is.
    #[must_use]
    pub fn kind(&self) -> StorageErrorKind {
        self.kind
    }

    /// Words of the app's own.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StorageErrorKind::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                StorageErrorKind::ReadOnly
            }
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StorageErrorKind::Unreachable,
            _ => StorageErrorKind::Failed,
        };
        Self {
            kind,
            detail: None,
            source: Some(Box::new(error)),
        }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.kind {
            StorageErrorKind::KeyStoreLocked => "the key store is locked",
            StorageErrorKind::KeyStoreAbsent => "there is no key store",
            StorageErrorKind::KeyStoreTimedOut => "the key store does not answer",
            StorageErrorKind::KeyStoreFailed => "the key store refused",
            StorageErrorKind::PassphraseWrong => "the passphrase is wrong",
            StorageErrorKind::ProfileInvalid => "the name of the profile is not allowed",
            StorageErrorKind::NotBuiltIn => "this build of the library has no such place",
            StorageErrorKind::PassphraseEmpty => "the passphrase is empty",
            StorageErrorKind::Full => "there is no room left for the tokens",
            StorageErrorKind::ReadOnly => "the place for tokens cannot be written",
            StorageErrorKind::Unreachable => "the place for tokens cannot be reached",
            StorageErrorKind::Replaced => {
                "another process has replaced the file of tokens by one that cannot be read here"
            }
            StorageErrorKind::LockFailed => "the place for tokens gives no lock",
            StorageErrorKind::Failed => "the place for tokens failed",
        };
        f.write_str(text)?;
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl Error for StorageError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
