//! `/oauth2/v2.0/token`.

use super::Answer;
use super::authorization_code::{issue_code, redeem};
use super::context::Context;
use super::extensions::token_claims;
use crate::claims_request;
use crate::config::MfaMode;
use crate::continuation::{Found, Step};
use crate::mfa::{Demand, Proof};
use crate::password::PasswordHash;
use crate::problem::Problem;
use crate::refusals;
use crate::tokens::{Grant, RefreshGrant, Scopes, Standing, token_response};
use crate::users::{Credential, User};

/// The two grants that are plain OAuth.
pub(super) const REFRESH_TOKEN: &str = "refresh_token";
pub(super) const AUTHORIZATION_CODE: &str = "authorization_code";

/// `POST /oauth2/v2.0/token`. The scope is looked at before any password or code, so that a
/// mistake of the app's costs the person nothing.
pub(super) fn token(context: &mut Context<'_>) -> Result<Answer, Problem> {
    match context.params.required("grant_type")? {
        "password" => password(context),
        "oob" => code(context),
        "mfa_oob" => second_factor(context),
        "continuation_token" => after_another_flow(context),
        REFRESH_TOKEN => refresh(context),
        AUTHORIZATION_CODE => redeem(context),
        _ => Err(refusals::grant_type_not_supported()),
    }
}

