//! Accounts taken over from a cache of Microsoft's clients, and given to one.

use native_auth::{Client, Result, Secret, TokenStorage};
use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{PASSWORD, PAT, Stage};
use tempfile::TempDir;

use crate::openings::password_account;

async fn stage() -> Stage {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    stage
}

#[tokio::test]
async fn what_is_exported_signs_in_elsewhere_without_a_request() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    let account = password_account(&client, PAT, &[]).await?;
    let token = account.access_token(&[]).await?;
    let cache = client.export_msal_cache().await?;
    let sent = stage.emulator.requests().len();
    let other = stage.password_client();
    let imported = other.import_msal_cache(&cache).await?;
    assert_eq!(imported.accounts.len(), 1);
    assert_eq!((imported.skipped, imported.malformed), (0, 0));
    let there = &imported.accounts[0];
    assert_eq!(there.id(), account.id());
    assert!(there.id_token().is_none(), "nobody has verified it");
    assert!(other.account_by_username(PAT).await?.is_some());
    assert_eq!(
        there.access_token(&[]).await?.expose(),
        token.expose(),
        "the very token"
    );
    assert_eq!(stage.emulator.requests().len(), sent);
    // What is known about the person comes with the next refresh.
    stage.pass(std::time::Duration::from_secs(7200));
    there.access_token(&[]).await?;
    assert!(there.id_token().is_some());
    Ok(())
}

#[tokio::test]
async fn another_apps_accounts_and_what_is_no_cache_sign_nobody_in() -> Result<()> {
    let stage = stage().await;
    let client = stage.password_client();
    password_account(&client, PAT, &[]).await?;
    let cache = client.export_msal_cache().await?;
    let other = stage.code_client();
    let imported = other.import_msal_cache(&cache).await?;
    assert!(imported.accounts.is_empty());
    assert!(imported.skipped > 0);
    let error = other.import_msal_cache(&Secret::from("{\"a\":")).await;
    assert_eq!(error.unwrap_err().code(), "msal_cache_unreadable");
    assert!(other.accounts().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_file_of_theirs_is_a_storage() -> Result<()> {
    let stage = stage().await;
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("msal.json");
    let client = || -> Client {
        let storage = TokenStorage::msal_file(&path);
        let builder = stage.builder(CONTOSO_APP_PASSWORD).storage(storage);
        builder.build().unwrap()
    };
    let first = client();
    let account = password_account(&first, PAT, &[]).await?;
    assert!(account.id_token().is_some(), "this client verified it");
    let second = client();
    let same = second.account(account.id()).await?.unwrap();
    assert!(
        same.id_token().is_none(),
        "somebody else may have put it there"
    );
    assert_eq!(
        same.access_token(&[]).await?.expose(),
        account.access_token(&[]).await?.expose()
    );
    same.sign_out().await?;
    assert!(first.accounts().await?.is_empty());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(account.id().object_id()));
    Ok(())
}
