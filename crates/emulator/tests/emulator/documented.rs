//! The emulator says what is documented: every fixture of `tests/fixtures/v1` is caused by behaviour and compared.
//!
//! The client's tests read the same files, so that the two halves cannot drift apart without one of them failing.

mod anywhere;
mod comparison;
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
mod registration;
mod reset_password;
mod second_factor;
mod sign_in;
mod sign_up;
mod tokens;

use std::collections::BTreeSet;
use std::pin::Pin;

use native_auth_emulator::{AppConfig, AttributeConfig, AttributeInput, Config};

use crate::bench::*;
use comparison::differences;

/// Makes the emulator give an answer, in every way it can come about.
type Cause = for<'a> fn(&'a Bench) -> Pin<Box<dyn Future<Output = Vec<Reply>> + 'a>>;

macro_rules! causes {
    ($($name:literal => $cause:path,)*) => {
        /// How each fixture is caused, by its name.
        const CAUSES: &[(&str, Cause)] = &[$(($name, |bench| Box::pin($cause(bench)))),*];
    };
}

causes! {
    "redirect" => anywhere::redirect,
    "redirect_with_reason" => anywhere::redirect,
    "error_username_invalid" => anywhere::username_invalid,
    "error_client_id_invalid" => anywhere::client_id_invalid,
    "error_parameter_missing" => anywhere::parameter_missing,
    "error_challenge_type_unsupported_value" => anywhere::challenge_type_nobody_knows,
    "error_challenge_type_without_redirect" => anywhere::challenge_type_without_redirect,
    "error_continuation_token_invalid" => anywhere::continuation_token_invalid,
    "error_expired_token" => anywhere::continuation_token_expired,
    "error_nativeauthapi_disabled" => anywhere::native_auth_disabled,
    "error_client_secret_missing" => anywhere::client_secret_missing,
    "error_unauthorized_client" => anywhere::client_unknown,
    "error_tenant_not_found" => anywhere::tenant_unknown,
    "error_too_many_codes" => anywhere::too_many_codes,
    "error_invalid_oob_value" => anywhere::wrong_code,
    "error_oob_expired" => anywhere::expired_code,
    "sign_up_start" => sign_up::started,
    "sign_up_challenge_code" => sign_up::code_sent,
    "sign_up_challenge_code_resent" => sign_up::code_sent_again,
    "sign_up_challenge_password" => sign_up::password_wanted,
    "sign_up_continue_created" => sign_up::created,
    "error_user_already_exists" => sign_up::user_exists,
    "error_password_too_weak" => sign_up::password_too_weak,
    "error_password_too_short" => sign_up::password_too_short,
    "error_password_too_long" => sign_up::password_too_long,
    "error_password_banned" => sign_up::password_banned,
    "error_password_is_invalid" => sign_up::password_is_invalid,
    "error_attribute_validation_failed" => sign_up::attribute_refused,
    "error_credential_required" => sign_up::credential_required,
    "error_attributes_required" => sign_up::attributes_required,
    "error_attributes_required_again" => sign_up::attributes_required_again,
    "error_verification_required" => sign_up::verification_required,
    "sign_in_initiate" => sign_in::initiated,
    "sign_in_challenge_password" => sign_in::password_wanted,
    "sign_in_challenge_code" => sign_in::code_sent,
    "sign_in_challenge_code_resent" => sign_in::code_sent_again,
    "error_user_not_found" => sign_in::user_not_found,
    "error_wrong_password" => sign_in::wrong_password,
    "error_user_vanished" => sign_in::user_vanished,
    "error_account_locked" => sign_in::account_locked,
    "error_account_disabled" => sign_in::account_disabled,
    "error_method_not_valid_for_user" => sign_in::wrong_kind_of_credential,
    "sign_in_introspect" => second_factor::methods,
    "sign_in_challenge_mfa_email" => second_factor::code_by_email,
    "sign_in_challenge_mfa_email_resent" => second_factor::code_sent_again,
    "sign_in_challenge_mfa_sms" => second_factor::code_by_sms,
    "error_mfa_required" => second_factor::mfa_required,
    "error_registration_required" => second_factor::registration_required,
    "error_introspect_required" => second_factor::introspect_required,
    "error_provider_blocked_by_rep" => second_factor::blocked_by_reputation,
    "error_provider_blocked_by_admin" => second_factor::blocked_by_an_administrator,
    "error_refresh_needs_second_factor" => second_factor::demanded_since,
    "error_password_expired" => second_factor::password_expired,
    "error_conditional_access" => second_factor::blocked_by_policy,
    "error_password_change_required" => second_factor::password_change_required,
    "register_introspect" => registration::methods,
    "register_challenge_email" => registration::code_by_email,
    "register_challenge_sms" => registration::code_by_sms,
    "register_challenge_sms_resent" => registration::code_sent_again,
    "register_challenge_preverified" => registration::known_already,
    "register_continue" => registration::registered,
    "error_challenge_target_invalid" => registration::contact_not_valid,
    "reset_password_start" => reset_password::started,
    "reset_password_challenge" => reset_password::code_sent,
    "reset_password_challenge_resent" => reset_password::code_sent_again,
    "reset_password_continue" => reset_password::code_verified,
    "reset_password_submit" => reset_password::submitted,
    "reset_password_poll_not_started" => reset_password::not_started,
    "reset_password_poll_in_progress" => reset_password::in_progress,
    "reset_password_poll_failed" => reset_password::failed,
    "reset_password_poll_succeeded" => reset_password::succeeded,
    "error_password_recently_used" => reset_password::recently_used,
    "error_password_reset_not_possible" => reset_password::not_possible,
    "token_success" => tokens::with_client_info,
    "token_success_without_client_info" => tokens::without_client_info,
    "token_success_refreshed" => tokens::refreshed_long_before_the_end,
    "error_consent_missing" => tokens::consent_missing,
    "error_invalid_scope" => tokens::scope_not_valid,
    "error_unsupported_grant_type" => tokens::grant_type_nobody_knows,
    "error_refresh_token_expired" => tokens::refresh_token_not_valid,
    "error_refresh_token_inactive" => tokens::refresh_token_unused,
    "error_refresh_token_revoked" => tokens::refresh_token_revoked,
}

