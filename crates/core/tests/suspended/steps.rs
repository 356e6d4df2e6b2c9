//! Steps to suspend, and when.

use std::time::{Duration, SystemTime};

use native_auth_core::{CodeRequired, Next, Step, Tokens, suspend};
use native_auth_wire::{Endpoint, Secret};

use crate::at::exchange_at;
use crate::setting::{capable_application, response, resumed_unverified};

/// How long a flow may be suspended.
pub(crate) const LIFETIME: Duration = Duration::from_secs(600);

/// The step that this answer at this endpoint leads to.
pub(crate) fn step(endpoint: Endpoint, fixture: &str) -> Step<Tokens> {
    match exchange_at(endpoint).resume(Ok(response(fixture))).unwrap() {
        Next::Done(step) => step,
        Next::Verify(verification) => match resumed_unverified(verification).unwrap() {
            Next::Done(step) => step,
            other => panic!("not a step: {other:?}"),
        },
        other => panic!("not a step: {other:?}"),
    }
}

/// A sign-up that waits for its code.
pub(crate) fn code_step() -> Step<Tokens> {
    step(Endpoint::SignUpChallenge, "sign_up_challenge_code")
}

/// The state of a step that waits for a code.
pub(crate) fn code(step: Step<Tokens>) -> CodeRequired {
    match step {
        Step::CodeRequired { state } => state,
        other => panic!("not a code: {other:?}"),
    }
}

/// The moment of suspension.
pub(crate) fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// A step, suspended at noon.
pub(crate) fn suspended(step: &Step<Tokens>) -> Secret {
    suspend(&capable_application(), step, noon(), LIFETIME).unwrap()
}
