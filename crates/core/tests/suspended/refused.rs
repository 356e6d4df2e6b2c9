//! What is not suspended, and what is not resumed.

use std::sync::Arc;
use std::time::Duration;

use native_auth_core::{
    Application, ClientTag, ErrorKind, Recovery, Step, Tokens, resume, suspend,
};
use native_auth_wire::{Endpoint, Secret};
use proptest::prelude::{Strategy, any, proptest};
use proptest::sample::Index;

use crate::setting::{application, application_at, capable_application, correlation_id, tag};
use crate::steps::{LIFETIME, code, code_step, noon, step, suspended};

#[test]
fn a_flow_that_was_suspended_for_its_lifetime_has_expired() {
    let text = suspended(&code_step());
    let at = |seconds| {
        let now = noon() + Duration::from_secs(seconds);
        refusal(&capable_application(), &text, now)
    };
    assert_eq!(at(599), None);
    assert_eq!(at(600), Some("suspension_expired"));
    assert_eq!(at(u64::from(u32::MAX)), Some("suspension_expired"));
}

/// Else setting the clock back would give a kept flow a longer life.
#[test]
fn a_clock_that_was_set_back_far_makes_it_expired() {
    let text = suspended(&code_step());
    let back = |seconds| {
        let now = noon() - Duration::from_secs(seconds);
        refusal(&capable_application(), &text, now)
    };
    assert_eq!(back(120), None);
    assert_eq!(back(121), Some("suspension_expired"));
}

#[test]
fn another_app_s_or_tenant_s_flow_is_foreign() {
    let text = suspended(&code_step());
    let same: &Application = &capable_application();
    let other_app = Application {
        client_id: "0d3f5b1c-7a92-4c1e-b0d6-93d5e8f7a6b2".to_owned(),
        ..same.clone()
    };
    let other_tenant = application_at("https://fabrikam.ciamlogin.com/fabrikam.onmicrosoft.com");
    for application in [Arc::new(other_app), other_tenant] {
        let code = refusal(&application, &text, noon());
        assert_eq!(code, Some("suspension_foreign"));
    }
    let shouted = Application {
        client_id: same.client_id.to_uppercase(),
        ..same.clone()
    };
    assert_eq!(refusal(&Arc::new(shouted), &text, noon()), None);
}

/// An update of the app may declare more, or less; that is no reason to lose the flow.
#[test]
fn what_the_app_declares_may_have_changed() {
    let text = suspended(&code_step());
    assert_eq!(refusal(&application(), &text, noon()), None);
}

#[test]
fn a_flow_that_is_over_cannot_be_suspended() {
    let redirected = step(Endpoint::SignUpChallenge, "redirect");
    let signed_in = step(Endpoint::Token, "token_success");
    for step in [redirected, signed_in] {
        let error = suspend(&capable_application(), &step, noon(), LIFETIME).unwrap_err();
        assert_eq!(error.code(), "step_not_suspendable", "{step:?}");
        assert_eq!(error.kind(), ErrorKind::Misuse);
    }
}

#[test]
fn a_state_whose_turn_is_taken_is_not_suspended() {
    let step = code_step();
    let Step::CodeRequired { state } = &step else {
        panic!("not a code")
    };
    let suspending = || suspend(&capable_application(), &step, noon(), LIFETIME);
    let (turn, _next) = state.submit_code("1").begin(tag()).unwrap();
    assert_eq!(suspending().unwrap_err().code(), "action_in_progress");
    drop(turn);
    assert!(suspending().is_ok());
    let (turn, _next) = state.submit_code("1").begin(tag()).unwrap();
    turn.spend();
    let error = suspending().unwrap_err();
    assert_eq!(error.code(), "state_stale");
    assert_eq!(error.correlation_id(), Some(correlation_id()));
}

#[test]
fn another_client_s_state_is_not_suspended() {
    let same: &Application = &capable_application();
    let other = Application {
        tag: ClientTag::new(2),
        ..same.clone()
    };
    let error = suspend(&other, &code_step(), noon(), LIFETIME).unwrap_err();
    assert_eq!(error.code(), "action_of_another_client");
}

/// A resumed state belongs to the client that resumed it, which may be another one than before.
#[test]
fn a_resumed_state_is_the_resuming_client_s() {
    let same: &Application = &capable_application();
    let next_start = Arc::new(Application {
        tag: ClientTag::new(2),
        ..same.clone()
    });
    let text = suspended(&code_step());
    let state = code(resume(&next_start, &text, noon()).unwrap());
    assert!(state.submit_code("1").begin(ClientTag::new(2)).is_ok());
}

proptest! {
    /// Whatever the text: a step or a refusal, never a panic.
    #[test]
    fn any_text_is_a_step_or_a_refusal(text in any::<String>()) {
        let code = refusal(&capable_application(), &Secret::from(text), noon());
        assert_eq!(code, Some("suspension_unreadable"));
    }

    #[test]
    fn a_changed_text_is_a_step_or_a_refusal(
        text in changed(suspended(&code_step())),
    ) {
        match resume(&capable_application(), &text, noon()) {
            Ok(step) => assert!(step.flow().is_some(), "{step:?}"),
            Err(error) => assert_eq!(error.recovery(), Recovery::StartOver, "{error:?}"),
        }
    }
}

/// The same text with one byte of it another, or cut short.
fn changed(text: Secret) -> impl Strategy<Value = Secret> {
    (any::<Index>(), any::<u8>(), any::<bool>()).prop_map(move |(at, byte, cut)| {
        let mut bytes = text.expose().as_bytes().to_vec();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = byte;
        }
        Secret::new(String::from_utf8_lossy(&bytes).into_owned())
    })
}

fn refusal(
    application: &Arc<Application>,
    text: &Secret,
    now: std::time::SystemTime,
) -> Option<&'static str> {
    let resumed: Result<Step<Tokens>, _> = resume(application, text, now);
    let error = resumed.err()?;
    assert_eq!(error.kind(), ErrorKind::FlowExpired, "{error:?}");
    Some(error.code())
}