fn password(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let wanted = wanted(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("password")?;
    match found.step {
        Step::SignInPasswordExpected => {}
        Step::SignInCodeSent => return Err(refusals::wrong_kind_of_credential()),
        _ => return Err(refusals::continuation_token_not_valid()),
    }
    let now = context.now;
    let domain = context.domain;
    let policy = domain.lockout_policy();
    let user = context.user(found)?;
    if user.lockout.is_locked(now) {
        return Err(refusals::account_locked());
    }
    let Credential::Password(hash) = &user.credential else {
        return Err(refusals::wrong_kind_of_credential());
    };
    if !hash.matches(given) {
        let wrong =
            PasswordHash::of(given, &domain.randomness).ok_or_else(refusals::server_error)?;
        user.lockout.failed(given, wrong, policy, now);
        return Err(if user.lockout.is_locked(now) {
            refusals::account_locked()
        } else {
            refusals::password_wrong()
        });
    }
    user.lockout.succeeded();
    if user.password_expired {
        return Err(refusals::password_expired());
    }
    sign_in(context, found, Proof::FirstFactor, wanted)
}

fn code(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let wanted = wanted(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("oob")?;
    match found.step {
        Step::SignInCodeSent => {}
        Step::SignInPasswordExpected => return Err(refusals::wrong_kind_of_credential()),
        _ => return Err(refusals::continuation_token_not_valid()),
    }
    context.user(found)?;
    context.verify_code(found, given)?;
    sign_in(context, found, Proof::FirstFactor, wanted)
}

fn second_factor(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let wanted = wanted(context)?.signing_in();
    let found = context.found()?;
    let given = context.params.required("oob")?;
    if found.step != Step::SecondFactorCodeSent {
        return Err(refusals::continuation_token_not_valid());
    }
    context.user(found)?;
    context.verify_code(found, given)?;
    sign_in(context, found, Proof::SecondFactor, wanted)
}

/// The token of a finished sign-up, reset or registration. `username` may be sent along; the token
/// already says who.
fn after_another_flow(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let wanted = wanted(context)?.signing_in();
    let found = context.found()?;
    let proof = match found.step {
        Step::SignedUp => Proof::SignUp,
        // The reset's code and the new password count as one factor.
        Step::PasswordReset => Proof::FirstFactor,
        Step::MethodRegistered => Proof::SecondFactor,
        _ => return Err(refusals::continuation_token_not_valid()),
    };
    sign_in(context, found, proof, wanted)
}

fn refresh(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let wanted = wanted(context)?;
    let token = context.params.required("refresh_token")?;
    let (grant, standing) = context.state.refresh_tokens.find(
        token,
        &context.tenant.id,
        &context.app.client_id,
        context.now,
    )?;
    let user = context.state.users.get(&grant.user_id);
    if let Some(user) = user {
        may_stay(user)?;
    }
    match standing {
        Standing::Good if user.is_some() => {
            still_proved(context, &grant, &wanted)?;
            let answer = issue(context, grant, &wanted)?;
            if context.domain.strict_refresh_tokens {
                context.state.refresh_tokens.spend(token);
            }
            Ok(answer)
        }
        // Either the app or a thief has used it before, and nobody knows which of them this is.
        Standing::Used => {
            let tokens = &mut context.state.refresh_tokens;
            tokens.revoke_session(&grant.session_id);
            Err(refusals::refresh_token_revoked())
        }
        Standing::Ended => Err(refusals::refresh_token_life_over()),
        Standing::Expired => Err(refusals::refresh_token_expired()),
        _ => Err(refusals::refresh_token_revoked()),
    }
}

/// Whether somebody who signed in earlier may have tokens at all, now.
pub(super) fn may_stay(user: &User) -> Result<(), Problem> {
    // A disabled account's tokens are revoked as well, but "disabled" says more.
    if !user.enabled {
        return Err(refusals::account_disabled());
    }
    if user.blocked {
        return Err(refusals::blocked_by_policy_since());
    }
    Ok(())
}

/// Whether an earlier sign-in still has all the proofs that are demanded now.
pub(super) fn still_proved(
    context: &Context<'_>,
    grant: &RefreshGrant,
    wanted: &Wanted,
) -> Result<(), Problem> {
    let user = context.state.users.get(&grant.user_id);
    if user.is_some_and(|user| user.must_change_password) {
        return Err(refusals::password_change_required_since());
    }
    if grant.second_factor {
        return Ok(());
    }
    if wanted.demands_mfa(context) {
        let claims = claims_request::for_contexts(&wanted.contexts);
        return Err(refusals::mfa_needed_since(claims));
    }
    if context.mfa().required {
        let claims = claims_request::for_policy(context.app);
        return Err(refusals::mfa_needed_since(claims));
    }
    Ok(())
}

/// The person has given one proof: ends the flow with tokens, unless the account is disabled or
/// the app demands another proof.
fn sign_in(
    context: &mut Context<'_>,
    found: Found,
    proof: Proof,
    mut wanted: Wanted,
) -> Result<Answer, Problem> {
    let flow = context.state.flows.flow(found)?;
    let capabilities = flow.capabilities;
    // A client may say it at the first request of a sign-in and not again.
    for context in &flow.contexts {
        if !wanted.contexts.contains(context) {
            wanted.contexts.push(context.clone());
        }
    }
    let policy = context.mfa();
    let policy = policy.with_required(policy.required || wanted.demands_mfa(context));
    let user = context.user(found)?;
    if !user.enabled {
        return Err(refusals::account_disabled());
    }
    if user.must_change_password {
        return Err(refusals::password_change_required());
    }
    if user.blocked {
        return Err(refusals::blocked_by_policy());
    }
    let demand = policy.demand(user, proof, capabilities);
    let user_id = user.id.clone();
    let by_password = matches!(user.credential, Credential::Password(_));
    if demand != Demand::Nothing {
        // The proof was given, and its code is good only once.
        let flow = context.state.flows.flow(found)?;
        flow.code = None;
        flow.contexts = wanted.contexts.clone();
    }
    match demand {
        Demand::Nothing => {}
        Demand::SecondFactor => {
            let token = context.advance(found, Step::SecondFactorRequired);
            return Err(refusals::mfa_required(token));
        }
        Demand::Registration => {
            let token = context.advance(found, Step::RegistrationRequired);
            return Err(refusals::registration_required(token));
        }
        Demand::Browser(reason) => return Ok(context.redirect(Some(found), reason)),
    }
    let grant = RefreshGrant {
        tenant_id: context.tenant.id.clone(),
        client_id: context.app.client_id.clone(),
        user_id,
        session_id: context.domain.randomness.guid(),
        by_password,
        // Nothing was left to do, so if anything was demanded it is done.
        second_factor: policy.required || proof == Proof::SecondFactor,
        ends: None,
    };
    if let Some(request) = context.asker.browser.as_deref() {
        let answer = issue_code(context, request, grant, wanted.contexts);
        context.state.flows.end(found);
        return Ok(answer);
    }
    let answer = issue(context, grant, &wanted)?;
    context.state.flows.end(found);
    Ok(answer)
}

pub(super) fn issue(
    context: &mut Context<'_>,
    grant: RefreshGrant,
    wanted: &Wanted,
) -> Result<Answer, Problem> {
    let domain = context.domain;
    let lifetimes = context.app.tokens.lifetimes(&domain.lifetimes);
    let client_info = context.params.optional("client_info")?;
    let claims = token_claims(context, &grant.user_id)?;
    // Whatever the scopes: at sign-in because Microsoft's JavaScript client fails without one, at a refresh because
    // it replaces the one that was used.
    let refresh_token = context.state.refresh_tokens.issue(
        grant.clone(),
        context.now.plus(lifetimes.refresh_token()),
        domain.limits.refresh_tokens,
        &domain.randomness,
    );
    let user = context
        .state
        .users
        .get(&grant.user_id)
        .ok_or_else(refusals::user_vanished)?;
    let grant = Grant {
        tenant: context.tenant,
        user,
        app: context.app,
        scopes: &wanted.scopes,
        session_id: &grant.session_id,
        client_info: matches!(client_info, Some("1" | "true")),
        refresh_token,
        claims: &claims,
        contexts: &wanted.contexts,
        nonce: wanted.nonce.as_deref(),
    };
    let body = token_response(&grant, &domain.lifetimes, context.now, &domain.randomness)?;
    Ok(Answer {
        body,
        outcome: "tokens",
    })
}

/// What the app wants a token for.
pub(super) struct Wanted {
    pub(super) scopes: Scopes,
    /// Authentication contexts that the tenant has.
    pub(super) contexts: Vec<String>,
    /// For the ID token, of a sign-in in the browser.
    pub(super) nonce: Option<String>,
}

fn wanted(context: &Context<'_>) -> Result<Wanted, Problem> {
    let scope = context.params.required("scope")?;
    let scopes = Scopes::parse(scope, context.tenant, &context.app.client_id)?;
    let contexts = match context.params.optional("claims")? {
        Some(claims) => claims_request::contexts(claims, context.tenant)?,
        None => Vec::new(),
    };
    Ok(Wanted {
        scopes,
        contexts,
        nonce: None,
    })
}

impl Wanted {
    pub(super) fn signing_in(self) -> Self {
        Self {
            scopes: self.scopes.signing_in(),
            ..self
        }
    }

    /// Whether one of the contexts demands a second factor, whatever the app does.
    fn demands_mfa(&self, context: &Context<'_>) -> bool {
        let mode = |id: &String| context.tenant.authentication_context(id);
        let mut modes = self.contexts.iter().map(mode);
        modes.any(|mode| mode == Some(MfaMode::Required))
    }
}
