//! What a flow asks the server.

use native_auth_wire::Endpoint;
use serde_json::Value;

use crate::fixtures;
use crate::script::Unanswered;
use crate::setting::USERNAME;

/// The scopes that every walk's requests carry.
pub(crate) const SCOPES: &str = "openid profile offline_access api://contoso-api/Read";

const CHALLENGE_TYPES: (&str, &str) = ("challenge_type", "oob password redirect");

/// Begins a sign-up with the user name alone.
pub(crate) fn start() -> Unanswered {
    Unanswered::new(
        Endpoint::SignUpStart,
        &[("username", USERNAME), CHALLENGE_TYPES],
    )
}

/// Asks for the challenge of a sign-up with the token of this answer.
pub(crate) fn sign_up_challenge(token_of: &str) -> Unanswered {
    let token = token(token_of);
    Unanswered::new(
        Endpoint::SignUpChallenge,
        &[("continuation_token", &token), CHALLENGE_TYPES],
    )
}

/// Submits a code, a password or attributes with the token of this answer.
pub(crate) fn submit(token_of: &str, grant: &str, value: &str) -> Unanswered {
    let (token, field) = (token(token_of), grant);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", grant),
        (field, value),
    ];
    Unanswered::new(Endpoint::SignUpContinue, &fields)
}

/// Begins a sign-in.
pub(crate) fn initiate() -> Unanswered {
    Unanswered::new(
        Endpoint::SignInInitiate,
        &[("username", USERNAME), CHALLENGE_TYPES],
    )
}

/// Asks for the challenge of a sign-in with the token of this answer.
pub(crate) fn sign_in_challenge(token_of: &str) -> Unanswered {
    let token = token(token_of);
    Unanswered::new(
        Endpoint::SignInChallenge,
        &[("continuation_token", &token), CHALLENGE_TYPES],
    )
}

/// Redeems a code or a password with the token of this answer.
pub(crate) fn redeem(token_of: &str, grant: &str, value: &str) -> Unanswered {
    redeem_with(token_of, grant, Some((grant, value)))
}

/// Redeems a new account with the token of this answer.
pub(crate) fn redeem_created(token_of: &str) -> Unanswered {
    redeem_with(token_of, "continuation_token", Some(("username", USERNAME)))
}

/// Redeems the code of a second factor with the token of this answer.
pub(crate) fn redeem_second_factor(token_of: &str, code: &str) -> Unanswered {
    redeem_with(token_of, "mfa_oob", Some(("oob", code)))
}

/// Redeems a registration with the token of this answer.
pub(crate) fn redeem_registered(token_of: &str) -> Unanswered {
    redeem_with(token_of, "continuation_token", None)
}

/// Redeems a refresh token.
pub(crate) fn redeem_refresh_token(refresh_token: &str) -> Unanswered {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
        ("scope", SCOPES),
        ("client_info", "true"),
    ];
    Unanswered::new(Endpoint::Refresh, &fields)
}

/// Asks for the methods of a second factor with the token of this answer.
pub(crate) fn introspect(token_of: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [("continuation_token", token.as_str())];
    Unanswered::new(Endpoint::SignInIntrospect, &fields)
}

/// Asks for a code by this method with the token of this answer.
pub(crate) fn challenge_by(token_of: &str, method: &str) -> Unanswered {
    sign_in_challenge(token_of).with("id", method)
}

/// Asks what can be registered with the token of this answer.
pub(crate) fn register_introspect(token_of: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [("continuation_token", token.as_str())];
    Unanswered::new(Endpoint::RegisterIntrospect, &fields)
}

/// Asks for a code to what is to be registered with the token of this answer.
pub(crate) fn register_challenge(token_of: &str, channel: &str, contact: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [
        ("continuation_token", token.as_str()),
        ("challenge_type", "oob"),
        ("challenge_target", contact),
        ("challenge_channel", channel),
    ];
    Unanswered::new(Endpoint::RegisterChallenge, &fields)
}

/// Proves what is to be registered by its code with the token of this answer.
pub(crate) fn register_code(token_of: &str, code: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code),
    ];
    Unanswered::new(Endpoint::RegisterContinue, &fields)
}

/// Registers what was verified before.
pub(crate) fn register_preverified() -> Unanswered {
    let token = token("register_challenge_preverified");
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "continuation_token"),
    ];
    Unanswered::new(Endpoint::RegisterContinue, &fields)
}

/// Begins a reset.
pub(crate) fn reset_start() -> Unanswered {
    Unanswered::new(
        Endpoint::ResetPasswordStart,
        &[("username", USERNAME), CHALLENGE_TYPES],
    )
}

/// Asks for the code of a reset with the token of this answer.
pub(crate) fn reset_challenge(token_of: &str) -> Unanswered {
    let token = token(token_of);
    Unanswered::new(
        Endpoint::ResetPasswordChallenge,
        &[("continuation_token", &token), CHALLENGE_TYPES],
    )
}

/// Submits the code of a reset with the token of this answer.
pub(crate) fn reset_code(token_of: &str, code: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "oob"),
        ("oob", code),
    ];
    Unanswered::new(Endpoint::ResetPasswordContinue, &fields)
}

/// Submits the new password with the token of this answer.
pub(crate) fn new_password(token_of: &str, password: &str) -> Unanswered {
    let token = token(token_of);
    let fields = [
        ("continuation_token", token.as_str()),
        ("new_password", password),
    ];
    Unanswered::new(Endpoint::ResetPasswordSubmit, &fields)
}

/// Asks whether the new password is in force; the token is the same every time.
pub(crate) fn poll() -> Unanswered {
    let token = token("reset_password_submit");
    let fields = [("continuation_token", token.as_str())];
    Unanswered::new(Endpoint::ResetPasswordPoll, &fields)
}

fn redeem_with(token_of: &str, grant: &str, proof: Option<(&str, &str)>) -> Unanswered {
    let token = token(token_of);
    let mut fields = vec![
        ("continuation_token", token.as_str()),
        ("grant_type", grant),
    ];
    fields.extend(proof);
    fields.extend([("scope", SCOPES), ("client_info", "true")]);
    Unanswered::new(Endpoint::Token, &fields)
}

/// The continuation token that a fixture brings.
fn token(fixture: &str) -> String {
    let body: Value = serde_json::from_str(fixtures::named(fixture).body).unwrap();
    body["continuation_token"].as_str().unwrap().to_owned()
}
