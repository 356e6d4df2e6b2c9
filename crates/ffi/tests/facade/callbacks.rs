use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use native_auth_ffi::{
    AccountId, AccountObserver, CallbackFailure, Exchange, LogEntry, LogSink, Storage,
    StorageFailure, StorageLock, StorageLoss, Transport, TransportFailure,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::stage::{Own, Stage, account, begin, sign_in, token};

/// A transport that does one thing.
struct Does(fn(Arc<Exchange>) -> Result<bool, CallbackFailure>);

impl Transport for Does {
    fn begin(&self, exchange: Arc<Exchange>) -> Result<bool, CallbackFailure> {
        (self.0)(exchange)
    }

    fn cancel(&self, _: u64) -> Result<(), CallbackFailure> {
        Ok(())
    }
}

#[tokio::test]
async fn what_a_transport_does_becomes_a_typed_error() {
    let stage = Stage::new().await;
    type Behaviour = fn(Arc<Exchange>) -> Result<bool, CallbackFailure>;
    let cases: [(Behaviour, &str); 7] = [
        (|_| Err(CallbackFailure::Failed), "host_unreachable"),
        // Freed without an answer.
        (|_| Ok(true), "connection_lost"),
        // As if an exception had been lost, with the exchange still held.
        (
            |exchange| {
                std::mem::forget(exchange);
                Ok(false)
            },
            "connection_lost",
        ),
        (|_| panic!("a panic of the app's"), "connection_lost"),
        (
            |exchange| {
                exchange.fail(TransportFailure::Certificate);
                // Only the first counts.
                exchange.respond(200, HashMap::new(), Vec::new());
                Ok(true)
            },
            "certificate_rejected",
        ),
        (
            |exchange| {
                exchange.respond(503, HashMap::new(), b"down".to_vec());
                Ok(true)
            },
            "gateway_failed",
        ),
        (
            |exchange| {
                exchange.respond(200, HashMap::new(), vec![0xff; 1 << 20]);
                Ok(true)
            },
            "reply_not_json",
        ),
    ];
    for (does, code) in cases {
        let transport: Arc<dyn Transport> = Arc::new(Does(does));
        let client = stage.client_with(Own {
            transport: Some(transport),
            ..Own::default()
        });
        assert_eq!(begin(&client).await.unwrap_err().code(), code);
    }
}

/// Hands the exchanges and cancellations out.
struct Hands(UnboundedSender<Arc<Exchange>>, UnboundedSender<u64>);

impl Transport for Hands {
    fn begin(&self, exchange: Arc<Exchange>) -> Result<bool, CallbackFailure> {
        self.0
            .send(exchange)
            .map(|()| true)
            .map_err(|_| CallbackFailure::Failed)
    }

    fn cancel(&self, exchange: u64) -> Result<(), CallbackFailure> {
        self.1.send(exchange).map_err(|_| CallbackFailure::Failed)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transport_is_told_when_nobody_waits_any_more() {
    let stage = Stage::new().await;
    let (begun, mut exchanges) = unbounded_channel();
    let (given_up, mut cancelled): (_, UnboundedReceiver<u64>) = unbounded_channel();
    let transport: Arc<dyn Transport> = Arc::new(Hands(begun, given_up));
    let client = stage.client_with(Own {
        transport: Some(transport),
        ..Own::default()
    });
    let call = {
        let client = Arc::clone(&client);
        tokio::spawn(async move { begin(&client).await })
    };
    let exchange = loop {
        let exchange = exchanges.recv().await.unwrap();
        // Keys and metadata are fetched besides.
        if exchange.method() == "POST" {
            break exchange;
        }
    };
    assert!(exchange.url().contains("initiate"));
    assert!(!exchange.is_given_up());
    call.abort();
    while cancelled.recv().await.unwrap() != exchange.number() {}
    assert!(exchange.is_given_up());
}

/// A storage whose every method fails as it is told.
struct Fails(StorageFailure);

impl Storage for Fails {
    fn load(&self, _: String) -> Result<Option<Vec<u8>>, StorageFailure> {
        Err(self.0)
    }

    fn save(&self, _: String, _: Vec<u8>) -> Result<bool, StorageFailure> {
        Err(self.0)
    }

    fn delete(&self, _: String) -> Result<bool, StorageFailure> {
        Err(self.0)
    }

    fn keys(&self, _: String) -> Result<Vec<String>, StorageFailure> {
        Err(self.0)
    }

    fn lock(&self, _: String, _: Duration) -> Result<Option<Arc<dyn StorageLock>>, StorageFailure> {
        Err(self.0)
    }
}

#[tokio::test]
async fn a_storage_that_fails_is_a_typed_error() {
    let stage = Stage::new().await;
    for (failure, code) in [
        (StorageFailure::Locked, "key_store_locked"),
        (StorageFailure::Full, "storage_full"),
        (StorageFailure::ReadOnly, "storage_read_only"),
        (StorageFailure::Unreachable, "storage_unreachable"),
        (StorageFailure::Failed, "storage_unavailable"),
    ] {
        let storage: Arc<dyn Storage> = Arc::new(Fails(failure));
        let client = stage.client_with(Own {
            storage: Some(storage),
            ..Own::default()
        });
        assert_eq!(client.accounts(None).await.unwrap_err().code(), code);
    }
}

/// A storage that keeps, and counts its locks.
#[derive(Default)]
struct Keeps {
    records: Mutex<HashMap<String, Vec<u8>>>,
    held: Arc<Mutex<i32>>,
    /// Does nothing, and says what is left when an exception is lost on its way.
    loses: bool,
}

struct Lock(Arc<Mutex<i32>>);

impl StorageLock for Lock {
    fn release(&self) -> Result<(), StorageFailure> {
        *self.0.lock().unwrap() -= 1;
        Ok(())
    }
}

impl Storage for Keeps {
    fn load(&self, key: String) -> Result<Option<Vec<u8>>, StorageFailure> {
        Ok(self.records.lock().unwrap().get(&key).cloned())
    }

    fn save(&self, key: String, bytes: Vec<u8>) -> Result<bool, StorageFailure> {
        if !self.loses {
            self.records.lock().unwrap().insert(key, bytes);
        }
        Ok(!self.loses)
    }

    fn delete(&self, key: String) -> Result<bool, StorageFailure> {
        if !self.loses {
            self.records.lock().unwrap().remove(&key);
        }
        Ok(!self.loses)
    }

    fn keys(&self, prefix: String) -> Result<Vec<String>, StorageFailure> {
        let records = self.records.lock().unwrap();
        Ok(records
            .keys()
            .filter(|key| key.starts_with(&prefix))
            .cloned()
            .collect())
    }

    fn lock(&self, _: String, _: Duration) -> Result<Option<Arc<dyn StorageLock>>, StorageFailure> {
        *self.held.lock().unwrap() += 1;
        Ok(Some(Arc::new(Lock(Arc::clone(&self.held)))))
    }
}

#[tokio::test]
async fn accounts_outlive_a_client_in_the_apps_own_storage_and_every_lock_is_released() {
    let stage = Stage::new().await;
    let keeps = Arc::new(Keeps::default());
    let own = || Own {
        storage: Some(Arc::clone(&keeps) as Arc<dyn Storage>),
        ..Own::default()
    };
    account(sign_in(&stage.client_with(own())).await.unwrap());
    let client = stage.client_with(own());
    let accounts = client.accounts(None).await.unwrap();
    token(&accounts[0]).await.unwrap();
    accounts[0].sign_out(None).await.unwrap();
    assert!(
        keeps
            .records
            .lock()
            .unwrap()
            .values()
            .all(|bytes| bytes.len() < 200)
    );
    while *keeps.held.lock().unwrap() != 0 {
        tokio::task::yield_now().await;
    }
}

/// More than the runtime has threads for what blocks: whoever waits must not keep those from working who are waited for.
#[tokio::test(flavor = "multi_thread")]
async fn a_storage_of_the_apps_serves_many_callers_at_once() {
    let stage = Stage::new().await;
    let keeps: Arc<dyn Storage> = Arc::new(Keeps::default());
    let client = stage.client_with(Own {
        storage: Some(keeps),
        ..Own::default()
    });
    account(sign_in(&client).await.unwrap());
    let callers: Vec<_> = (0..700)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.accounts(None).await.map(|accounts| accounts.len()) })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap(), 1);
    }
}

