//! Who is signed in, with what is stored of them.

use native_auth::{Account, Client, ErrorKind};

use crate::failure::Failure;

/// Everybody whose account can be read.
pub(super) async fn accounts(client: &Client) -> Result<Vec<Account>, Failure> {
    let listed = client.accounts().await?;
    let mut there = Vec::with_capacity(listed.len());
    for account in listed {
        match account.load().await {
            Ok(()) => there.push(account),
            // It has signed out meanwhile, or was damaged, which the storage has told.
            Err(error) if error.kind() == ErrorKind::SignInRequired => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(there)
}
