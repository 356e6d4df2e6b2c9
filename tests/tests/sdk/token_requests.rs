//! What an access token has to be like: its life, forced, renewed ahead, stale in an outage, silent after a refusal.

use std::time::Duration;

use native_auth::{
    AccessToken, Account, AccountEvent, AccountEvents, ErrorKind, Result, TokenRequest,
};
use native_auth_emulator::{CONTOSO_API_SCOPE, Config, Fault, RetryAfterForm};
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::password_account;

const REFRESH: &str = "oauth2/v2.0/token";

fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// A tenant whose access tokens live for an hour, and this much longer in an outage.
async fn stage(outage: u64) -> Stage {
    let mut config = Config::default();
    let tokens = &mut config.tenants[0].tokens;
    tokens.access_token_min_seconds = Some(3600);
    tokens.access_token_max_seconds = Some(3600);
    tokens.access_token_outage_seconds = Some(outage);
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    stage
}

/// Waits until so many refreshes have been kept.
async fn refreshed(events: &mut AccountEvents) {
    while !matches!(events.next().await, Some(AccountEvent::Refreshed { .. })) {}
}

#[tokio::test]
async fn a_minimum_life_is_met_or_fetched() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    let lasting = |minutes_left| TokenRequest {
        minimum_ttl: minutes(minutes_left),
        ..TokenRequest::default()
    };
    stage.pass(minutes(10));
    let same = account.access_token_with(lasting(49)).await?;
    assert_eq!(same.expose(), first.expose());
    let longer = account.access_token_with(lasting(51)).await?;
    assert_ne!(longer.expose(), first.expose());
    assert_eq!(stage.refreshes(), 1);
    // More than any token has: one that was just fetched is as good as it gets.
    let longest = account.access_token_with(lasting(600)).await?;
    assert_eq!(stage.refreshes(), 2);
    assert_eq!(account.access_token(&[]).await?.expose(), longest.expose());
    Ok(())
}

#[tokio::test]
async fn a_forced_refresh_is_one_for_all_who_force_it() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    let forced = TokenRequest {
        force_refresh: true,
        ..TokenRequest::default()
    };
    let (one, other) = tokio::join!(
        account.access_token_with(forced.clone()),
        account.access_token_with(forced)
    );
    let (one, other) = (one?, other?);
    assert_eq!(one.expose(), other.expose());
    assert_ne!(one.expose(), first.expose());
    assert_eq!(stage.refreshes(), 1);
    assert_eq!(account.access_token(&[]).await?.expose(), one.expose());
    Ok(())
}

#[tokio::test]
async fn a_token_most_of_whose_life_is_over_is_renewed_while_it_serves() -> Result<()> {
    let stage = stage(0).await;
    let client = stage.password_client();
    let mut events = client.account_events();
    let account = password_account(&client, PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    stage.pass(minutes(44));
    assert_eq!(account.access_token(&[]).await?.expose(), first.expose());
    assert_eq!(stage.refreshes(), 0);
    stage.pass(minutes(2));
    assert_eq!(account.access_token(&[]).await?.expose(), first.expose());
    refreshed(&mut events).await;
    assert_eq!(stage.refreshes(), 1);
    let second = account.access_token(&[]).await?;
    assert_ne!(second.expose(), first.expose());
    assert_eq!(stage.refreshes(), 1);
    Ok(())
}

#[tokio::test]
async fn a_failure_in_the_background_is_nobodys_and_not_repeated_at_once() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    let broken = Fault {
        times: 100,
        ..Fault::status(REFRESH, 500)
    };
    stage.emulator.force(broken).unwrap();
    stage.pass(minutes(46));
    for _ in 0..50 {
        assert_eq!(account.access_token(&[]).await?.expose(), first.expose());
        tokio::task::yield_now().await;
    }
    // The one in the background has come to its end when another one asked for the same has.
    let forced = TokenRequest {
        minimum_ttl: minutes(50),
        ..TokenRequest::default()
    };
    let kept = account.access_token_with(forced).await?;
    assert_eq!(kept.expose(), first.expose(), "better than none");
    assert!(stage.refreshes() <= 2, "{}", stage.refreshes());
    Ok(())
}

/// The token for one scope has to be renewed, and the service grants another with it by now.
#[tokio::test]
async fn a_renewal_that_brings_more_ends_the_renewing() -> Result<()> {
    let stage = stage(0).await;
    let client = stage.password_client();
    let mut events = client.account_events();
    let account = password_account(&client, PAT, &[CONTOSO_API_SCOPE]).await?;
    let first = account.access_token(&[]).await?;
    let wider = format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"wider","scope":"{CONTOSO_API_SCOPE} api://more/Read"}}"#
    );
    let more = Fault {
        status: None,
        body: Some(wider.into()),
        ..Fault::status(REFRESH, 200)
    };
    stage.emulator.force(more).unwrap();
    stage.pass(minutes(46));
    assert_eq!(account.access_token(&[]).await?.expose(), first.expose());
    refreshed(&mut events).await;
    for _ in 0..20 {
        assert_eq!(account.access_token(&[]).await?.expose(), "wider");
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.refreshes(), 1);
    Ok(())
}

