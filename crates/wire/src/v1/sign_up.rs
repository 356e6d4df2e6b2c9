//! Sign-up: start, challenge, continue.

use super::{Challenged, Endpoint, challenge, continuation, no_destination, post, read};
use crate::form::Form;
use crate::{
    Answer, Attributes, Authority, Call, Capability, ChallengeType, HttpRequest, HttpResponse,
    MalformedReply, Problem, RequiredAttribute, Secret,
};

/// Begins a sign-up.
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
    /// The password, if it is known already.
    pub password: Option<&'a Secret>,
    /// The attributes that are known already.
    pub attributes: &'a Attributes,
}

/// The sign-up has begun.
#[derive(Debug)]
pub struct Started {
    /// Goes on to the challenge.
    pub token: Secret,
}

/// Asks for a code to be sent (again), or which credential is wanted.
#[derive(Debug)]
pub struct Challenge<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// What the client can handle.
    pub challenge_types: &'a [ChallengeType],
}

/// Submits what was asked for.
#[derive(Debug)]
pub struct Continue<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// What is submitted.
    pub grant: Grant<'a>,
}

/// What a person hands over during sign-up.
#[derive(Debug)]
pub enum Grant<'a> {
    /// The code they were sent.
    Code(&'a Secret),
    /// The password they chose.
    Password(&'a Secret),
    /// Facts about themselves.
    Attributes(&'a Attributes),
}

/// Where a submission leads.
#[derive(Debug)]
pub enum Continued {
    /// The account exists.
    Created {
        /// Signs the person in, if the server gave it.
        token: Option<Secret>,
    },
    /// A credential is wanted; the challenge tells which.
    CredentialRequired {
        /// Goes on to the challenge.
        token: Secret,
    },
    /// Attributes are wanted.
    AttributesRequired {
        /// Goes with the attributes.
        token: Secret,
        /// Which; never empty.
        attributes: Vec<RequiredAttribute>,
    },
}

impl Call for Start<'_> {
    type Reply = Started;
    const ENDPOINT: Endpoint = Endpoint::SignUpStart;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let mut form = Form::new(self.client_id)
            .secret("username", self.username)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        if let Some(password) = self.password {
            form = form.secret("password", password);
        }
        if !self.attributes.is_empty() {
            form = form.field("attributes", &self.attributes.to_json());
        }
        if !self.capabilities.is_empty() {
            form = form.field("capabilities", &Capability::list(self.capabilities));
        }
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Started>, MalformedReply> {
        let started = |members: &crate::members::Members<'_>| {
            Ok(Started {
                token: members.required_secret("continuation_token")?,
            })
        };
        read(response, started, no_destination)
    }
}

impl Call for Challenge<'_> {
    type Reply = Challenged;
    const ENDPOINT: Endpoint = Endpoint::SignUpChallenge;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token)
            .field("challenge_type", &ChallengeType::list(self.challenge_types));
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Challenged>, MalformedReply> {
        read(response, challenge::challenged, no_destination)
    }
}

impl Call for Continue<'_> {
    type Reply = Continued;
    const ENDPOINT: Endpoint = Endpoint::SignUpContinue;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token);
        let form = match self.grant {
            Grant::Code(code) => form.field("grant_type", "oob").secret("oob", code),
            Grant::Password(password) => form
                .field("grant_type", "password")
                .secret("password", password),
            Grant::Attributes(attributes) => form
                .field("grant_type", "attributes")
                .field("attributes", &attributes.to_json()),
        };
        post(authority, Self::ENDPOINT, form)
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Continued>, MalformedReply> {
        let created = |members: &crate::members::Members<'_>| {
            Ok(Continued::Created {
                token: members.secret("continuation_token"),
            })
        };
        read(response, created, continue_destination)
    }
}

/// Without a token there is no way on, and the problem stays what it is: a refusal.
fn continue_destination(problem: &mut Problem) -> Option<Continued> {
    match problem.error() {
        "credential_required" => Some(Continued::CredentialRequired {
            token: problem.take_continuation_token()?,
        }),
        "attributes_required" if !problem.required_attributes().is_empty() => {
            Some(Continued::AttributesRequired {
                token: problem.take_continuation_token()?,
                attributes: problem.take_required_attributes(),
            })
        }
        _ => None,
    }
}
