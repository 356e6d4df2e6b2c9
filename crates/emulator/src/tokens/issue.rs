//! The answer of the token endpoint: its claims and lifetimes.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Scopes;
use crate::clock::Moment;
use crate::config::Lifetimes;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::tenant::{App, Tenant};
use crate::users::User;

/// How far back `iat` and `nbf` lie, so that a client whose clock is behind takes the token.
const BACK: Duration = Duration::from_secs(300);
/// Access tokens that live this many seconds or more come with `refresh_in`.
const LONG_LIFE: u64 = 2 * 3600;

/// Who gets tokens, and for what.
pub(crate) struct Grant<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) user: &'a User,
    pub(crate) app: &'a App,
    pub(crate) scopes: &'a Scopes,
    pub(crate) session_id: &'a str,
    pub(crate) client_info: bool,
    pub(crate) refresh_token: String,
    /// What both tokens say besides.
    pub(crate) claims: &'a Map<String, Value>,
    /// The authentication contexts that the access token is good for.
    pub(crate) contexts: &'a [String],
    /// What the ID token repeats of the request.
    pub(crate) nonce: Option<&'a str>,
}

/// The whole body of a token answer.
pub(crate) fn token_response(
    grant: &Grant<'_>,
    general: &Lifetimes,
    now: Moment,
    randomness: &Randomness,
) -> Result<Value, Problem> {
    let lifetimes = grant.app.tokens.lifetimes(general);
    let life = randomness.between(
        lifetimes.access_token_min_seconds,
        lifetimes.access_token_max_seconds,
    );
    let outage = grant.app.tokens.access_token_outage_seconds.unwrap_or(0);
    let key = &grant.tenant.signing_key;
    let access = access_claims(grant, life, now, randomness);
    let mut body = json!({
        "token_type": "Bearer",
        "scope": grant.scopes.granted(),
        "expires_in": life,
        "ext_expires_in": life.saturating_add(outage),
        "access_token": key.sign(&access)?,
        "refresh_token": grant.refresh_token,
    });
    let Some(members) = body.as_object_mut() else {
        return Ok(body);
    };
    if grant.scopes.openid {
        let claims = id_claims(grant, lifetimes.id_token_seconds, now, randomness);
        members.insert("id_token".to_owned(), json!(key.sign(&claims)?));
    }
    // While such a token is good it can still be worth replacing: halfway through its life.
    if life >= LONG_LIFE {
        members.insert("refresh_in".to_owned(), json!(life / 2));
    }
    if grant.client_info && grant.app.tokens.client_info != Some(false) {
        let info = client_info(&grant.user.id, &grant.tenant.id);
        members.insert("client_info".to_owned(), json!(info));
    }
    Ok(body)
}

/// Who has signed in, as a client may read it without looking into a token.
pub(crate) fn client_info(user_id: &str, tenant_id: &str) -> String {
    let info = json!({ "uid": user_id, "utid": tenant_id });
    URL_SAFE_NO_PAD.encode(info.to_string())
}

fn id_claims(grant: &Grant<'_>, life: u64, now: Moment, randomness: &Randomness) -> Value {
    let extra = &grant.app.tokens.id_token_claims;
    let audience = &grant.app.client_id;
    let mut claims = shared_claims(grant, audience, extra, life, now, randomness);
    if grant.scopes.profile {
        person(grant.user, &mut claims);
    }
    if let Some(nonce) = grant.nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    if grant.app.tokens.email_claim.unwrap_or(grant.scopes.email) {
        claims.insert("email".to_owned(), json!(grant.user.username));
    }
    Value::Object(claims)
}

fn access_claims(grant: &Grant<'_>, life: u64, now: Moment, randomness: &Randomness) -> Value {
    let extra = &grant.app.tokens.access_token_claims;
    let audience = grant.scopes.audience();
    let mut claims = shared_claims(grant, audience, extra, life, now, randomness);
    person(grant.user, &mut claims);
    for (name, value) in [
        ("azp", json!(grant.app.client_id)),
        // A public client.
        ("azpacr", json!("0")),
        ("scp", json!(grant.scopes.scp())),
    ] {
        claims.insert(name.to_owned(), value);
    }
    if !grant.contexts.is_empty() {
        claims.insert("acrs".to_owned(), json!(grant.contexts));
    }
    Value::Object(claims)
}

fn shared_claims(
    grant: &Grant<'_>,
    audience: &str,
    extra: &BTreeMap<String, Value>,
    life: u64,
    now: Moment,
    randomness: &Randomness,
) -> Map<String, Value> {
    let issued = now.minus(BACK).unix_seconds();
    let claims = json!({
        "aud": audience,
        "iss": grant.tenant.issuer(),
        "iat": issued,
        "nbf": issued,
        "exp": now.plus(Duration::from_secs(life)).unix_seconds(),
        "sub": pairwise(grant, audience),
        "sid": grant.session_id,
        "tid": grant.tenant.id,
        "uti": randomness.opaque::<16>(),
        "ver": "2.0",
        // So that nobody takes it for a real one.
        "emulator": true,
    });
    // What the app's own endpoint says is said of this one person, so it counts more.
    let mut all: Map<String, Value> = extra.clone().into_iter().collect();
    all.extend(grant.claims.clone());
    if let Value::Object(claims) = claims {
        all.extend(claims);
    }
    all
}

fn person(user: &User, claims: &mut Map<String, Value>) {
    claims.insert("oid".to_owned(), json!(user.id));
    claims.insert("name".to_owned(), json!(user.display_name()));
    claims.insert("preferred_username".to_owned(), json!(user.username));
}

/// The user's name towards one audience; two audiences cannot tell that it is the same user.
fn pairwise(grant: &Grant<'_>, audience: &str) -> String {
    let digest = Sha256::new()
        .chain_update(grant.tenant.pairwise_salt)
        .chain_update(audience)
        .chain_update([0])
        .chain_update(&grant.user.id)
        .finalize();
    URL_SAFE_NO_PAD.encode(digest)
}
