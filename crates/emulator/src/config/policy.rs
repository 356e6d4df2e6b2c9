//! What a tenant demands and forbids besides its user flows.

use serde::{Deserialize, Serialize};

use crate::contact::Channel;

/// Whether an app's users have to prove themselves twice; in the real service a Conditional Access
/// policy that targets the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MfaMode {
    /// The first factor is enough.
    #[default]
    Off,
    /// A second factor is demanded, and from whoever has none that one is registered first.
    Required,
}

/// An authentication context: what an API may demand of a token (`acrs`), and an app ask for with
/// the parameter `claims`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthenticationContextConfig {
    /// `c1` to `c99`.
    pub id: String,
    /// What a sign-in must do for it, whatever the app's own [`mfa`](super::AppConfig::mfa) says.
    #[serde(default)]
    pub mfa: MfaMode,
}

/// Self-service password reset of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordResetConfig {
    /// Whether it is there at all; if not, it is refused with 500222.
    pub enabled: bool,
    /// How many seconds a client is told to wait between polls, from 1.
    pub poll_interval_seconds: u64,
    /// How many polls are answered `not_started` at first. Some clients take that for a failure.
    pub not_started_polls: u32,
    /// How many polls after those are answered `in_progress`.
    pub in_progress_polls: u32,
    /// How many seconds after the submission every poll is still answered `in_progress`.
    pub delay_seconds: u64,
    /// How many submissions of one reset end in `failed`. The person may submit again each time.
    pub failures: u32,
}

impl Default for PasswordResetConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            poll_interval_seconds: 2,
            not_started_polls: 0,
            in_progress_polls: 0,
            delay_seconds: 0,
            failures: 0,
        }
    }
}

/// Contacts to which a tenant sends no codes for a second factor or its registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockedMethod {
    /// The channel.
    pub channel: Channel,
    /// Only addresses or numbers that begin with this, such as `+882`; all of the channel when it
    /// is empty.
    #[serde(default)]
    pub prefix: String,
    /// What a client that asks for a code is answered.
    pub answer: BlockedAnswer,
}

/// What a client is answered that asks for a code to a blocked contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockedAnswer {
    /// `access_denied` with this suberror and 550024: the contact has a bad reputation, or its
    /// region is off.
    ProviderBlockedByRep,
    /// `access_denied` with this suberror: an administrator has turned it off.
    ProviderBlockedByAdmin,
    /// The browser: a person must solve a puzzle first.
    Redirect,
}
