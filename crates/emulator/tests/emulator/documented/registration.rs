//! The answers on the way to a registered second factor.

use crate::bench::*;
use crate::registration::{choice, listed, sign_in, signed_up};
use crate::second_factor::{ADA, MAIL};

pub(super) async fn methods(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let first = listed(bench).await;
    let again = bench.go(REGISTER_INTROSPECT, &first.token(), &[]).await;
    vec![first, again]
}

pub(super) async fn code_by_email(bench: &Bench) -> Vec<Reply> {
    vec![code_sent(bench, "email", MAIL).await]
}

pub(super) async fn code_by_sms(bench: &Bench) -> Vec<Reply> {
    vec![code_sent(bench, "sms", PHONE).await]
}

pub(super) async fn code_sent_again(bench: &Bench) -> Vec<Reply> {
    let sent = code_sent(bench, "sms", PHONE).await;
    let first = bench.code(PHONE);
    let chosen = choice("sms", PHONE);
    let again = bench.go(REGISTER_CHALLENGE, &sent.token(), &chosen).await;
    assert_ne!(bench.code(PHONE), first);
    vec![again]
}

/// The shared configuration asks for more attributes than this sign-up brings, so this takes an emulator of its own.
pub(super) async fn known_already(_: &Bench) -> Vec<Reply> {
    let bench = Bench::new().await;
    vec![preverified(&bench).await]
}

pub(super) async fn registered(bench: &Bench) -> Vec<Reply> {
    let sent = code_sent(bench, "email", MAIL).await;
    let code = bench.code(MAIL);
    let fields = [("grant_type", "oob"), ("oob", code.as_str())];
    let with_a_code = bench.go(REGISTER_CONTINUE, &sent.token(), &fields).await;
    let without = {
        let bench = Bench::new().await;
        let known = preverified(&bench).await;
        let fields = [("grant_type", "continuation_token")];
        bench.go(REGISTER_CONTINUE, &known.token(), &fields).await
    };
    vec![with_a_code, without]
}

pub(super) async fn contact_not_valid(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let token = listed(bench).await.token();
    let mut replies = Vec::new();
    for (channel, target) in [("email", "ada"), ("email", ""), ("sms", "90012345")] {
        let chosen = choice(channel, target);
        replies.push(bench.go(REGISTER_CHALLENGE, &token, &chosen).await);
    }
    replies
}

/// The address of a sign-up, registered right after it.
async fn preverified(bench: &Bench) -> Reply {
    let token = signed_up(bench, CAPABILITIES).await;
    let demanded = sign_in(bench, &token).await;
    let listed = bench.go(REGISTER_INTROSPECT, &demanded.token(), &[]).await;
    let chosen = choice("email", crate::sign_up::ADA);
    bench.go(REGISTER_CHALLENGE, &listed.token(), &chosen).await
}

pub(super) async fn code_sent(bench: &Bench, channel: &str, target: &str) -> Reply {
    bench.add(ADA, Some(PASSWORD));
    let token = listed(bench).await.token();
    let chosen = choice(channel, target);
    bench.go(REGISTER_CHALLENGE, &token, &chosen).await
}