#[tokio::test]
async fn an_outage_is_bridged_where_the_app_and_the_service_allow_it() -> Result<()> {
    let stage = stage(7200).await;
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    stage.emulator.shutdown().await;
    stage.clock.advance(minutes(61));
    let bridged = TokenRequest {
        stale_in_outage: true,
        ..TokenRequest::default()
    };
    let error = account.access_token(&[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "offline, not signed out");
    let stale = account.access_token_with(bridged.clone()).await?;
    assert_eq!(stale.expose(), first.expose());
    assert!(stale.is_stale() && !first.is_stale());
    stage.clock.advance(minutes(120));
    let error = account.access_token_with(bridged).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert_eq!(client.accounts().await?.len(), 1, "and still signed in");
    Ok(())
}

#[tokio::test]
async fn the_same_request_is_silent_for_as_long_as_the_service_asked() -> Result<()> {
    for form in [RetryAfterForm::Seconds, RetryAfterForm::Date] {
        let stage = stage(0).await;
        let account = password_account(&stage.password_client(), PAT, &[]).await?;
        let throttled = Fault {
            retry_after: Some(120),
            retry_after_as: Some(form),
            ..Fault::status(REFRESH, 429)
        };
        stage.emulator.force(throttled).unwrap();
        let ask = || account.access_token(&[CONTOSO_API_SCOPE]);
        let error = ask().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Throttled, "{error:?}");
        assert_eq!(stage.refreshes(), 1);
        stage.pass(Duration::from_secs(110));
        let error = ask().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Throttled);
        assert_eq!(stage.refreshes(), 1, "silence");
        // Another request is another matter.
        account.access_token_with(forced()).await?;
        assert_eq!(stage.refreshes(), 2);
        stage.pass(Duration::from_secs(15));
        ask().await?;
        assert_eq!(stage.refreshes(), 3);
    }
    Ok(())
}

fn forced() -> TokenRequest {
    TokenRequest {
        force_refresh: true,
        ..TokenRequest::default()
    }
}

/// Twenty times; what the last came to, and how many refreshes that took.
async fn ask_often(stage: &Stage, account: &Account) -> (Result<AccessToken>, usize) {
    let before = stage.refreshes();
    for _ in 0..19 {
        drop(account.access_token(&[]).await);
    }
    let last = account.access_token(&[]).await;
    (last, stage.refreshes() - before)
}

#[tokio::test]
async fn a_clock_that_jumps_ahead_by_days_causes_no_storm() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    let first = account.access_token(&[]).await?;
    // By this clock even a fresh ID token has ended long ago.
    stage.clock.advance(minutes(60 * 24 * 20));
    let (last, refreshes) = ask_often(&stage, &account).await;
    assert_eq!(last.unwrap_err().code(), "id_token_expired");
    assert_eq!(refreshes, 1);
    stage.clock.set_back(minutes(60 * 24 * 20));
    let (last, refreshes) = ask_often(&stage, &account).await;
    assert_eq!(last?.expose(), first.expose());
    assert_eq!(refreshes, 0);
    Ok(())
}

#[tokio::test]
async fn a_clock_that_jumps_back_by_days_causes_no_storm() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    account.access_token(&[]).await?;
    // How old a token from the future is cannot be told.
    stage.clock.set_back(minutes(60 * 24 * 20));
    let (last, refreshes) = ask_often(&stage, &account).await;
    assert_eq!(last.unwrap_err().code(), "id_token_not_yet_valid");
    assert_eq!(refreshes, 1);
    stage.clock.advance(minutes(60 * 24 * 20));
    let (last, refreshes) = ask_often(&stage, &account).await;
    assert!(last.is_ok());
    assert_eq!(refreshes, 0);
    Ok(())
}

#[tokio::test]
async fn a_device_that_slept_for_weeks_refreshes_once() -> Result<()> {
    let stage = stage(0).await;
    let account = password_account(&stage.password_client(), PAT, &[]).await?;
    account.access_token(&[]).await?;
    stage.pass(minutes(60 * 24 * 20));
    let (last, refreshes) = ask_often(&stage, &account).await;
    assert!(last.is_ok());
    assert_eq!(refreshes, 1);
    Ok(())
}
