//! The tokens, and what keeps them back.

use native_auth_emulator::Config;

use crate::bench::*;
use crate::sign_up::tokens_for;

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

pub(super) async fn with_client_info(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    bench.add(BOB, None);
    let by_password = bench.with_password(ADA, PASSWORD).await;
    let token = bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let by_code = bench.code_at(&token, &bench.code(BOB)).await;
    let signed_up = super::sign_up::created(bench).await.remove(0);
    let after_sign_up = tokens_for(bench, CONTOSO_APP_PASSWORD, &signed_up.token()).await;
    let refresh = by_password.text("refresh_token");
    let by_refresh = bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await;
    vec![by_password, by_code, after_sign_up, by_refresh]
}

pub(super) async fn without_client_info(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let by_password = with_scope(bench, SCOPE).await;
    let refresh = by_password.text("refresh_token");
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.as_str()),
        ("scope", SCOPE),
    ];
    let by_refresh = bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await;
    vec![by_password, by_refresh]
}

/// Only access tokens that live long are to be refreshed early, so this takes an emulator of its own.
pub(super) async fn refreshed_long_before_the_end(_: &Bench) -> Vec<Reply> {
    let mut config = Config::default();
    config.lifetimes.access_token_min_seconds = 24 * 3600;
    config.lifetimes.access_token_max_seconds = 28 * 3600;
    let bench = Bench::with(config).await;
    bench.add(ADA, Some(PASSWORD));
    let signed_in = bench.with_password(ADA, PASSWORD).await;
    let refresh = signed_in.text("refresh_token");
    vec![bench.refresh(CONTOSO_APP_PASSWORD, &refresh).await]
}

pub(super) async fn consent_missing(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    vec![with_scope(bench, "openid api://contoso-api/Write").await]
}

pub(super) async fn scope_not_valid(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let two = "api://contoso-api/Read https://graph.microsoft.com/User.Read";
    vec![
        with_scope(bench, "reading").await,
        with_scope(bench, two).await,
    ]
}

pub(super) async fn grant_type_nobody_knows(bench: &Bench) -> Vec<Reply> {
    let fields = [("grant_type", "carrier_pigeon"), ("scope", SCOPE)];
    vec![bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await]
}

pub(super) async fn refresh_token_not_valid(bench: &Bench) -> Vec<Reply> {
    vec![bench.refresh(CONTOSO_APP_PASSWORD, "1.invented").await]
}

pub(super) async fn refresh_token_unused(bench: &Bench) -> Vec<Reply> {
    bench.add(ADA, Some(PASSWORD));
    let token = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    bench.pass(90 * 24 * 3600);
    vec![bench.refresh(CONTOSO_APP_PASSWORD, &token).await]
}

pub(super) async fn refresh_token_revoked(bench: &Bench) -> Vec<Reply> {
    let ada = bench.add(ADA, Some(PASSWORD));
    let token = bench
        .with_password(ADA, PASSWORD)
        .await
        .text("refresh_token");
    bench.emulator.delete_user(&ada);
    vec![bench.refresh(CONTOSO_APP_PASSWORD, &token).await]
}

async fn with_scope(bench: &Bench, scope: &str) -> Reply {
    let token = bench.challenged(CONTOSO_APP_PASSWORD, ADA).await;
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", scope),
    ];
    bench.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await
}
