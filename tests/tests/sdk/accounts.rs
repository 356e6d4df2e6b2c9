//! Accounts: tokens from memory and by refresh, several side by side, signing out.

use std::time::Duration;

use native_auth::{Client, ErrorKind, Result};
use native_auth_emulator::CONTOSO_API_SCOPE;
use native_auth_tests::{CLIENT_ID, Misbehaving, PASSWORD, PAT, Reply, Stage, id_token};
use serde_json::Value;

use crate::openings::password_account;

const QUINN: &str = "quinn.vale@example.test";

#[tokio::test]
async fn a_token_comes_from_memory_while_it_lives_and_by_refresh_after() -> Result<()> {
    let stage = Stage::https().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[CONTOSO_API_SCOPE]).await?;
    let sent = stage.emulator.requests().len();

    let first = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    let again = account.access_token(&[]).await?;
    let upper = CONTOSO_API_SCOPE.to_uppercase();
    let shouted = account.access_token(&[&upper, "openid"]).await?;
    assert_eq!(first.expose(), again.expose());
    assert_eq!(first.expose(), shouted.expose());
    assert_eq!(stage.emulator.requests().len(), sent, "no request");

    // Less than five minutes of life are not enough.
    let left = first
        .expires_at()
        .duration_since(native_auth::Clock::now(&stage.clock))
        .unwrap();
    stage.advance(left - Duration::from_secs(310));
    assert_eq!(account.access_token(&[]).await?.expose(), first.expose());
    stage.advance(Duration::from_secs(20));
    let renewed = account.access_token(&[]).await?;
    assert_ne!(renewed.expose(), first.expose());
    assert!(renewed.expires_at() > first.expires_at());
    assert_eq!(stage.refreshes(), 1);
    assert_eq!(account.access_token(&[]).await?.expose(), renewed.expose());
    assert_eq!(stage.refreshes(), 1);
    Ok(())
}

#[tokio::test]
async fn other_scopes_are_fetched_by_refresh_and_kept_apart() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let own = account.access_token(&[]).await?;
    let api = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert_eq!(stage.refreshes(), 1);
    assert!(api.scopes().iter().any(|scope| scope == CONTOSO_API_SCOPE));
    assert_ne!(own.expose(), api.expose());
    // Neither stands in for the other.
    assert_eq!(account.access_token(&[]).await?.expose(), own.expose());
    let kept = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert_eq!(kept.expose(), api.expose());
    assert_eq!(stage.refreshes(), 1);

    let unknown = account
        .access_token(&["api://nobody/Read"])
        .await
        .unwrap_err();
    assert!(
        matches!(
            unknown.kind(),
            ErrorKind::Configuration | ErrorKind::ConsentMissing
        ),
        "{unknown:?}"
    );
    let malformed = account.access_token(&["two words"]).await.unwrap_err();
    assert_eq!(malformed.code(), "scope_malformed");
    Ok(())
}

#[tokio::test]
async fn callers_at_the_same_time_share_one_refresh() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let callers: Vec<_> = (0..64)
        .map(|_| {
            let account = account.clone();
            tokio::spawn(async move { account.access_token(&[CONTOSO_API_SCOPE]).await })
        })
        .collect();
    let mut tokens = Vec::new();
    for caller in callers {
        tokens.push(caller.await.unwrap()?.expose().to_owned());
    }
    tokens.dedup();
    assert_eq!(tokens.len(), 1, "all got the same");
    assert_eq!(stage.refreshes(), 1);
    Ok(())
}

#[tokio::test]
async fn a_refresh_that_everybody_gave_up_on_is_kept() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    {
        let caller = account.access_token(&[CONTOSO_API_SCOPE]);
        let mut caller = Box::pin(caller);
        // Polled once, so that the refresh is under way, and dropped.
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(caller.as_mut().poll(&mut context).is_pending());
    }
    let token = account.access_token(&[CONTOSO_API_SCOPE]).await?;
    assert!(!token.expose().is_empty());
    assert_eq!(
        stage.refreshes(),
        1,
        "the next caller joins or finds the first one's"
    );
    Ok(())
}

