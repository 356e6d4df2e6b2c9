//! The accounts of a client: in memory for asking, in a store for keeping.
//!
//! Whatever touches the store blocks, and runs on a thread where that is allowed, whole: the store first, then memory,
//! then the events. A caller who gives up changes nothing of that, so no token is lost between the two. `storing` keeps
//! those runs in order; asking takes the lock of the memory alone, never across anything that waits.

mod catching_up;
mod looking;
mod memory;
mod renewal_lock;
mod saving;
mod signing_out;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use futures_channel::oneshot;
use native_auth_cache::{AccountKey, AccountRecord, Partition, ScopeSet, StorageLoss, TokenStore};
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::{AccountId, Secret};

use crate::account_events::Announcer;
use crate::storage_failure::explain;
use crate::{AccessToken, AccountEvent, Result, TokenStorage};

pub(crate) use memory::Asked;
use memory::Memory;
pub(crate) use renewal_lock::RenewalLock;
pub(crate) use saving::Refreshed;

/// How often asking for a token makes this process look at what others have changed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

pub(crate) struct Vault {
    partition: Partition,
    storage: TokenStorage,
    /// How long a refresh of another process is waited for.
    patience: Duration,
    store: OnceLock<Arc<dyn TokenStore>>,
    storing: Mutex<()>,
    /// When opening the store last failed, and why.
    failed: Mutex<Option<(Instant, Error)>>,
    memory: Mutex<Memory>,
    events: Announcer,
    /// Milliseconds since 1970 of the last look at what others have changed.
    looked: AtomicU64,
    /// Whether the store can tell what others have changed.
    tells: AtomicBool,
}

impl Vault {
    pub(crate) fn new(
        partition: Partition,
        storage: TokenStorage,
        patience: Duration,
    ) -> Arc<Self> {
        Arc::new(Self {
            partition,
            storage,
            patience,
            store: OnceLock::new(),
            storing: Mutex::new(()),
            failed: Mutex::new(None),
            memory: Mutex::default(),
            events: Announcer::default(),
            looked: AtomicU64::new(0),
            tells: AtomicBool::new(true),
        })
    }

    /// Which tenant the stored accounts are of, if there are any and this library verified them.
    pub(crate) fn tenant(&self) -> Option<String> {
        let store = self.store.get()?;
        if !store.has_verified_id_tokens() {
            return None;
        }
        let memory = self.memory();
        let first = memory.cache.accounts(&self.partition).next();
        first.map(AccountKey::tenant_id)
    }

    /// The key of an account whose tokens are of its own tenant.
    pub(crate) fn key(&self, id: &AccountId) -> AccountKey {
        AccountKey::new(&self.partition, id.tenant_id(), id)
    }

    #[cfg(feature = "msal")]
    pub(crate) fn partition(&self) -> &Partition {
        &self.partition
    }

    /// The key as memory has it, by which asking is quicker; the same if the account is not there.
    pub(crate) fn known(&self, key: AccountKey) -> AccountKey {
        let known = self.memory().cache.known(&key).cloned();
        known.unwrap_or(key)
    }

    pub(crate) fn events(&self) -> &Announcer {
        &self.events
    }

    /// What is there and serves, from memory; nothing is waited for.
    pub(crate) fn ask<S: AsRef<str>>(
        &self,
        key: &AccountKey,
        scopes: &[S],
        now: SystemTime,
        minimum: Duration,
    ) -> Asked {
        self.memory().ask(key, scopes, now, minimum)
    }

    /// A token that serves while the service is down, however little life it has left.
    pub(crate) fn ask_in_outage(
        &self,
        key: &AccountKey,
        wanted: &ScopeSet,
        now: SystemTime,
    ) -> Option<AccessToken> {
        let mut memory = self.memory();
        let token = memory.cache.find_in_outage(key, wanted, now).ok()??;
        Some(AccessToken::stale(Arc::clone(token), now))
    }

    pub(crate) fn account(&self, key: &AccountKey) -> Option<AccountRecord> {
        self.memory().cache.account(key).cloned()
    }

