//! The one type that holds passwords, codes and tokens.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// A password, one-time code, continuation token or token.
///
/// It has no `Display` and no `Serialize`, its `Debug` prints a placeholder, it cannot be compared, and its
/// memory is zeroed when the last copy is dropped. [`expose`](Self::expose) is the only way to the text.
///
/// ```
/// let secret = native_auth_wire::Secret::from("Quiet-Harbour 9");
/// assert_eq!(serde_json::to_string(secret.expose())?, "\"Quiet-Harbour 9\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// ```compile_fail,E0277
/// let secret = native_auth_wire::Secret::from("Quiet-Harbour 9");
/// assert_eq!(serde_json::to_string(&secret)?, "\"Quiet-Harbour 9\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Only memory that Rust owns is zeroed. A string that came from, or was handed to, another language is out of
/// this type's hands. Copies share the text, so that it stands in memory once.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes over `text`. The string's buffer is zeroed when the secret is dropped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }

    /// The text itself. Never log, print or store what this returns.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
