//! Tokens: the end of a flow, and refresh.

use std::fmt;
use std::time::Duration;

use super::{Endpoint, continuation, no_destination, post, read};
use crate::form::Form;
use crate::members::Members;
use crate::{
    Answer, Authority, Call, HttpRequest, HttpResponse, MalformedReason, MalformedReply, Problem,
    Secret,
};

/// Turns the proof of a flow into tokens.
///
/// `Debug` leaves out the claims request, whose text is the app's and may name a person.
pub struct Redeem<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest token.
    pub token: &'a Secret,
    /// The proof.
    pub grant: Grant<'a>,
    /// What the access token is for; already holds the OpenID Connect scopes.
    pub scopes: &'a [String],
    /// An OpenID Connect claims request (JSON), if there is one.
    pub claims: Option<&'a str>,
}

/// The proof that is turned into tokens.
#[derive(Debug)]
pub enum Grant<'a> {
    /// The account's password.
    Password(&'a Secret),
    /// The code that was sent as first factor.
    Code(&'a Secret),
    /// The code that was sent as second factor.
    MfaCode(&'a Secret),
    /// The flow itself: a sign-up, a reset or a registration that has just ended.
    ContinuationToken {
        /// Who; the service documents it as required after sign-up. Nothing after a registration.
        username: Option<&'a Secret>,
    },
}

/// Turns a refresh token into tokens.
///
/// `Debug` leaves out the claims request, whose text is the app's and may name a person.
pub struct Refresh<'a> {
    /// The app.
    pub client_id: &'a str,
    /// The newest refresh token of the account.
    pub refresh_token: &'a Secret,
    /// What the access token is for; already holds the OpenID Connect scopes.
    pub scopes: &'a [String],
    /// An OpenID Connect claims request (JSON), if there is one.
    pub claims: Option<&'a str>,
}

/// Where the proof leads.
#[derive(Debug)]
pub enum Redeemed {
    /// Signed in.
    Tokens(TokenResponse),
    /// A second factor is wanted.
    MfaRequired {
        /// Goes on to the list of methods.
        token: Secret,
    },
    /// A strong authentication method has to be registered first.
    RegistrationRequired {
        /// Goes on to the list of methods.
        token: Secret,
    },
}

/// Tokens, as the server gave them.
#[derive(Debug)]
pub struct TokenResponse {
    /// For the API; opaque.
    pub access_token: Secret,
    /// How long the access token lives from now; never zero.
    pub expires_in: Duration,
    /// How long it may be used if the service is down.
    pub ext_expires_in: Option<Duration>,
    /// When to renew it although it still lives.
    pub refresh_in: Option<Duration>,
    /// What was granted; may differ from what was asked. `None` when the server does not say.
    pub scopes: Option<Vec<String>>,
    /// Gets the next tokens; replaces the one before.
    pub refresh_token: Option<Secret>,
    /// Says who signed in.
    pub id_token: Option<Secret>,
    /// Names the account (base64url JSON of `uid` and `utid`).
    pub client_info: Option<Secret>,
}

impl fmt::Debug for Redeem<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redeem")
            .field("client_id", &self.client_id)
            .field("grant", &self.grant)
            .field("scopes", &self.scopes)
            .field("has_claims", &self.claims.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Refresh<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh")
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("has_claims", &self.claims.is_some())
            .finish_non_exhaustive()
    }
}

impl Call for Redeem<'_> {
    type Reply = Redeemed;
    const ENDPOINT: Endpoint = Endpoint::Token;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = continuation(self.client_id, self.token);
        let form = match self.grant {
            Grant::Password(password) => form
                .field("grant_type", "password")
                .secret("password", password),
            Grant::Code(code) => form.field("grant_type", "oob").secret("oob", code),
            Grant::MfaCode(code) => form.field("grant_type", "mfa_oob").secret("oob", code),
            Grant::ContinuationToken { username } => form
                .field("grant_type", "continuation_token")
                .optional("username", username.map(Secret::expose)),
        };
        post(
            authority,
            Self::ENDPOINT,
            wanted(form, self.scopes, self.claims),
        )
    }

    fn answer(response: &HttpResponse) -> Result<Answer<Redeemed>, MalformedReply> {
        read(
            response,
            |members| tokens(members).map(Redeemed::Tokens),
            redeem_destination,
        )
    }
}

impl Call for Refresh<'_> {
    type Reply = TokenResponse;
    const ENDPOINT: Endpoint = Endpoint::Refresh;

    fn request(&self, authority: &Authority) -> HttpRequest {
        let form = Form::new(self.client_id)
            .field("grant_type", "refresh_token")
            .secret("refresh_token", self.refresh_token);
        post(
            authority,
            Self::ENDPOINT,
            wanted(form, self.scopes, self.claims),
        )
    }

    fn answer(response: &HttpResponse) -> Result<Answer<TokenResponse>, MalformedReply> {
        read(response, tokens, no_destination)
    }
}

fn wanted(form: Form, scopes: &[String], claims: Option<&str>) -> Form {
    form.field("scope", &scopes.join(" "))
        .field("client_info", "true")
        .optional("claims", claims)
}

/// Without a token there is no way on, and the problem stays what it is: a refusal.
fn redeem_destination(problem: &mut Problem) -> Option<Redeemed> {
    match problem.suberror() {
        Some("mfa_required") => Some(Redeemed::MfaRequired {
            token: problem.take_continuation_token()?,
        }),
        Some("registration_required") => Some(Redeemed::RegistrationRequired {
            token: problem.take_continuation_token()?,
        }),
        _ => None,
    }
}

fn tokens(members: &Members<'_>) -> Result<TokenResponse, MalformedReason> {
    let token_type = members
        .text("token_type")
        .ok_or(MalformedReason::Missing("token_type"))?;
    if !token_type.trim().eq_ignore_ascii_case("bearer") {
        return Err(MalformedReason::UnknownTokenType);
    }
    Ok(TokenResponse {
        access_token: members.required_secret("access_token")?,
        expires_in: duration(members, "expires_in")
            .ok_or(MalformedReason::Missing("expires_in"))?,
        ext_expires_in: duration(members, "ext_expires_in"),
        refresh_in: duration(members, "refresh_in"),
        scopes: members
            .text("scope")
            .map(|text| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() })
            .filter(|scopes| !scopes.is_empty()),
        refresh_token: members.secret("refresh_token"),
        id_token: members.secret("id_token"),
        client_info: members.secret("client_info"),
    })
}

/// A positive number of seconds.
fn duration(members: &Members<'_>, name: &'static str) -> Option<Duration> {
    members
        .duration(name)
        .filter(|duration| !duration.is_zero())
}