    /// The account's user name as it is spelt; it need not be loaded for that.
    pub(crate) fn username(&self, key: &AccountKey) -> Option<String> {
        self.memory().cache.username(key).map(str::to_owned)
    }

    /// Reads one thing off the account's record, if it is here.
    pub(crate) fn read<T>(
        &self,
        key: &AccountKey,
        read: impl FnOnce(&AccountRecord) -> Option<T>,
    ) -> Option<T> {
        read(self.memory().cache.account(key)?)
    }

    /// The account's newest ID token, if it is known to have been verified; `None` if the account is not here.
    pub(crate) fn id_token(&self, key: &AccountKey) -> Option<Secret> {
        let verified_by_store = self
            .store
            .get()
            .is_none_or(|store| store.has_verified_id_tokens());
        let memory = self.memory();
        let token = memory.cache.account(key)?.id_token.as_ref()?;
        let verified_here = || {
            let verified = memory.verified.get(key);
            verified.is_some_and(|verified| verified.expose() == token.expose())
        };
        (verified_by_store || verified_here()).then(|| token.clone())
    }

    /// Whether it is time to look at what others have changed; says so once.
    pub(crate) fn should_look(&self, now: SystemTime) -> bool {
        if self.store.get().is_none() || !self.tells.load(Ordering::Relaxed) {
            return false;
        }
        let now = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
        let looked = self.looked.load(Ordering::Relaxed);
        let pause = u64::try_from(LOOK_AGAIN.as_millis()).unwrap_or(0);
        let due = now.abs_diff(looked) >= pause;
        due && self
            .looked
            .compare_exchange(looked, now, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
    }

    /// Runs it where blocking is allowed. It runs to its end even if nobody waits for it.
    pub(crate) async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return Err(Error::new(&catalogue::RUNTIME_MISSING));
        };
        let (answer, answered) = oneshot::channel();
        let vault = Arc::clone(self);
        // What it logs goes where that of the caller goes.
        let logs = tracing::dispatcher::get_default(Clone::clone);
        // Behind a pointer all of it is one type for the runtime, whose task for each would be many times as large.
        let work: Box<dyn FnOnce() + Send> = Box::new(move || {
            // Whoever waited may have given up.
            let _ = answer.send(tracing::dispatcher::with_default(&logs, || work(&vault)));
        });
        drop(runtime.spawn_blocking(work));
        // A storage of the app's own that panicked, or the end of the runtime.
        answered
            .await
            .unwrap_or_else(|_| Err(Error::new(&catalogue::STORAGE_UNAVAILABLE)))
    }

    /// The store, opened if it is not yet. Blocks.
    fn store(&self) -> Result<&Arc<dyn TokenStore>> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let began = Instant::now();
        let _opening = self.storing();
        // Whoever waited while somebody else failed need not fail again, one after the other.
        let failed = self
            .failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match failed {
            Some((at, error)) if at >= began && self.store.get().is_none() => Err(error),
            _ => self.opened(),
        }
    }

    /// As [`store`](Self::store), for who holds `storing` already.
    fn opened(&self) -> Result<&Arc<dyn TokenStore>> {
        if let Some(store) = self.store.get() {
            return Ok(store);
        }
        let opened = self.storage.open().map_err(explain);
        if let Err(error) = &opened {
            let failed = Some((Instant::now(), error.clone()));
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = failed;
        }
        let store = opened?;
        let headings = store.accounts(&self.partition).map_err(explain)?;
        {
            let mut memory = self.memory();
            for heading in &headings {
                memory.cache.know(heading);
            }
        }
        let store = self.store.get_or_init(|| store);
        self.tell_losses(&**store);
        Ok(store)
    }

    fn tell_losses(&self, store: &dyn TokenStore) {
        for loss in store.losses() {
            self.lost(loss);
        }
    }

    fn lost(&self, loss: StorageLoss) {
        self.events.announce(AccountEvent::StorageLost { loss });
    }

    fn storing(&self) -> MutexGuard<'_, ()> {
        self.storing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A storage of the app's own may panic, but not while this is held: whole data all the same.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
