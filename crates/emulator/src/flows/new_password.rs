//! `/resetpassword/v1.0/submit` and `poll_completion`: the new password, and the wait until it is
//! in force.

use std::time::Duration;

use serde_json::json;

use super::Answer;
use super::context::Context;
use super::sign_up::new_password;
use crate::continuation::{Found, Step, Submitted};
use crate::problem::Problem;
use crate::refusals;

/// `POST /resetpassword/v1.0/submit`: takes a new password that keeps the rules. It is in force
/// only once a poll says so.
pub(super) fn submit(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    let given = context.params.required("new_password")?;
    if found.step != Step::ResetPasswordExpected {
        return Err(refusals::continuation_token_not_valid());
    }
    let used = context.user(found)?.used_passwords();
    let password = new_password(context, given, &used)?;
    let at = context.now;
    context.state.flows.flow(found)?.reset.submitted = Some(Submitted {
        password,
        at,
        polls: 0,
    });
    let token = context.advance(found, Step::ResetSubmitted);
    let interval = context.tenant.password_reset.poll_interval_seconds;
    Ok(Answer {
        body: json!({ "continuation_token": token, "poll_interval": interval }),
        outcome: "password_submitted",
    })
}

/// `POST /resetpassword/v1.0/poll_completion`: how the submission goes. The token that asks stays
/// good, since clients ask with the same one again and again.
pub(super) fn poll(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    if found.step != Step::ResetSubmitted {
        return Err(refusals::continuation_token_not_valid());
    }
    // Unlike elsewhere the clients know this as an error of its own here.
    let enabled = context
        .user(found)
        .map_err(|_| refusals::user_not_found())?
        .enabled;
    let policy = &context.tenant.password_reset;
    let now = context.now;
    let reset = &mut context.state.flows.flow(found)?.reset;
    let Some(submitted) = reset.submitted.as_mut() else {
        // The last poll put it in force, or gave it up, and its answer may have been lost.
        return Ok(over(context, found));
    };
    submitted.polls = submitted.polls.saturating_add(1);
    if submitted.polls <= policy.not_started_polls {
        return Ok(pending("not_started"));
    }
    let pending_polls = policy
        .not_started_polls
        .saturating_add(policy.in_progress_polls);
    let ready = submitted.at.plus(Duration::from_secs(policy.delay_seconds));
    if submitted.polls <= pending_polls || now < ready {
        return Ok(pending("in_progress"));
    }
    let submitted = reset.submitted.take();
    // Nobody's password is changed whose account was disabled in the meantime.
    if reset.failures < policy.failures || !enabled {
        reset.failures = reset.failures.saturating_add(1);
        reset.failed = true;
        return Ok(over(context, found));
    }
    reset.failed = false;
    let user = context.user(found)?;
    let id = user.id.clone();
    if let Some(submitted) = submitted {
        user.change_password(submitted.password);
    }
    context.state.revoke_by_password(&id);
    Ok(over(context, found))
}

/// The answer once it is decided, with a token to sign in with or to submit again with.
fn over(context: &mut Context<'_>, found: Found) -> Answer {
    let flow = context.state.flows.flow(found);
    let failed = flow.is_ok_and(|flow| flow.reset.failed);
    let mint = context.mint();
    if failed {
        let step = Step::ResetPasswordExpected;
        let token = context.state.flows.fork(found, step, &mint);
        return Answer {
            body: json!({ "status": "failed", "continuation_token": token }),
            outcome: "reset_failed",
        };
    }
    let step = Step::PasswordReset;
    let token = context.state.flows.fork(found, step, &mint);
    let life = context.domain.lifetimes.continuation_token_seconds;
    Answer {
        body: json!({ "status": "succeeded", "continuation_token": token, "expires_in": life }),
        outcome: "password_reset",
    }
}

fn pending(status: &'static str) -> Answer {
    Answer {
        body: json!({ "status": status }),
        outcome: status,
    }
}
