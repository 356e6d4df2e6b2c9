//! Registration of a strong authentication method: introspect, challenge, continue.

use std::time::Duration;

use super::introspect::{AuthenticationMethod, Introspected, introspected};
use super::{CodeChallenge, Endpoint, challenge, continuation, no_destination, post, read};
use crate::members::Members;
use crate::{
    Answer, Authority, Call, HttpRequest, HttpResponse, MalformedReason, MalformedReply, Secret,
};

/// Asks which methods can be registered.
#[derive(Debug)]
pub struct Introspect<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The token that came with the demand.
    pub token: &'a Secret,
}

/// Asks for a code to be sent (again) to the method that is to be registered.
#[derive(Debug)]
pub struct Challenge<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// The method.
    pub method: &'a AuthenticationMethod,
    /// The e-mail address, or the phone number with `+` and country code.
    pub contact: &'a Secret,
}

/// Proves that the method is the person's.
#[derive(Debug)]
pub struct Continue<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// The code, or nothing if none was needed.
    pub code: Option<&'a Secret>,
}

/// What the challenge came to.
#[derive(Debug)]
pub enum Challenged {
    /// A code was sent.
    Code(CodeChallenge),
    /// The address was verified in the flow before: no code is needed.
    Preverified {
        /// Goes on to the registration.
        token: Secret,
    },
}

/// The method is registered.
#[derive(Debug)]
pub struct Registered {
    /// Turns into tokens.
    pub token: Secret,
}

impl Call for Introspect<'_> {
    type Reply = Introspected;
    const ENDPOINT: Endpoint = Endpoint::RegisterIntrospect;

    fn request(&self, authority: &Authority) -> HttpRequest {
        post(
            authority,
            Self::ENDPOINT,
            continuation(self.client_id, self.token),
        )
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Introspected>, MalformedReply> {
        read(response, introspected, no_destination)
    }
}

impl Call for Challenge<'_> {
    type Reply = Challenged;
    const ENDPOINT: Endpoint = Endpoint::RegisterChallenge;

    /// The challenge type is the method's own here, not the client's list.
    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token)
            .field("challenge_type", self.method.challenge_type())
            .secret("challenge_target", self.contact)
            .field("challenge_channel", self.method.channel().as_str());
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Challenged>, MalformedReply> {
        read(response, challenged, no_destination)
    }
}

impl Call for Continue<'_> {
    type Reply = Registered;
    const ENDPOINT: Endpoint = Endpoint::RegisterContinue;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token);
        let form = match self.code {
            Some(code) => form.field("grant_type", "oob").secret("oob", code),
            None => form.field("grant_type", "continuation_token"),
        };
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Registered>, MalformedReply> {
        let registered = |members: &Members<'_>| {
            Ok(Registered {
                token: members.required_secret("continuation_token")?,
            })
        };
        read(response, registered, no_destination)
    }
}

fn challenged(members: &Members<'_>) -> Result<Challenged, MalformedReason> {
    let preverified = members
        .text("challenge_type")
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("preverified"));
    if preverified {
        return Ok(Challenged::Preverified {
            token: members.required_secret("continuation_token")?,
        });
    }
    match challenge::challenged(members)? {
        super::Challenged::Code(challenge) => Ok(Challenged::Code(CodeChallenge {
            // Here it is the pause between polls of a channel that ends by itself, which is no code.
            resend_after: None::<Duration>,
            ..challenge
        })),
        super::Challenged::Password { .. } => Err(MalformedReason::UnknownChallengeType),
    }
}
