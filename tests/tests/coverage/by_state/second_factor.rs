//! Sign-ins with a second factor.

use std::sync::Arc;

use native_auth::{ChallengeChannel, MethodRequired};
use native_auth_emulator::{BlockedAnswer, BlockedMethod, CONTOSO_APP_MFA, Channel};
use native_auth_tests::{PAT, Stage};

use super::{contoso, contoso_with, scenes};
use crate::actor::{Actor, Seen, signed_in, state_of};
use crate::approach::PHONE;

scenes![
    second_factor_by_either_channel,
    second_factor_with_a_bad_code,
    second_factor_by_a_blocked_phone,
];

/// Where Pat's second factors arrive, besides the phone.
const SPARE_MAIL: &str = "pat.spare@example.test";

async fn methods(stage: &Arc<Stage>, actor: &mut Actor) -> MethodRequired {
    stage.add_user_with_methods(PAT, &[("email", SPARE_MAIL), ("sms", PHONE)]);
    let methods = state_of!(MethodRequired, actor.first_factor(PAT).await);
    actor.heard(
        "oauth2/token",
        "400 invalid_grant/mfa_required 50076 +token",
    );
    actor.heard("oauth2/introspect", "200 methods");
    methods
}

fn by(channel: &ChallengeChannel, state: &MethodRequired) -> String {
    let mut methods = state.methods().iter();
    let method = methods.find(|method| method.channel() == channel);
    method.unwrap().id().to_owned()
}

async fn second_factor_by_either_channel() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = methods(&stage, &mut actor).await;
    let by_mail = state.choose_method(&by(&ChallengeChannel::Email, &state));
    let code = state_of!(CodeRequired, actor.run(by_mail).await);
    actor.heard("oauth2/challenge", "200 oob email");
    let another = code.choose_another_method().unwrap();
    let state = state_of!(MethodRequired, actor.run(another).await);
    let by_phone = state.choose_method(&by(&ChallengeChannel::Sms, &state));
    let code = state_of!(CodeRequired, actor.run(by_phone).await);
    actor.heard("oauth2/challenge", "200 oob sms");
    signed_in(actor.run(code.submit_code(&stage.code(PHONE))).await);
    actor.seen()
}

async fn second_factor_with_a_bad_code() -> Vec<Seen> {
    let stage = contoso().await;
    let mut actor = Actor::of(&stage, CONTOSO_APP_MFA);
    let state = methods(&stage, &mut actor).await;
    let by_phone = state.choose_method(&by(&ChallengeChannel::Sms, &state));
    let code = state_of!(CodeRequired, actor.run(by_phone).await);
    actor.run(code.submit_code("none")).await.unwrap_err();
    actor.heard("oauth2/token", "400 invalid_grant/invalid_oob_value 50181");
    actor.seen()
}

async fn second_factor_by_a_blocked_phone() -> Vec<Seen> {
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
        let state = methods(&stage, &mut actor).await;
        let by_phone = state.choose_method(&by(&ChallengeChannel::Sms, &state));
        let _refused = actor.run(by_phone).await;
        actor.heard("oauth2/challenge", refused);
        seen.extend(actor.seen());
    }
    seen
}

/// All phones are blocked, and say so in this way.
pub(super) fn phones(answer: BlockedAnswer) -> Vec<BlockedMethod> {
    vec![BlockedMethod {
        channel: Channel::Sms,
        prefix: String::new(),
        answer,
    }]
}
