//! The reply that the introspection endpoints share, and the methods it lists.

use std::fmt;

use serde_json::{Value, json};

use crate::members::Members;
use crate::{ChallengeChannel, MalformedReason, Secret};

/// The methods a person has, or can register.
#[derive(Debug)]
pub struct Introspected {
    /// Goes with the choice.
    pub token: Secret,
    /// Never empty.
    pub methods: Vec<AuthenticationMethod>,
}

/// One way to answer a challenge: a registered one, or one that can be registered.
#[derive(Clone, PartialEq, Eq)]
pub struct AuthenticationMethod {
    id: String,
    challenge_type: String,
    channel: ChallengeChannel,
    hint: Option<String>,
}

impl AuthenticationMethod {
    /// The server's name for it; opaque.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How a code reaches the person by it.
    #[must_use]
    pub fn channel(&self) -> &ChallengeChannel {
        &self.channel
    }

    /// Where a code would be sent, to show to the person: masked for a registered method, a suggestion for one to
    /// register. Its form varies: never compare it.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The server's word for the challenge, to repeat when the method is registered.
    pub(crate) fn challenge_type(&self) -> &str {
        &self.challenge_type
    }

    /// The method as a JSON object in the server's spelling, to be kept where only the app can read it: the hint may
    /// be the person's whole address.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "challenge_type": self.challenge_type,
            "challenge_channel": self.channel.as_str(),
            "login_hint": self.hint,
        })
    }

    /// Reads a method as a server would have sent it; `None` if the object names none.
    #[must_use]
    pub fn from_json(object: &Value) -> Option<Self> {
        Self::read(&Members::parse(object.to_string().as_bytes()).ok()?)
    }

    fn read(members: &Members<'_>) -> Option<Self> {
        Some(Self {
            id: members.text("id")?,
            challenge_type: members
                .text("challenge_type")
                .unwrap_or_else(|| "oob".to_owned()),
            channel: members
                .text("challenge_channel")
                .map_or(ChallengeChannel::Email, |text| {
                    ChallengeChannel::read(&text)
                }),
            hint: members.text("login_hint"),
        })
    }
}

/// The hint is for the person, and may be their whole address: no business of a log.
impl fmt::Debug for AuthenticationMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthenticationMethod")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

pub(super) fn introspected(members: &Members<'_>) -> Result<Introspected, MalformedReason> {
    let token = members.required_secret("continuation_token")?;
    let methods: Vec<AuthenticationMethod> = members
        .objects("methods")
        .iter()
        .filter_map(AuthenticationMethod::read)
        .collect();
    if methods.is_empty() {
        return Err(MalformedReason::Missing("methods"));
    }
    Ok(Introspected { token, methods })
}
