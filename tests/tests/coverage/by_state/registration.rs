//! Registrations of a strong method.

use std::sync::Arc;
use std::time::Duration;

use native_auth::RegistrationRequired;
use native_auth_emulator::{BlockedAnswer, CONTOSO_APP_MFA};
use native_auth_tests::{PASSWORD, PAT, Stage};

use super::second_factor::phones;
use super::sign_up::given;
use super::{contoso, contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};
use crate::approach::PHONE;

scenes![
    registration_by_either_channel,
    registration_of_the_address_of_a_new_account,
    registration_with_a_bad_code,
    registration_with_too_many_codes,
    registration_of_what_is_no_contact,
    registration_of_a_blocked_phone,
];

/// The address that is registered, besides the phone.
const SPARE_MAIL: &str = "pat.spare@example.test";

async fn demanded(stage: &Arc<Stage>, actor: &mut Actor) -> RegistrationRequired {
    stage.add_user(PAT, Some(PASSWORD));
    let state = state_of!(RegistrationRequired, actor.first_factor(PAT).await);
    actor.heard(
        "oauth2/token",
        "400 invalid_grant/registration_required 50072 +token",
    );
    actor.heard("register/introspect", "200 methods");
    state
}

async fn registration_by_either_channel() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = demanded(&stage, &mut actor).await;
    let by_mail = state.register("email", SPARE_MAIL);
    let code = state_of!(CodeRequired, actor.run(by_mail).await);
    actor.heard("register/challenge", "200 oob email");
    let another = code.choose_another_method().unwrap();
    let state = state_of!(RegistrationRequired, actor.run(another).await);
    let code = state_of!(CodeRequired, actor.run(state.register("sms", PHONE)).await);
    actor.heard("register/challenge", "200 oob sms");
    signed_in(actor.run(code.submit_code(&stage.code(PHONE))).await);
    actor.heard("register/continue", "200 continuation_token");
    actor.seen()
}

async fn registration_of_the_address_of_a_new_account() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let begun = actor.sign_up_with(PAT, |request| {
        request.password = Some(PASSWORD.into());
        request.attributes = given();
    });
    let code = state_of!(CodeRequired, begun.await);
    let step = actor.run(code.submit_code(&stage.code(PAT))).await;
    let state = state_of!(RegistrationRequired, step);
    signed_in(actor.run(state.register("email", PAT)).await);
    actor.heard("register/challenge", "200 preverified");
    actor.heard("register/continue", "200 continuation_token");
    actor.seen()
}

async fn registration_with_a_bad_code() -> Vec<Seen> {
    let stage = contoso_with(|config| config.lifetimes.code_seconds = 60).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = demanded(&stage, &mut actor).await;
    let state = state_of!(CodeRequired, actor.run(state.register("sms", PHONE)).await);
    actor.run(state.submit_code("none")).await.unwrap_err();
    actor.heard(
        "register/continue",
        "400 invalid_grant/invalid_oob_value 50181",
    );
    let late = stage.code(PHONE);
    stage.emulator.advance(Duration::from_secs(61));
    actor.run(state.submit_code(&late)).await.unwrap_err();
    actor.heard(
        "register/continue",
        "400 invalid_grant/invalid_oob_value 50182",
    );
    actor.seen()
}

async fn registration_with_too_many_codes() -> Vec<Seen> {
    let stage = contoso_with(|config| config.limits.codes_per_window = 1).await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = demanded(&stage, &mut actor).await;
    let by_mail = state.register("email", SPARE_MAIL);
    let state = state_of!(CodeRequired, actor.run(by_mail).await);
    actor.run(state.resend_code()).await.unwrap_err();
    actor.heard("register/challenge", "400 invalid_request 701014");
    actor.seen()
}

async fn registration_of_what_is_no_contact() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = demanded(&stage, &mut actor).await;
    let action = state.register("email", "no address");
    actor.run(action).await.unwrap_err();
    actor.heard("register/challenge", "400 invalid_request 901001");
    actor.seen()
}

async fn registration_of_a_blocked_phone() -> Vec<Seen> {
    let mut seen = Vec::new();
    for (answer, refused) in [
        (
            BlockedAnswer::ProviderBlockedByRep,
            "400 access_denied/provider_blocked_by_rep 550024",
        ),
        (
            BlockedAnswer::ProviderBlockedByAdmin,
            "400 access_denied/provider_blocked_by_admin",
        ),
        (BlockedAnswer::Redirect, "200 redirect"),
    ] {
        let stage = contoso_with(|config| config.tenants[0].blocked_methods = phones(answer)).await;
        let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
        let state = demanded(&stage, &mut actor).await;
        let _refused = actor.run(state.register("sms", PHONE)).await;
        actor.heard("register/challenge", refused);
        seen.extend(actor.seen());
    }
    seen
}
