//! Records of the app's own storage that come back damaged.

use native_auth::{
    AccountEvent, Client, MemoryStorage, Result, Storage as _, StorageLoss, TokenStorage,
};
use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::{PASSWORD, PAT, Stage};

use crate::openings::password_account;

const QUINN: &str = "quinn.vale@example.test";

fn client(stage: &Stage, storage: &MemoryStorage) -> Client {
    let storage = TokenStorage::custom(storage.clone());
    let builder = stage.builder(CONTOSO_APP_PASSWORD).storage(storage);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_damaged_record_is_told_of_and_in_nobodys_way() -> Result<()> {
    let stage = Stage::http().await;
    let storage = MemoryStorage::new();
    let before = client(&stage, &storage);
    let mut ids = Vec::new();
    for username in [PAT, QUINN] {
        stage.add_user(username, Some(PASSWORD));
        let account = password_account(&before, username, &[]).await?;
        ids.push(account.id().clone());
    }
    let of_pat = |key: &String| key.contains(ids[0].object_id());
    let keys = storage.keys("account|").unwrap();
    let record = keys.iter().find(|key| of_pat(key)).unwrap();
    storage.save(record, b"half").unwrap();

    let client = client(&stage, &storage);
    let mut events = client.account_events();
    let accounts = client.accounts().await?;
    assert_eq!(accounts.len(), 1);
    assert_eq!(*accounts[0].id(), ids[1]);
    let loss = StorageLoss::Damaged;
    let first = events.next().await;
    assert_eq!(first, Some(AccountEvent::StorageLost { loss }));

    let again = password_account(&client, PAT, &[]).await?;
    again.access_token(&[]).await?;
    let signed_in = AccountEvent::SignedIn {
        account: ids[0].clone(),
    };
    assert_eq!(events.next().await, Some(signed_in), "it is told once");
    assert_eq!(storage.keys("damaged|").unwrap().len(), 1);

    storage.save(record, b"half").unwrap();
    client.remove_account(&ids[0]).await?;
    let left = storage.keys("").unwrap();
    assert!(!left.iter().any(of_pat), "{left:?}");
    assert_eq!(client.accounts().await?.len(), 1);
    Ok(())
}
