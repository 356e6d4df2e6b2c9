//! Taking accounts over from Microsoft's clients, and giving them to those.

use native_auth_cache::msal::{self, ImportedAccount, MsalError};
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::Secret;

use crate::randomness::random_bytes;
use crate::{Account, Client, Result};

/// What was taken over from a cache of Microsoft's clients.
#[derive(Debug)]
#[non_exhaustive]
pub struct MsalImport {
    /// The accounts that are signed in now.
    pub accounts: Vec<Account>,
    /// How many entities belong to other apps or tenants, or to no account.
    pub skipped: usize,
    /// How many entities lack something or cannot be read.
    pub malformed: usize,
}

impl Client {
    /// The accounts of this client as a token cache of Microsoft's clients, in the JSON that MSAL for Python, Node and .NET
    /// share. **It holds every token in the clear.**
    ///
    /// # Errors
    ///
    /// [`StorageUnavailable`](crate::ErrorKind::StorageUnavailable) or [`Storage`](crate::ErrorKind::Storage) if the
    /// storage cannot tell.
    pub async fn export_msal_cache(&self) -> Result<Secret> {
        let vault = &self.inner().vault;
        let stored = vault.blocking(|vault| vault.everything()).await?;
        let mut text = msal::export(&stored);
        Ok(Secret::new(std::mem::take(&mut *text)))
    }

    /// Signs in the accounts that a token cache of Microsoft's clients holds for this app in this tenant: they take the
    /// place of those of the same identity. Nothing is sent.
    ///
    /// The ID tokens in it are not believed, because nobody has verified them: what is known about a person comes with the
    /// next refresh.
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if the text is no such cache (`msal_cache_unreadable`). Besides, as those of
    /// [`accounts`](Self::accounts).
    pub async fn import_msal_cache(&self, cache: &Secret) -> Result<MsalImport> {
        self.inner().vault.ready().await?;
        let imported = msal::import(cache.expose(), self.inner().vault.partition())
            .map_err(|error| unreadable(&error))?;
        let skipped = imported.skipped;
        let mut accounts = Vec::new();
        for ImportedAccount { mut stored, .. } in imported.accounts {
            let seed = u64::from_le_bytes(random_bytes());
            stored.account.sign_in = seed;
            stored.account.generation = seed >> 1;
            stored.account.id_token = None;
            let key = stored.account.key.clone();
            let take_over = move |vault: &crate::vault::Vault| {
                vault.imported(stored);
                Ok(())
            };
            self.inner().vault.blocking(take_over).await?;
            accounts.push(Account::new(self.clone(), key));
        }
        Ok(MsalImport {
            accounts,
            skipped: skipped.others.saturating_add(skipped.without_account),
            malformed: skipped.malformed,
        })
    }
}

fn unreadable(error: &MsalError) -> Error {
    Error::new(&catalogue::MSAL_CACHE_UNREADABLE).with_detail(error.to_string())
}
