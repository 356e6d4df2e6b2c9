//! Two clients with one storage, as two processes of an app have: what one does, the other sees.

use std::time::Duration;

use native_auth::{
    Account, AccountEvent, AccountEvents, Client, ErrorKind, MemoryStorage, Result, TokenRequest,
    TokenStorage,
};
use native_auth_emulator::{CONTOSO_API_SCOPE, CONTOSO_APP_PASSWORD, Config, Fault};
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::password_account;

const QUINN: &str = "quinn.vale@example.test";

/// A tenant that takes each refresh token once.
async fn strict() -> Stage {
    let config = Config {
        strict_refresh_tokens: true,
        ..Config::default()
    };
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    stage.add_user(QUINN, Some(PASSWORD));
    stage
}

fn client(stage: &Stage, storage: &MemoryStorage) -> Client {
    let storage = TokenStorage::custom(storage.clone());
    let builder = stage.builder(CONTOSO_APP_PASSWORD).storage(storage);
    builder.build().unwrap()
}

/// Two clients, of which the first has signed in, and the account as each sees it.
async fn two(stage: &Stage) -> Result<([Client; 2], [Account; 2])> {
    let storage = MemoryStorage::new();
    let clients = [client(stage, &storage), client(stage, &storage)];
    let first = password_account(&clients[0], PAT, &[]).await?;
    let second = clients[1].account(first.id()).await?.unwrap();
    Ok((clients, [first, second]))
}

async fn next_of(events: &mut AccountEvents, wanted: impl Fn(&AccountEvent) -> bool) {
    while !wanted(&events.next().await.unwrap()) {}
}

#[tokio::test]
async fn what_one_signed_in_the_other_has_without_a_request() -> Result<()> {
    let stage = strict().await;
    let (clients, [first, second]) = two(&stage).await?;
    let sent = stage.emulator.requests().len();
    let token = second.access_token(&[]).await?;
    assert_eq!(token.expose(), first.access_token(&[]).await?.expose());
    assert_eq!(second.claims(), first.claims());
    assert_eq!(clients[1].accounts().await?.len(), 1);
    let by_name = clients[1]
        .account_by_username("PAT.Marsh@Example.Test")
        .await?;
    assert_eq!(by_name.unwrap().id(), first.id());
    assert!(clients[1].account_by_username(QUINN).await?.is_none());
    assert_eq!(stage.emulator.requests().len(), sent);
    Ok(())
}

#[tokio::test]
async fn one_refresh_for_all_callers_of_both() -> Result<()> {
    let stage = strict().await;
    let (_clients, accounts) = two(&stage).await?;
    for round in 1..=5 {
        stage.pass(Duration::from_secs(2 * 3600));
        let callers: Vec<_> = (0..64)
            .map(|number| {
                let account = accounts[number % 2].clone();
                tokio::spawn(async move { account.access_token(&[]).await })
            })
            .collect();
        let mut tokens = Vec::new();
        for caller in callers {
            tokens.push(caller.await.unwrap()?.expose().to_owned());
        }
        tokens.dedup();
        assert_eq!(tokens.len(), 1);
        assert_eq!(stage.refreshes(), round);
    }
    Ok(())
}

#[tokio::test]
async fn the_refresh_token_that_the_other_rotated_is_the_one_that_is_used() -> Result<()> {
    let stage = strict().await;
    let (_clients, accounts) = two(&stage).await?;
    let forced = TokenRequest {
        force_refresh: true,
        ..TokenRequest::default()
    };
    for number in 0..6 {
        let token = accounts[number % 2]
            .access_token_with(forced.clone())
            .await?;
        assert!(!token.expose().is_empty());
    }
    assert_eq!(stage.refreshes(), 6);
    Ok(())
}

