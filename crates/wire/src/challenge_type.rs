//! What the client says it can do, and how the server reaches the person.

use std::fmt;

use crate::problem::identifier;

/// A way of proving who one is that the client declares it can handle (`challenge_type`).
///
/// `redirect` is always sent besides these, because the service refuses a list without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChallengeType {
    /// A one-time code sent by e-mail or SMS ("out of band").
    Oob,
    /// A password.
    Password,
    /// The browser takes over.
    Redirect,
}

/// What the client declares it can do beyond challenges (`capabilities`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Capability {
    /// It can run the second-factor steps.
    MfaRequired,
    /// It can run the steps that register a strong authentication method.
    RegistrationRequired,
}

/// How a code reaches the person (`challenge_channel`).
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum ChallengeChannel {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// A channel this version does not know; the server's own word.
    Other(String),
}

impl ChallengeType {
    /// The server's spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oob => "oob",
            Self::Password => "password",
            Self::Redirect => "redirect",
        }
    }

    /// The list as the server wants it: each once, `redirect` last and always there.
    pub(crate) fn list(types: &[Self]) -> String {
        let mut list = words(types, Self::as_str);
        if !types.contains(&Self::Redirect) {
            list.push("redirect");
        }
        list.join(" ")
    }
}

impl Capability {
    /// The server's spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MfaRequired => "mfa_required",
            Self::RegistrationRequired => "registration_required",
        }
    }

    pub(crate) fn list(capabilities: &[Self]) -> String {
        words(capabilities, Self::as_str).join(" ")
    }
}

impl ChallengeChannel {
    /// Reads the server's word for a channel; one that is not known is kept as it is.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            "email" => Self::Email,
            "sms" => Self::Sms,
            _ => Self::Other(text.to_owned()),
        }
    }

    /// The server's spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Other(text) => text,
        }
    }
}

/// A word that this version does not know is shown only if it looks like one: it is the server's own text.
impl fmt::Debug for ChallengeChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email => f.write_str("Email"),
            Self::Sms => f.write_str("Sms"),
            Self::Other(text) => f.debug_tuple("Other").field(&identifier(text)).finish(),
        }
    }
}

fn words<T: Copy + PartialEq>(values: &[T], spell: fn(T) -> &'static str) -> Vec<&'static str> {
    let mut list: Vec<&'static str> = Vec::new();
    for value in values {
        let word = spell(*value);
        if !list.contains(&word) {
            list.push(word);
        }
    }
    list
}