/// Sends on what it is told.
struct Tells(UnboundedSender<String>);

impl Tells {
    fn tell(&self, what: &str) -> Result<(), CallbackFailure> {
        self.0
            .send(what.to_owned())
            .map_err(|_| CallbackFailure::Failed)?;
        // An observer that fails is told the next event all the same.
        Err(CallbackFailure::Failed)
    }
}

impl AccountObserver for Tells {
    fn signed_in(&self, _: AccountId) -> Result<(), CallbackFailure> {
        self.tell("signed_in")
    }

    fn refreshed(&self, _: AccountId) -> Result<(), CallbackFailure> {
        self.tell("refreshed")
    }

    fn signed_out(&self, _: AccountId) -> Result<(), CallbackFailure> {
        self.tell("signed_out")
    }

    fn storage_lost(&self, _: StorageLoss) -> Result<(), CallbackFailure> {
        self.tell("storage_lost")
    }
}

impl LogSink for Tells {
    fn log(&self, entry: LogEntry) -> Result<(), CallbackFailure> {
        self.tell(&format!(
            "{:?} {} {}",
            entry.level, entry.target, entry.message
        ))
    }
}

#[tokio::test]
async fn an_observer_is_told_in_order_until_it_is_ended() {
    let stage = Stage::new().await;
    let client = stage.client();
    let (told, mut events) = unbounded_channel();
    let subscription = client.observe_accounts(Arc::new(Tells(told))).unwrap();
    let account = account(sign_in(&client).await.unwrap());
    account.sign_out(None).await.unwrap();
    assert_eq!(events.recv().await.unwrap(), "signed_in");
    assert_eq!(events.recv().await.unwrap(), "signed_out");
    subscription.end();
    // The observer is freed, so the stream ends.
    assert_eq!(events.recv().await, None);
}