#[tokio::test]
async fn a_sign_out_of_one_is_a_sign_out_of_the_other() -> Result<()> {
    let stage = strict().await;
    let (clients, [first, second]) = two(&stage).await?;
    let quinn = password_account(&clients[1], QUINN, &[]).await?;
    let mut events = clients[1].account_events();
    first.sign_out().await?;
    first.sign_out().await?;
    let left = clients[1].accounts().await?;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id(), quinn.id());
    let account = second.id().clone();
    next_of(&mut events, |event| {
        *event
            == AccountEvent::SignedOut {
                account: account.clone(),
            }
    })
    .await;
    let error = second.access_token(&[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SignInRequired);
    assert_eq!(error.code(), "account_signed_out");
    quinn.access_token(&[CONTOSO_API_SCOPE]).await?;
    Ok(())
}

#[tokio::test]
async fn a_user_name_is_nobodys_once_another_has_signed_its_account_out() -> Result<()> {
    let stage = strict().await;
    let (clients, [first, _]) = two(&stage).await?;
    for _ in 0..2 {
        let found = clients[1].account_by_username(PAT).await?;
        assert_eq!(found.unwrap().id(), first.id());
    }
    clients[0].remove_account(first.id()).await?;
    assert!(clients[1].account_by_username(PAT).await?.is_none());
    let again = password_account(&clients[0], PAT, &[]).await?;
    let found = clients[1].account_by_username(PAT).await?;
    assert_eq!(found.unwrap().id(), again.id());
    Ok(())
}

#[tokio::test]
async fn a_sign_out_during_a_refresh_stays_one() -> Result<()> {
    let stage = strict().await;
    let storage = MemoryStorage::new();
    for by_the_other in [false, true] {
        let clients = [client(&stage, &storage), client(&stage, &storage)];
        let account = password_account(&clients[0], PAT, &[]).await?;
        stage
            .emulator
            .force(Fault {
                status: None,
                delay_ms: Some(300),
                ..Fault::status("oauth2/v2.0/token", 200)
            })
            .unwrap();
        let before = stage.refreshes();
        let asker = account.clone();
        let asked = tokio::spawn(async move { asker.access_token(&[CONTOSO_API_SCOPE]).await });
        while stage.refreshes() == before {
            tokio::task::yield_now().await;
        }
        if by_the_other {
            clients[1].remove_account(account.id()).await?;
        } else {
            account.sign_out().await?;
        }
        let error = asked.await.unwrap().unwrap_err();
        assert_eq!(error.code(), "account_signed_out");
        for client in &clients {
            assert!(client.accounts().await?.is_empty());
        }
    }
    Ok(())
}

#[tokio::test]
async fn events_tell_the_life_of_an_account() -> Result<()> {
    let stage = strict().await;
    let client = stage.password_client();
    let mut events = client.account_events();
    let pat = password_account(&client, PAT, &[]).await?;
    pat.access_token(&[CONTOSO_API_SCOPE]).await?;
    pat.sign_out().await?;
    let account = pat.id().clone();
    let told = [
        AccountEvent::SignedIn {
            account: account.clone(),
        },
        AccountEvent::Refreshed {
            account: account.clone(),
        },
        AccountEvent::SignedOut { account },
    ];
    for event in told {
        assert_eq!(events.next().await, Some(event));
    }
    drop((client, pat));
    assert_eq!(events.next().await, None);
    Ok(())
}

#[tokio::test]
async fn a_user_name_that_two_accounts_have_is_nobodys() -> Result<()> {
    let stage = strict().await;
    let client = stage.password_client();
    let first = password_account(&client, PAT, &[]).await?;
    stage.emulator.delete_user(first.id().object_id());
    stage.add_user(PAT, Some(PASSWORD));
    let second = password_account(&client, PAT, &[]).await?;
    assert_ne!(first.id(), second.id());
    let error = client.account_by_username(PAT).await.unwrap_err();
    assert_eq!(error.code(), "account_ambiguous");
    first.sign_out().await?;
    let found = client.account_by_username(PAT).await?.unwrap();
    assert_eq!(found.id(), second.id());
    Ok(())
}
