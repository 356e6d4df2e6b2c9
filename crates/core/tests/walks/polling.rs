//! Whether the new password is in force: the server is asked at once, and then again and again.

use native_auth_core::ErrorKind::{
    FlowExpired, Network, PasswordRejected, Throttled, Timeout, UnexpectedReply, UserNotFound,
};
use native_auth_core::PasswordRequired;
use native_auth_core::Recovery::{AskAgain, ChooseAnother, Fix, StartOver, TryLater};
use native_auth_core::error::catalogue;

use crate::asks::{new_password, poll, redeem_created};
use crate::driver::Walk;
use crate::reset_password::to_new_password;
use crate::script::{Ask, pause, pause_is_dropped, time_is_up};
use crate::setting::PASSWORD;
use crate::sign_up_refusals::PASSWORD_RULES;

walks![
    reset_polls_until_it_is_done,
    reset_polls_in_sensible_intervals,
    reset_poll_fails_and_another_password_is_taken,
    reset_poll_fails_for_good,
    reset_password_refused_late,
    reset_password_refused_late_with_a_token,
    reset_poll_time_is_up,
    reset_poll_meets_no_network,
    reset_poll_is_throttled,
    reset_poll_is_dropped,
    reset_pause_is_dropped,
    reset_poll_of_an_unknown_status,
    reset_poll_expires,
    reset_poll_of_a_user_who_vanished,
    reset_poll_redirects,
];

/// The submission that the server takes.
fn submitted() -> Ask {
    new_password("reset_password_continue", PASSWORD).gets("reset_password_submit")
}

/// A reset whose new password was taken, and whose first poll got no answer.
pub(crate) fn to_polling(walk: &mut Walk) -> PasswordRequired {
    let password = to_new_password(walk);
    let asks = [submitted(), poll().meets(&catalogue::CONNECTION_LOST)];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("connection_lost", Network, TryLater);
    password
}

