//! The reply that the challenge endpoints share.

use std::fmt;
use std::time::Duration;

use crate::members::Members;
use crate::{ChallengeChannel, MalformedReason, Secret};

/// How the person is to prove who they are.
#[derive(Debug)]
pub enum Challenged {
    /// A code was sent.
    Code(CodeChallenge),
    /// A password is wanted.
    Password {
        /// Goes with the password.
        token: Secret,
    },
}

/// A code is on its way.
///
/// `Debug` does not show where: how well the address is masked is up to the server.
pub struct CodeChallenge {
    /// Goes with the code.
    pub token: Secret,
    /// How it was sent; e-mail when the server does not say.
    pub channel: ChallengeChannel,
    /// Where it was sent, masked by the server.
    pub target: Option<String>,
    /// How many characters it has, when the server says.
    pub code_length: Option<u32>,
    /// How long to wait before offering to send it again, when the server says.
    pub resend_after: Option<Duration>,
}

impl fmt::Debug for CodeChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeChallenge")
            .field("channel", &self.channel)
            .field("has_target", &self.target.is_some())
            .field("code_length", &self.code_length)
            .field("resend_after", &self.resend_after)
            .finish_non_exhaustive()
    }
}

pub(super) fn challenged(members: &Members<'_>) -> Result<Challenged, MalformedReason> {
    let challenge_type = members
        .text("challenge_type")
        .ok_or(MalformedReason::Missing("challenge_type"))?;
    match challenge_type.trim().to_ascii_lowercase().as_str() {
        "oob" => Ok(Challenged::Code(CodeChallenge {
            token: members.required_secret("continuation_token")?,
            channel: members
                .text("challenge_channel")
                .map_or(ChallengeChannel::Email, |text| {
                    ChallengeChannel::read(&text)
                }),
            // Registration names it otherwise, and unmasked; either is read everywhere.
            target: members
                .text("challenge_target_label")
                .or_else(|| members.text("challenge_target")),
            code_length: members
                .integer("code_length")
                .and_then(|length| u32::try_from(length).ok())
                .filter(|length| *length > 0),
            resend_after: members.duration("interval"),
        })),
        "password" => Ok(Challenged::Password {
            token: members.required_secret("continuation_token")?,
        }),
        _ => Err(MalformedReason::UnknownChallengeType),
    }
}
