//! The grant `authorization_code`, and the code it takes.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::Answer;
use super::context::Context;
use super::token::{Wanted, issue, may_stay, still_proved};
use crate::clock::Moment;
use crate::hosted::CodeRequest;
use crate::problem::Problem;
use crate::refusals;
use crate::tokens::{CodeGrant, RefreshGrant, Scopes, client_info};

/// How long a single-page application's refresh tokens live, however often they are used.
const SPA_LIFE: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// Ends a sign-in in the browser.
pub(super) fn issue_code(
    context: &mut Context<'_>,
    request: &CodeRequest,
    grant: RefreshGrant,
    contexts: Vec<String>,
) -> Answer {
    let code = CodeGrant {
        grant,
        redirect_uri: request.redirect_uri.clone(),
        is_spa: request.is_spa,
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        code_challenge: request.code_challenge.clone(),
        contexts,
    };
    let grant = &code.grant;
    // As with the real service, the session goes by the name that the tokens give it in `sid`.
    let mut body = json!({ "session_state": grant.session_id });
    let gives_info = context.app.tokens.client_info != Some(false);
    if let (true, Some(members)) = (request.client_info && gives_info, body.as_object_mut()) {
        let info = client_info(&grant.user_id, &grant.tenant_id);
        members.insert("client_info".to_owned(), json!(info));
    }
    let randomness = &context.domain.randomness;
    let codes = &mut context.state.authorization_codes;
    let most = context.domain.limits.authorization_codes;
    let code = codes.issue(code, context.now, most, randomness);
    Answer {
        body,
        outcome: "authorization_code",
    }
    .with("code", json!(code))
}

/// Tokens for a code. Whatever is wrong with the request leaves the code as it is.
pub(super) fn redeem(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let params = context.params;
    let text = params.required("code")?;
    let redirect_uri = params.required("redirect_uri")?;
    let verifier = params.required("code_verifier")?;
    let (tenant, client_id) = (context.tenant, &context.app.client_id);
    let codes = &context.state.authorization_codes;
    let code = codes.find(text, &tenant.id, client_id, context.now)?;
    if code.redirect_uri != redirect_uri {
        return Err(refusals::redirect_uri_differs());
    }
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    if code.code_challenge != challenge {
        return Err(refusals::code_verifier_wrong());
    }
    if code.is_spa && !context.asker.is_cross_origin {
        return Err(refusals::not_cross_origin());
    }
    let user = context.state.users.get(&code.grant.user_id);
    let user = user.ok_or_else(refusals::user_vanished)?;
    may_stay(user)?;
    // Between the sign-in and now it may have run out.
    if code.grant.by_password && user.password_expired {
        return Err(refusals::password_expired());
    }
    let scope = params.optional("scope")?.unwrap_or(&code.scope);
    let wanted = Wanted {
        scopes: Scopes::parse(scope, tenant, client_id)?,
        contexts: code.contexts,
        nonce: code.nonce,
    };
    still_proved(context, &code.grant, &wanted)?;
    let grant = RefreshGrant {
        ends: code.is_spa.then(|| spa_end(context.now)),
        ..code.grant
    };
    let answer = issue(context, grant, &wanted.signing_in())?;
    context.state.authorization_codes.spend(text);
    Ok(answer)
}

fn spa_end(now: Moment) -> Moment {
    now.plus(SPA_LIFE)
}
