//! Password reset: start, challenge, continue, submit, poll.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::{
    Challenged, CodeChallenge, Endpoint, challenge, continuation, no_destination, post, read,
};
use crate::form::Form;
use crate::members::Members;
use crate::{
    Answer, Authority, Call, Capability, ChallengeType, HttpRequest, HttpResponse, MalformedReason,
    MalformedReply, Secret,
};

/// Begins a password reset.
#[derive(Debug)]
pub struct Start<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The person's e-mail address.
    pub username: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
    /// What else the client can handle.
    pub capabilities: &'a [Capability],
}

/// Asks for a code to be sent (again).
#[derive(Debug)]
pub struct Challenge<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
}

/// Submits the code.
#[derive(Debug)]
pub struct Continue<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// The code the person was sent.
    pub code: &'a Secret,
}

/// Submits the new password.
#[derive(Debug)]
pub struct Submit<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// The password the person chose.
    pub new_password: &'a Secret,
}

/// Asks whether the new password is in force.
#[derive(Debug)]
pub struct Poll<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The token that the submission brought; the same at every poll.
    pub token: &'a Secret,
}

/// The flow goes on with this token.
#[derive(Debug)]
pub struct GoesOn {
    /// Goes with the next request.
    pub token: Secret,
    /// How long the next request may take to come, when the server says: after the code it does.
    pub expires_in: Option<Duration>,
}

/// The new password was taken and is being put in force.
#[derive(Debug)]
pub struct Submitted {
    /// Goes with every poll.
    pub token: Secret,
    /// How long to wait before each poll: what the server says if it is from 1 to 15 seconds, else 2.
    pub poll_interval: Duration,
}

/// How far putting the password in force has come.
#[derive(Debug)]
pub enum Polled {
    /// Not there yet: ask again with the same token.
    Pending,
    /// The new password is in force.
    Succeeded {
        /// Signs the person in, if the server gave it.
        token: Option<Secret>,
    },
    /// It came to nothing.
    Failed {
        /// Goes with another password, if the server gave it.
        token: Option<Secret>,
    },
}

impl Call for Start<'_> {
    type Reply = GoesOn;
    const ENDPOINT: Endpoint = Endpoint::ResetPasswordStart;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let mut form = Form::new(self.client_id)
            .secret("username", self.username)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        if !self.capabilities.is_empty() {
            form = form.field("capabilities", &Capability::list(self.capabilities));
        }
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<GoesOn>, MalformedReply> {
        read(response, goes_on, no_destination)
    }
}

impl Call for Challenge<'_> {
    type Reply = CodeChallenge;
    const ENDPOINT: Endpoint = Endpoint::ResetPasswordChallenge;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        post(authority, Self::ENDPOINT, form)
    }

    /// Only a code can come here: a password is what the person does not have.
    fn answer(response: &HttpResponse) -> Result<Answer<CodeChallenge>, MalformedReply> {
        let code = |members: &Members<'_>| match challenge::challenged(members)? {
            Challenged::Code(challenge) => Ok(challenge),
            Challenged::Password { .. } => Err(MalformedReason::UnknownChallengeType),
        };
        read(response, code, no_destination)
    }
}

impl Call for Continue<'_> {
    type Reply = GoesOn;
    const ENDPOINT: Endpoint = Endpoint::ResetPasswordContinue;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token)
            .field("grant_type", "oob")
            .secret("oob", self.code);
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<GoesOn>, MalformedReply> {
        read(response, goes_on, no_destination)
    }
}

impl Call for Submit<'_> {
    type Reply = Submitted;
    const ENDPOINT: Endpoint = Endpoint::ResetPasswordSubmit;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form =
            continuation(self.client_id, self.token).secret("new_password", self.new_password);
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Submitted>, MalformedReply> {
        let submitted = |members: &Members<'_>| {
            Ok(Submitted {
                token: members.required_secret("continuation_token")?,
                poll_interval: poll_interval(members.duration("poll_interval")),
            })
        };
        read(response, submitted, no_destination)
    }
}

impl Call for Poll<'_> {
    type Reply = Polled;
    const ENDPOINT: Endpoint = Endpoint::ResetPasswordPoll;

    fn request(&self, authority: &Authority) -> HttpRequest {
        post(
            authority,
            Self::ENDPOINT,
            continuation(self.client_id, self.token),
        )
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Polled>, MalformedReply> {
        let polled = |members: &Members<'_>| {
            let status = members
                .text("status")
                .ok_or(MalformedReason::Missing("status"))?;
            let token = members.secret("continuation_token");
            match status.trim().to_ascii_lowercase().as_str() {
                "not_started" | "in_progress" => Ok(Polled::Pending),
                "succeeded" => Ok(Polled::Succeeded { token }),
                "failed" => Ok(Polled::Failed { token }),
                _ => Err(MalformedReason::UnknownStatus),
            }
        };
        read(response, polled, no_destination)
    }
}

fn goes_on(members: &Members<'_>) -> Result<GoesOn, MalformedReason> {
    Ok(GoesOn {
        token: members.required_secret("continuation_token")?,
        expires_in: members.duration("expires_in"),
    })
}

fn poll_interval(asked: Option<Duration>) -> Duration {
    const SANE: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(15);
    asked
        .filter(|asked| SANE.contains(asked))
        .unwrap_or(Duration::from_secs(2))
}
