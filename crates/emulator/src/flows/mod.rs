//! What the endpoints do: one file per endpoint family, none of which knows HTTP.

mod context;
mod sign_in;
mod sign_up;
mod sign_up_continue;
mod token;

use serde_json::Value;

use crate::domain::Domain;
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
    Token,
}

/// An answer with status 200.
pub(crate) struct Answer {
    pub(crate) body: Value,
    /// What happened, in one word, for the list of requests.
    pub(crate) outcome: &'static str,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 6] = [
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::Initiate,
        Self::Challenge,
        Self::Token,
    ];

    /// The path after the tenant.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::SignUpStart => "signup/v1.0/start",
            Self::SignUpChallenge => "signup/v1.0/challenge",
            Self::SignUpContinue => "signup/v1.0/continue",
            Self::Initiate => "oauth2/v2.0/initiate",
            Self::Challenge => "oauth2/v2.0/challenge",
            Self::Token => "oauth2/v2.0/token",
        }
    }
}

/// Answers one request. The app is looked at before anything else in the form.
pub(crate) fn answer(
    endpoint: Endpoint,
    domain: &Domain,
    tenant: &Tenant,
    form: TenantForm,
    params: &Form,
) -> Result<Answer, Problem> {
    let app = tenant.app(params.required("client_id")?)?;
    // Refreshing is plain OAuth: it goes on when native authentication has been switched off.
    let refreshing =
        endpoint == Endpoint::Token && params.optional("grant_type")? == Some(token::REFRESH_TOKEN);
    if !app.native_auth && !refreshing {
        return Err(refusals::native_auth_disabled());
    }
    let mut state = domain.state();
    let mut context = Context {
        domain,
        tenant,
        form,
        app,
        params,
        now: domain.now(),
        state: &mut state,
    };
    match endpoint {
        Endpoint::SignUpStart => sign_up::start(&mut context),
        Endpoint::SignUpChallenge => sign_up::challenge(&mut context),
        Endpoint::SignUpContinue => sign_up_continue::continue_(&mut context),
        Endpoint::Initiate => sign_in::initiate(&mut context),
        Endpoint::Challenge => sign_in::challenge(&mut context),
        Endpoint::Token => token::token(&mut context),
    }
}