fn reset_polls_until_it_is_done(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [
        submitted(),
        poll().gets("reset_password_poll_not_started"),
        pause(3),
        poll().gets("reset_password_poll_in_progress"),
        pause(3),
        poll().gets("reset_password_poll_in_progress"),
        pause(3),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.signed_in();
}

/// The server's interval if it is from 1 to 15 seconds, else 2; also after an interruption.
fn reset_polls_in_sensible_intervals(walk: &mut Walk) {
    const TOKEN: &str = "AQABrp-submitted-Ow6n";
    for (interval, seconds) in [
        ("", 2),
        (r#","poll_interval":1"#, 1),
        (r#","poll_interval":15"#, 15),
        (r#","poll_interval":0"#, 2),
        (r#","poll_interval":16"#, 2),
        (r#","poll_interval":"5""#, 5),
    ] {
        let password = to_new_password(walk);
        let body = format!(r#"{{"continuation_token":"{TOKEN}"{interval}}}"#);
        let asks = [
            new_password("reset_password_continue", PASSWORD).gets_this(200, &[], &body),
            poll().gets("reset_password_poll_in_progress"),
            time_is_up(seconds),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("polling_timed_out", Timeout, TryLater);
        let asks = [
            poll().gets("reset_password_poll_in_progress"),
            pause(seconds),
            poll().gets("redirect"),
        ];
        walk.goes_on(|| password.submit_password(PASSWORD), asks)
            .redirected();
    }
}

fn reset_poll_fails_and_another_password_is_taken(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [submitted(), poll().gets("reset_password_poll_failed")];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("password_change_failed", PasswordRejected, AskAgain);
    let asks = [
        new_password("reset_password_poll_failed", "another").gets("reset_password_submit"),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password("another"), asks);
    outcome.signed_in();
}

fn reset_poll_fails_for_good(walk: &mut Walk) {
    let password = to_new_password(walk);
    let failed = "reset_password_poll_failed_without_token";
    let asks = [submitted(), poll().gets(failed)];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("password_change_failed_for_good", FlowExpired, StartOver);
}

/// The state asks again, and the next password is sent as the first one was.
fn reset_password_refused_late(walk: &mut Walk) {
    for (fixture, code) in PASSWORD_RULES {
        let password = to_new_password(walk);
        let asks = [
            submitted(),
            poll().gets("reset_password_poll_in_progress"),
            pause(3),
            poll().gets(fixture),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails(code, PasswordRejected, AskAgain);
        let outcome = walk.goes_on(|| password.submit_password(""), []);
        outcome.fails("new_password_empty", PasswordRejected, AskAgain);
        let asks = [
            new_password("reset_password_submit", "another").gets("reset_password_submit"),
            poll().gets("reset_password_poll_succeeded_without_token"),
        ];
        let outcome = walk.goes_on(|| password.submit_password("another"), asks);
        outcome.completed();
    }
}

fn reset_password_refused_late_with_a_token(walk: &mut Walk) {
    let password = to_new_password(walk);
    let refusal = r#"{"error":"invalid_grant","suberror":"password_banned",
        "continuation_token":"AQABrp-failed-Xs9p"}"#;
    let asks = [submitted(), poll().gets_this(400, &[], refusal)];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("password_banned", PasswordRejected, AskAgain);
    let ask = new_password("reset_password_poll_failed", "another").gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password("another"), [ask]);
    outcome.redirected();
}

/// Whatever is entered now: the password was taken, so that nothing but the asking goes on.
fn reset_poll_time_is_up(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [
        submitted(),
        poll().gets("reset_password_poll_in_progress"),
        pause(3),
        poll().gets("reset_password_poll_in_progress"),
        time_is_up(3),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.fails("polling_timed_out", Timeout, TryLater);
    let asks = [
        poll().gets("reset_password_poll_not_started"),
        time_is_up(3),
    ];
    let outcome = walk.goes_on(|| password.submit_password(""), asks);
    outcome.fails("polling_timed_out", Timeout, TryLater);
    let asks = [
        poll().gets("reset_password_poll_in_progress"),
        pause(3),
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password("another"), asks);
    outcome.signed_in();
}

fn reset_poll_meets_no_network(walk: &mut Walk) {
    let password = to_polling(walk);
    for _ in 0..2 {
        let asks = [
            poll().gets("reset_password_poll_in_progress"),
            pause(3),
            poll().meets(&catalogue::HOST_UNREACHABLE),
        ];
        let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
        outcome.fails("host_unreachable", Network, TryLater);
    }
    let asks = [
        poll().gets("reset_password_poll_succeeded"),
        redeem_created("reset_password_poll_succeeded").gets("token_success"),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    outcome.signed_in();
}

fn reset_poll_is_throttled(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [
        submitted(),
        poll().gets_this(429, &[("retry-after", "4")], ""),
    ];
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), asks);
    let error = outcome.fails("throttled", Throttled, TryLater);
    assert_eq!(error.retry_after().map(|after| after.as_secs()), Some(4));
    let ask = poll().gets("reset_password_poll_succeeded_without_token");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.completed();
}

fn reset_poll_is_dropped(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [submitted(), poll().dropped()];
    walk.goes_on(|| password.submit_password(PASSWORD), asks)
        .dropped();
    let ask = poll().gets("reset_password_poll_succeeded_without_token");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.completed();
}

fn reset_pause_is_dropped(walk: &mut Walk) {
    let password = to_new_password(walk);
    let asks = [
        submitted(),
        poll().gets("reset_password_poll_in_progress"),
        pause_is_dropped(3),
    ];
    walk.goes_on(|| password.submit_password(PASSWORD), asks)
        .dropped();
    let ask = poll().gets("reset_password_poll_succeeded_without_token");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.completed();
}

/// Nothing is known of it, so that the asking may go on.
fn reset_poll_of_an_unknown_status(walk: &mut Walk) {
    let password = to_polling(walk);
    let ask = poll().gets_this(200, &[], r#"{"status":"half_done"}"#);
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("poll_status_unknown", UnexpectedReply, Fix);
    let ask = poll().gets_this(200, &[], r#"{"continuation_token":"t"}"#);
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("reply_incomplete", UnexpectedReply, Fix);
    let ask = poll().gets("reset_password_poll_succeeded_without_token");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.completed();
}

fn reset_poll_expires(walk: &mut Walk) {
    let password = to_polling(walk);
    let ask = poll().gets("error_expired_token");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("continuation_token_expired", FlowExpired, StartOver);
}

fn reset_poll_of_a_user_who_vanished(walk: &mut Walk) {
    let password = to_polling(walk);
    let ask = poll().gets("error_user_not_found");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.fails("user_not_found", UserNotFound, ChooseAnother);
}

fn reset_poll_redirects(walk: &mut Walk) {
    let password = to_polling(walk);
    let ask = poll().gets("redirect");
    let outcome = walk.goes_on(|| password.submit_password(PASSWORD), [ask]);
    outcome.redirected();
}