#[tokio::test]
async fn accounts_side_by_side() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    stage.add_user(QUINN, Some(PASSWORD));
    let client = stage.password_client();
    let pat = password_account(&client, PAT, &[]).await?;
    let quinn = password_account(&client, QUINN, &[]).await?;
    assert_ne!(pat.id(), quinn.id());
    assert_eq!(client.accounts().await.unwrap().len(), 2);

    // Signing in again as a known one replaces its tokens and nobody else's.
    let before = pat.access_token(&[]).await?;
    let quinns = quinn.access_token(&[]).await?;
    let again = password_account(&client, PAT, &[]).await?;
    assert_eq!(again.id(), pat.id());
    assert_eq!(client.accounts().await.unwrap().len(), 2);
    assert_ne!(again.access_token(&[]).await?.expose(), before.expose());
    assert_eq!(
        again.access_token(&[]).await?.expose(),
        pat.access_token(&[]).await?.expose()
    );
    assert_eq!(quinn.access_token(&[]).await?.expose(), quinns.expose());

    pat.sign_out().await?;
    let gone = pat.access_token(&[]).await.unwrap_err();
    assert_eq!(gone.code(), "account_signed_out");
    assert!(pat.claims().is_none() && pat.id_token().is_none());
    assert!(client.account(pat.id()).await.unwrap().is_none());
    assert_eq!(client.accounts().await.unwrap().len(), 1);
    assert_eq!(quinn.access_token(&[]).await?.expose(), quinns.expose());
    pat.sign_out().await?;
    Ok(())
}

#[tokio::test]
async fn a_sign_in_that_the_server_ended_wants_the_person() -> Result<()> {
    let stage = Stage::http().await;
    let id = stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    stage.emulator.delete_user(&id);
    let error = account
        .access_token(&[CONTOSO_API_SCOPE])
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SignInRequired, "{error:?}");
    assert_eq!(
        client.accounts().await.unwrap().len(),
        1,
        "the account stays until it signs out"
    );
    // What is still good is still served.
    account.access_token(&[]).await?;
    Ok(())
}

#[tokio::test]
async fn an_outage_is_not_a_sign_out() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let own = account.access_token(&[]).await?;
    stage.emulator.shutdown().await;
    assert_eq!(account.access_token(&[]).await?.expose(), own.expose());
    let error = account
        .access_token(&[CONTOSO_API_SCOPE])
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
    assert_eq!(client.accounts().await.unwrap().len(), 1);
    Ok(())
}

/// A server that lets one person sign in twice and holds the refreshes in between.
#[tokio::test]
async fn a_new_sign_in_overtakes_the_refreshes_of_the_old_one() -> Result<()> {
    const INITIATED: &str = r#"{"continuation_token":"CT-1"}"#;
    const PASSWORD_WANTED: &str = r#"{"continuation_token":"CT-2","challenge_type":"password"}"#;
    let id_token = id_token(CLIENT_ID, &Value::Null);
    let tokens = |number: u8, scope: &str| {
        Reply::json(
            200,
            &format!(
                r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"AT-{number}","scope":"{scope}",
                "refresh_token":"RT-{number}","id_token":"{id_token}"}}"#
            ),
        )
    };
    // The old refresh goes out first and is answered last: its answer comes over a connection of its own.
    let server = Misbehaving::start([
        Reply::json(200, INITIATED),
        Reply::json(200, PASSWORD_WANTED),
        tokens(1, "openid"),
        Reply::Silence,
        Reply::json(200, INITIATED),
        Reply::json(200, PASSWORD_WANTED),
        tokens(2, "openid"),
        tokens(3, "api://c/Read"),
        tokens(4, "api://b/Read"),
    ])
    .await
    .unwrap();
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .exchange_timeout(Duration::from_millis(1500))
        .build()?;
    let account = password_account(&client, PAT, &[]).await?;
    let ask = |scope: &'static str| {
        let account = account.clone();
        tokio::spawn(async move { account.access_token(&[scope]).await })
    };
    // The first is under way, the second waits for its turn; then the person signs in again.
    let first = ask("api://b/Read");
    while server.requests().len() < 4 {
        tokio::task::yield_now().await;
    }
    let second = ask("api://c/Read");
    tokio::task::yield_now().await;
    password_account(&client, PAT, &[]).await?;
    assert_eq!(
        first.await.unwrap().unwrap_err().code(),
        "exchange_timed_out"
    );
    let second = second.await.unwrap()?;
    assert!(
        second.expose().starts_with("AT-"),
        "nobody is called signed out"
    );
    account.access_token(&["api://b/Read"]).await?;
    // Each refresh of the new sign-in used the newest token; the old one's token went out once.
    let sent: Vec<String> = server
        .requests()
        .iter()
        .filter_map(|request| request.body.split("refresh_token=RT-").nth(1))
        .filter_map(|rest| rest.split('&').next().map(str::to_owned))
        .collect();
    assert_eq!(sent, ["1", "2", "3"]);
    Ok(())
}

#[tokio::test]
async fn the_last_minutes_of_a_token_are_better_than_none() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let token = account.access_token(&[]).await?;
    let now = native_auth::Clock::now(&stage.clock);
    let left = token.expires_at().duration_since(now).unwrap();
    stage.emulator.shutdown().await;
    stage.clock.advance(left - Duration::from_secs(60));
    assert_eq!(account.access_token(&[]).await?.expose(), token.expose());
    stage.clock.advance(Duration::from_secs(60));
    let error = account.access_token(&[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error:?}");
    Ok(())
}