#[tokio::test]
async fn an_exception_that_is_lost_on_its_way_is_no_success_of_a_storage() {
    let stage = Stage::new().await;
    let storage: Arc<dyn Storage> = Arc::new(Keeps {
        loses: true,
        ..Keeps::default()
    });
    let client = stage.client_with(Own {
        storage: Some(storage),
        ..Own::default()
    });
    let (told, mut events) = unbounded_channel();
    let _subscription = client.observe_accounts(Arc::new(Tells(told))).unwrap();
    let account = account(sign_in(&client).await.unwrap());
    assert_eq!(events.recv().await.unwrap(), "storage_lost");
    assert_eq!(events.recv().await.unwrap(), "signed_in");
    let error = account.sign_out(None).await.unwrap_err();
    assert_eq!(error.code(), "storage_unavailable");
}

#[tokio::test]
async fn the_log_of_a_client_reaches_its_sink_and_no_other() {
    let stage = Stage::new().await;
    let (told, mut lines) = unbounded_channel();
    let sink: Arc<dyn LogSink> = Arc::new(Tells(told));
    let client = stage.client_with(Own {
        log: Some(sink),
        ..Own::default()
    });
    account(sign_in(&stage.client()).await.unwrap());
    let account = account(sign_in(&client).await.unwrap());
    drop((client, account));
    let mut log = Vec::new();
    while let Some(line) = lines.recv().await {
        log.push(line);
    }
    let signed_in = log.iter().filter(|line| line.contains("step=signed_in"));
    assert_eq!(signed_in.count(), 1, "{log:#?}");
    assert!(
        log.iter().any(|line| line.contains("correlation_id=")),
        "{log:#?}"
    );
    assert!(!log.iter().any(|line| line.contains(crate::stage::PAT)));
}
