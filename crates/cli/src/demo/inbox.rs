//! The emulator's inbox, where the codes of the story arrive.

use native_auth::Secret;
use serde::Deserialize;

use super::management::{Management, no_emulator};
use crate::failure::Failure;

/// The inbox of one emulator.
#[derive(Debug)]
pub(super) struct Inbox(Management);

#[derive(Deserialize)]
struct Message {
    code: String,
}

impl Inbox {
    /// Fails if what answers there is no emulator.
    pub(super) async fn open(management: Management) -> Result<Self, Failure> {
        let inbox = Self(management);
        inbox.messages("nobody@example.com").await?;
        Ok(inbox)
    }

    /// The newest code that was sent to this address or phone number.
    pub(super) async fn newest_code(&self, recipient: &str) -> Result<Secret, Failure> {
        let newest = self.messages(recipient).await?.pop();
        newest
            .map(|message| Secret::new(message.code))
            .ok_or_else(|| {
                Failure::unexpected(
                    "inbox_empty",
                    "the emulator's inbox holds no code where the server said that it sent one",
                )
            })
    }

    /// How many messages there are for this address or phone number.
    pub(super) async fn count(&self, recipient: &str) -> Result<usize, Failure> {
        Ok(self.messages(recipient).await?.len())
    }

    async fn messages(&self, recipient: &str) -> Result<Vec<Message>, Failure> {
        let response = self.0.messages(recipient).await?;
        serde_json::from_slice(response.body()).map_err(|_| no_emulator())
    }
}
