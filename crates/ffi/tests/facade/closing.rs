//! What a client that was closed lets go of, while the app still holds everything that it gave.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use native_auth_ffi::{
    AccountId, AccountObserver, CallbackFailure, Exchange, LogEntry, LogSink, NativeAuthClient,
    RequestHeaders, Storage, StorageFailure, StorageLock, StorageLoss, TokenStorage, Transport,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::stage::{Stage, account, begin, sign_in};

/// An object of the app's. The channel ends when it is freed.
struct App {
    _alive: UnboundedSender<()>,
    records: Mutex<HashMap<String, Vec<u8>>>,
}

impl App {
    fn object() -> (Arc<Self>, UnboundedReceiver<()>) {
        let (alive, freed) = unbounded_channel();
        let records = Mutex::default();
        (
            Arc::new(Self {
                _alive: alive,
                records,
            }),
            freed,
        )
    }
}

thread_local! {
    /// Is dropped when the thread ends.
    static THREAD: RefCell<Option<UnboundedSender<()>>> = const { RefCell::new(None) };
}

impl LogSink for App {
    fn log(&self, _: LogEntry) -> Result<(), CallbackFailure> {
        THREAD.set(Some(self._alive.clone()));
        Ok(())
    }
}

impl RequestHeaders for App {
    fn headers(&self, _: String) -> Result<HashMap<String, String>, CallbackFailure> {
        Ok(HashMap::new())
    }
}

impl Transport for App {
    fn begin(&self, _: Arc<Exchange>) -> Result<bool, CallbackFailure> {
        Err(CallbackFailure::Failed)
    }

    fn cancel(&self, _: u64) -> Result<(), CallbackFailure> {
        Ok(())
    }
}

impl AccountObserver for App {
    fn signed_in(&self, _: AccountId) -> Result<(), CallbackFailure> {
        Ok(())
    }

    fn refreshed(&self, _: AccountId) -> Result<(), CallbackFailure> {
        Ok(())
    }

    fn signed_out(&self, _: AccountId) -> Result<(), CallbackFailure> {
        Ok(())
    }

    fn storage_lost(&self, _: StorageLoss) -> Result<(), CallbackFailure> {
        Ok(())
    }
}

impl Storage for App {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StorageFailure> {
        Ok(self.records.lock().unwrap().get(&key).cloned())
    }

    fn save(&self, key: String, bytes: Vec<u8>) -> Result<bool, StorageFailure> {
        self.records.lock().unwrap().insert(key, bytes);
        Ok(true)
    }

    fn delete(&self, key: String) -> Result<bool, StorageFailure> {
        self.records.lock().unwrap().remove(&key);
        Ok(true)
    }

    fn keys(&self, _: String) -> Result<Vec<String>, StorageFailure> {
        Ok(self.records.lock().unwrap().keys().cloned().collect())
    }

    fn lock(&self, _: String, _: Duration) -> Result<Option<Arc<dyn StorageLock>>, StorageFailure> {
        Ok(None)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_client_lets_the_apps_objects_and_its_threads_go_though_it_is_held() {
    let stage = Stage::new().await;
    let (storage, mut storage_freed) = App::object();
    let (headers, mut headers_freed) = App::object();
    let (sink, mut sink_freed) = App::object();
    let (observer, mut observer_freed) = App::object();
    let client = NativeAuthClient::new(
        stage.options(),
        Some(TokenStorage::custom(storage)),
        None,
        Some(headers),
        None,
        Some(sink),
        None,
    )
    .unwrap();
    let subscription = client.observe_accounts(observer).unwrap();
    let step = begin(&client).await.unwrap();
    let account = account(sign_in(&client).await.unwrap());
    let listed = client.accounts(None).await.unwrap();
    client.close_client();
    assert_eq!(observer_freed.recv().await, None);
    assert_eq!(headers_freed.recv().await, None);
    assert_eq!(storage_freed.recv().await, None);
    // The thread that the lines are told on has ended, too.
    assert_eq!(sink_freed.recv().await, None);
    for account in listed.iter().chain([&account]) {
        assert_eq!(account.claims().unwrap_err().code(), "client_closed");
        let token = account.access_token(Vec::new(), None, None, None).await;
        assert_eq!(token.unwrap_err().code(), "client_closed");
    }
    drop((client, subscription, step));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_client_lets_the_apps_transport_go_though_it_is_held() {
    let stage = Stage::new().await;
    let (transport, mut freed) = App::object();
    let storage = Some(TokenStorage::in_memory());
    let options = stage.options();
    let client =
        NativeAuthClient::new(options, storage, Some(transport), None, None, None, None).unwrap();
    assert_eq!(begin(&client).await.unwrap_err().code(), "host_unreachable");
    client.close_client();
    assert_eq!(freed.recv().await, None);
    drop(client);
}
