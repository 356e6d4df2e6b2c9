//! Sign-in: initiate and challenge. Its third request is [`token::Redeem`](super::token::Redeem).

use std::fmt;

use super::introspect::{Introspected, introspected};
use super::{Endpoint, challenge, continuation, no_destination, post, read};
use crate::form::Form;
use crate::members::Members;
use crate::{
    Answer, Authority, Call, Capability, ChallengeType, HttpRequest, HttpResponse, MalformedReply,
    Problem, Secret,
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

/// Lets the server choose the first factor, or the person the second, and sends (again) its code.
///
/// `Debug` leaves out the method's id, which is any word of the server's.
pub struct Challenge<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
    /// The id of the method for a second factor; nothing for the first.
    pub method: Option<&'a str>,
}

/// What the challenge came to.
#[derive(Debug)]
pub enum Challenged {
    /// The person is to prove who they are.
    Challenge(super::Challenged),
    /// The methods have to be listed first. An older form of the service says so.
    IntrospectRequired {
        /// Goes on to the list, if the server gave it; the token that was sent is still good otherwise.
        token: Option<Secret>,
    },
}

/// Asks which methods the person has for a second factor.
#[derive(Debug)]
pub struct Introspect<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The token that came with the demand.
    pub token: &'a Secret,
}

impl fmt::Debug for Challenge<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Challenge")
            .field("client_id", &self.client_id)
            .field("challenge_types", &self.challenge_types)
            .field("has_method", &self.method.is_some())
            .finish_non_exhaustive()
    }
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
        let initiated = |members: &Members<'_>| {
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
        let form = continuation(self.client_id, self.token)
            .field("challenge_type", &ChallengeType::list(self.challenge_types))
            .optional("id", self.method);
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Challenged>, MalformedReply> {
        let challenged =
            |members: &Members<'_>| challenge::challenged(members).map(Challenged::Challenge);
        read(response, challenged, challenge_destination)
    }
}

impl Call for Introspect<'_> {
    type Reply = Introspected;
    const ENDPOINT: Endpoint = Endpoint::SignInIntrospect;

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

fn challenge_destination(problem: &mut Problem) -> Option<Challenged> {
    let introspect = problem.suberror() == Some("introspect_required");
    introspect.then(|| Challenged::IntrospectRequired {
        token: problem.take_continuation_token(),
    })
}
