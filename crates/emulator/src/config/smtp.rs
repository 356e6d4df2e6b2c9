use serde::Deserialize;

/// A mail server that codes by e-mail are also sent to, as real messages.
///
/// Its `Debug` tells nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpConfig {
    /// `smtp://host:port` or `smtps://host:port`. Plain text goes to loopback addresses only:
    /// elsewhere `smtp` demands STARTTLS. No name or password, since mail catchers ask for none.
    pub url: String,
    /// Whom the messages are from.
    #[serde(default = "nobody")]
    pub from: String,
}

impl SmtpConfig {
    /// A server at this address, and messages from nobody in particular.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            from: nobody(),
        }
    }
}

impl std::fmt::Debug for SmtpConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // One with a name or a password in it is refused, but may be looked at before.
        f.debug_struct("SmtpConfig").finish_non_exhaustive()
    }
}

fn nobody() -> String {
    "no-reply@emulator.invalid".to_owned()
}
