//! Where a code can be sent: a channel, and an address or number on it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::address;

/// How a one-time code reaches a person; the wire's `challenge_channel`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

/// A well-formed address on a channel. Its `Debug` leaves out the address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub(crate) channel: Channel,
    /// The e-mail address, or the phone number in the form `+4790012345` (E.164).
    pub(crate) target: String,
}

impl Channel {
    /// As the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }

    /// `None` for a word the protocol does not know.
    pub(crate) fn named(word: &str) -> Option<Self> {
        [Self::Email, Self::Sms]
            .into_iter()
            .find(|channel| channel.as_str() == word)
    }
}

impl Contact {
    /// An address that is known to be one, such as a user's own.
    pub(crate) fn email(address: &str) -> Self {
        Self {
            channel: Channel::Email,
            target: address.to_owned(),
        }
    }

    /// `None` for what is no address on this channel.
    pub(crate) fn new(channel: Channel, target: &str) -> Option<Self> {
        let fits = match channel {
            Channel::Email => address::is_email(target),
            Channel::Sms => address::is_phone(target),
        };
        fits.then(|| Self {
            channel,
            target: target.to_owned(),
        })
    }

    /// Enough for its owner to know it, and never the whole of it.
    pub(crate) fn masked(&self) -> String {
        match self.channel {
            Channel::Email => address::masked_email(&self.target),
            Channel::Sms => address::masked_phone(&self.target),
        }
    }

    /// Whether both lead to the same place: e-mail addresses do in any case of letters.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.channel == other.channel && self.target.to_lowercase() == other.target.to_lowercase()
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_fits_its_channel() {
        for (channel, target, fits) in [
            (Channel::Email, "ada@example.com", true),
            (Channel::Email, "+4790012345", false),
            (Channel::Sms, "+4790012345", true),
            (Channel::Sms, "ada@example.com", false),
            (Channel::Sms, " 4790012345", false),
        ] {
            assert_eq!(Contact::new(channel, target).is_some(), fits, "{target}");
        }
    }

    #[test]
    fn addresses_are_the_same_in_any_case() {
        let ada = Contact::email("Ada@example.com");
        assert!(ada.is_same(&Contact::email("ada@EXAMPLE.com")));
        assert!(!ada.is_same(&Contact::email("ada@example.org")));
        assert!(!format!("{ada:?}").contains("xample"));
    }
}
