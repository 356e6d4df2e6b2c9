//! What would have been mailed.

use std::collections::VecDeque;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// One message that a real tenant would have sent.
///
/// Its `Debug` leaves out the recipient and the code.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The address or the phone number it went to.
    pub recipient: String,
    /// `email`, or `sms`.
    pub channel: &'static str,
    /// The one-time code.
    pub code: String,
    /// What the code is for: `sign_up`, `sign_in`, `second_factor`, `registration` or
    /// `reset_password`.
    pub purpose: &'static str,
    /// When it was sent, in RFC 3339, UTC.
    pub sent_at: String,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("channel", &self.channel)
            .field("purpose", &self.purpose)
            .field("sent_at", &self.sent_at)
            .finish_non_exhaustive()
    }
}

/// Every word that a channel or a purpose can be.
const WORDS: [&str; 7] = [
    "email",
    "sms",
    "sign_up",
    "sign_in",
    "second_factor",
    "registration",
    "reset_password",
];

/// From an export.
impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// The same with words that are not known yet to be some.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Saved {
            recipient: String,
            channel: String,
            code: String,
            purpose: String,
            sent_at: String,
        }
        let saved = Saved::deserialize(deserializer)?;
        let word = |text: String| {
            let known = WORDS.into_iter().find(|word| *word == text);
            known.ok_or_else(|| D::Error::custom("not a word of a message"))
        };
        Ok(Self {
            recipient: saved.recipient,
            channel: word(saved.channel)?,
            code: saved.code,
            purpose: word(saved.purpose)?,
            sent_at: saved.sent_at,
        })
    }
}

/// The messages, oldest first; the oldest are forgotten.
pub(crate) struct Inbox {
    messages: VecDeque<Message>,
    most: usize,
}

impl Inbox {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            messages: VecDeque::new(),
            most,
        }
    }

    pub(crate) fn deliver(&mut self, message: Message) {
        if self.messages.len() >= self.most {
            self.messages.pop_front();
        }
        self.messages.push_back(message);
    }

    /// Those for one recipient, in any case of letters, or all of them.
    pub(crate) fn list(&self, recipient: Option<&str>) -> Vec<Message> {
        let wanted = recipient.map(str::to_lowercase);
        self.messages
            .iter()
            .filter(|m| {
                wanted
                    .as_ref()
                    .is_none_or(|w| *w == m.recipient.to_lowercase())
            })
            .cloned()
            .collect()
    }
}