/// What nothing a client does makes the emulator say, and why.
const NOT_CAUSED: &[(&str, &str)] = &[
    ("error_every_member", "no real answer has every member"),
    (
        "error_least",
        "the emulator's errors have every usual member",
    ),
    (
        "sign_up_continue_created_without_token",
        "the emulator always offers to sign in",
    ),
    (
        "token_success_least",
        "every sign-in brings all three tokens",
    ),
    (
        "error_unsupported_challenge_type",
        "the other documented form, invalid_request, is the emulator's",
    ),
    (
        "error_continuation_token_refused",
        "the other documented form, 55200, is the emulator's",
    ),
    (
        "error_invalid_oob_value_with_token",
        "a refused code leaves the continuation token as it was",
    ),
    (
        "error_server_error",
        "only a bug makes the emulator fail, and that is a 500",
    ),
    (
        "error_temporarily_unavailable",
        "the emulator's caps answer 429 and 503",
    ),
    (
        "reset_password_poll_succeeded_without_token",
        "the emulator always offers to sign in",
    ),
    (
        "reset_password_poll_failed_without_token",
        "the emulator always lets the person submit again",
    ),
    (
        "error_refresh_token_life_over",
        "only a sign-in in the browser gets such a token; its own test shows the refusal",
    ),
];

/// A public client it is not.
const CONFIDENTIAL: &str = "c0a1d2e3-0000-4000-8000-000000000001";
/// The name on the wire of the attribute that [`config`] adds.
const NEWSLETTER: &str = "extension_7122c8c9385e4a999003fe073e326955_Newsletter";

#[test]
fn every_fixture_is_caused_or_excused() {
    let listed: Vec<&str> = (CAUSES.iter().map(|(name, _)| *name))
        .chain(NOT_CAUSED.iter().map(|(name, _)| *name))
        .collect();
    // `named` fails for a name that is no fixture.
    let known: BTreeSet<&str> = listed.iter().map(|n| fixtures::named(n).name).collect();
    assert_eq!(listed.len(), known.len(), "a fixture is listed twice");
    let all: BTreeSet<&str> = fixtures::ALL.iter().map(|fixture| fixture.name).collect();
    let forgotten: Vec<&&str> = all.difference(&known).collect();
    assert!(forgotten.is_empty(), "not listed: {forgotten:?}");
}

#[tokio::test]
async fn what_is_caused_is_as_documented() {
    let bench = Bench::with(config()).await;
    let mut wrong = Vec::new();
    for (name, cause) in CAUSES {
        // Users, flows and counts of the case before.
        bench.emulator.reset();
        let replies = cause(&bench).await;
        assert!(!replies.is_empty(), "{name} was not caused");
        for (i, reply) in replies.iter().enumerate() {
            for difference in differences(fixtures::named(name), reply) {
                wrong.push(format!("{name}, reply {i}: {difference}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The default tenant, with an app that is no public client, with codes that die before their continuation token, and
/// with every kind of required attribute that the fixtures show.
fn config() -> Config {
    let mut config = Config::default();
    config.lifetimes.code_seconds = 300;
    let contoso = &mut config.tenants[0];
    contoso.apps.push(AppConfig {
        name: "confidential".to_owned(),
        client_id: CONFIDENTIAL.to_owned(),
        public_client: false,
        ..contoso.apps[0].clone()
    });
    let asked = &mut contoso.user_flows[0].attributes;
    asked[1].regex = None;
    asked.push(AttributeConfig {
        name: "Newsletter".to_owned(),
        custom: true,
        required: true,
        input: AttributeInput::CheckboxSingleSelect,
        // Broken, as in the documentation's own example.
        regex: Some("^(yes|no**$".to_owned()),
        values: Vec::new(),
    });
    config
}
