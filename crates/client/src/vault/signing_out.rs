//! Forgetting an account.

use std::sync::Arc;

use native_auth_cache::AccountKey;

use super::Vault;
use crate::storage_failure::explain;
use crate::{AccountEvent, Result};

impl Vault {
    /// Forgets every token of the account: in memory at once, even if the store then fails, and in the store.
    pub(crate) async fn sign_out(self: &Arc<Self>, key: &AccountKey) -> Result<()> {
        self.forget(key);
        let key = key.clone();
        self.blocking(move |vault| {
            let _in_order = vault.storing();
            // A save that was under way may have brought it back.
            vault.forget(&key);
            let store = vault.opened()?;
            store.remove(&key).map_err(explain)?;
            vault.memory().unremoved.remove(&key);
            vault.tell_losses(&**store);
            Ok(())
        })
        .await
    }

    fn forget(&self, key: &AccountKey) {
        let was_there = {
            let mut memory = self.memory();
            let ended = memory.cache.account(key).map(|account| account.sign_in);
            let known = memory.unremoved.get(key).copied().flatten();
            memory.unremoved.insert(key.clone(), ended.or(known));
            memory.forget(key)
        };
        if was_there {
            let account = key.account();
            self.events.announce(AccountEvent::SignedOut { account });
        }
    }
}
