//! Sign-in: initiate and challenge. Its third request is [`token::Redeem`](super::token::Redeem).

use super::{Challenged, Endpoint, challenge, no_destination, post, read};
use crate::form::Form;
use crate::{
    Answer, Authority, Call, Capability, ChallengeType, HttpRequest, HttpResponse, MalformedReply,
    Secret,
};

/// Begins a sign-in.
#[derive(Debug)]
pub struct Initiate<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The person's e-mail address, or their alias where the tenant allows it.
    pub username: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
    /// What else the client can handle.
    pub capabilities: &'a [Capability],
}

/// The sign-in has begun.
#[derive(Debug)]
pub struct Initiated {
    /// Goes on to the challenge.
    pub token: Secret,
}

/// Lets the server choose the first factor, and send (again) its code.
#[derive(Debug)]
pub struct Challenge<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
}

impl Call for Initiate<'_> {
    type Reply = Initiated;
    const ENDPOINT: Endpoint = Endpoint::SignInInitiate;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let mut form = Form::new(self.client_id)
            .secret("username", self.username)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        if !self.capabilities.is_empty() {
            form = form.field("capabilities", &Capability::list(self.capabilities));
        }
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Initiated>, MalformedReply> {
        let initiated = |members: &crate::members::Members<'_>| {
            Ok(Initiated {
                token: members.required_secret("continuation_token")?,
            })
        };
        read(response, initiated, no_destination)
    }
}

impl Call for Challenge<'_> {
    type Reply = Challenged;
    const ENDPOINT: Endpoint = Endpoint::SignInChallenge;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = Form::new(self.client_id)
            .secret("continuation_token", self.token)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Challenged>, MalformedReply> {
        read(response, challenge::challenged, no_destination)
    }
}
