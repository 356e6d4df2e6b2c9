//! What the endpoints do: one file per endpoint family, none of which knows HTTP.

mod authorization_code;
mod context;
mod extensions;
mod new_password;
mod registration;
mod reset_password;
mod second_factor;
mod sign_in;
mod sign_up;
mod sign_up_continue;
mod token;

use serde_json::Value;

use crate::asker::Asker;
use crate::domain::Domain;
use crate::errands::{Errand, Outside};
use crate::form::Form;
use crate::problem::Problem;
use crate::refusals;
use crate::tenant::{Tenant, TenantForm};

use context::Context;

/// The endpoints of the protocol, without those of OpenID Connect that need no form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    SignUpStart,
    SignUpChallenge,
    SignUpContinue,
    Initiate,
    Challenge,
    Introspect,
    Token,
    RegistrationIntrospect,
    RegistrationChallenge,
    RegistrationContinue,
    ResetStart,
    ResetChallenge,
    ResetContinue,
    ResetSubmit,
    ResetPoll,
}

/// An answer with status 200.
pub(crate) struct Answer {
    pub(crate) body: Value,
    /// What happened, in one word, for the list of requests.
    pub(crate) outcome: &'static str,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 15] = [
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::Initiate,
        Self::Challenge,
        Self::Introspect,
        Self::Token,
        Self::RegistrationIntrospect,
        Self::RegistrationChallenge,
        Self::RegistrationContinue,
        Self::ResetStart,
        Self::ResetChallenge,
        Self::ResetContinue,
        Self::ResetSubmit,
        Self::ResetPoll,
    ];

    /// The path after the tenant.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::SignUpStart => "signup/v1.0/start",
            Self::SignUpChallenge => "signup/v1.0/challenge",
            Self::SignUpContinue => "signup/v1.0/continue",
            Self::Initiate => "oauth2/v2.0/initiate",
            Self::Challenge => "oauth2/v2.0/challenge",
            Self::Introspect => "oauth2/v2.0/introspect",
            Self::Token => "oauth2/v2.0/token",
            Self::RegistrationIntrospect => "register/v1.0/introspect",
            Self::RegistrationChallenge => "register/v1.0/challenge",
            Self::RegistrationContinue => "register/v1.0/continue",
            Self::ResetStart => "resetpassword/v1.0/start",
            Self::ResetChallenge => "resetpassword/v1.0/challenge",
            Self::ResetContinue => "resetpassword/v1.0/continue",
            Self::ResetSubmit => "resetpassword/v1.0/submit",
            Self::ResetPoll => "resetpassword/v1.0/poll_completion",
        }
    }
}

/// One request to an endpoint.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) tenant: &'a Tenant,
    pub(crate) named: TenantForm,
    pub(crate) params: &'a Form,
    pub(crate) asker: &'a Asker,
}

/// What came of working on a request.
pub(crate) enum Turn {
    Done(Result<Answer, Problem>),
    /// Nothing has changed, and this is to be done before it is worked on again.
    Errand(Errand),
}

/// Works on one request, with what was learnt for it outside.
pub(crate) fn answer(domain: &Domain, asked: Asked<'_>, outside: &mut Outside) -> Turn {
    let answer = answered(domain, asked, outside);
    match outside.take_wanted() {
        Some(errand) => Turn::Errand(errand),
        None => Turn::Done(answer),
    }
}

/// The app is looked at before anything else in the form.
fn answered(domain: &Domain, asked: Asked<'_>, outside: &mut Outside) -> Result<Answer, Problem> {
    let Asked {
        endpoint,
        tenant,
        named,
        params,
        asker,
    } = asked;
    let app = tenant.app(params.required("client_id")?)?;
    // Refreshing and redeeming are plain OAuth: they go on when native authentication has been
    // switched off, and so does a sign-in in the browser.
    let grant = params.optional("grant_type")?;
    let is_plain = endpoint == Endpoint::Token
        && matches!(
            grant,
            Some(token::REFRESH_TOKEN | token::AUTHORIZATION_CODE)
        );
    if !app.native_auth && !is_plain && asker.browser.is_none() {
        return Err(refusals::native_auth_disabled());
    }
    let mut state = domain.state();
    let mut context = Context {
        domain,
        tenant,
        form: named,
        app,
        params,
        asker,
        outside,
        now: domain.now(),
        state: &mut state,
    };
    match endpoint {
        Endpoint::SignUpStart => sign_up::start(&mut context),
        Endpoint::SignUpChallenge => sign_up::challenge(&mut context),
        Endpoint::SignUpContinue => sign_up_continue::continue_(&mut context),
        Endpoint::Initiate => sign_in::initiate(&mut context),
        Endpoint::Challenge => sign_in::challenge(&mut context),
        Endpoint::Introspect => second_factor::introspect(&mut context),
        Endpoint::Token => token::token(&mut context),
        Endpoint::RegistrationIntrospect => registration::introspect(&mut context),
        Endpoint::RegistrationChallenge => registration::challenge(&mut context),
        Endpoint::RegistrationContinue => registration::continue_(&mut context),
        Endpoint::ResetStart => reset_password::start(&mut context),
        Endpoint::ResetChallenge => reset_password::challenge(&mut context),
        Endpoint::ResetContinue => reset_password::continue_(&mut context),
        Endpoint::ResetSubmit => new_password::submit(&mut context),
        Endpoint::ResetPoll => new_password::poll(&mut context),
    }
}
