//! Making the key of a profile in a key store that hangs.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::*;
use crate::storage::{StorageErrorKind, held};

/// Longer than any of these tests takes.
const LONG: Duration = Duration::from_secs(600);

/// A key store that does what it is told to, as one process sees it.
#[derive(Debug)]
struct Scripted {
    shared: Arc<Shared>,
    limit: Option<Duration>,
    put: Put,
}

#[derive(Debug, Default)]
struct Shared {
    kept: Mutex<Option<DataKey>>,
    puts: Mutex<usize>,
}

/// What a `put` does.
#[derive(Debug)]
enum Put {
    Keep,
    /// Says that it has begun, waits until it may go on, and keeps the key.
    Hang(Sender<()>, Mutex<Receiver<()>>),
    /// Is beaten by somebody else's, with this key.
    Lose(DataKey),
    Forget,
}

impl KeySource for Scripted {
    fn get(&self, _profile: &str) -> Result<Option<DataKey>, StorageError> {
        Ok(held(&self.shared.kept).clone())
    }

    fn put(&self, _profile: &str, key: &DataKey) -> Result<(), StorageError> {
        *held(&self.shared.puts) += 1;
        let kept = match &self.put {
            Put::Keep => Some(key.clone()),
            Put::Hang(begun, go_on) => {
                begun.send(()).unwrap();
                held(go_on).recv().unwrap();
                Some(key.clone())
            }
            Put::Lose(other) => Some(other.clone()),
            Put::Forget => None,
        };
        *held(&self.shared.kept) = kept;
        Ok(())
    }

    fn limit(&self) -> Option<Duration> {
        self.limit
    }
}

fn opened(
    directory: &Path,
    shared: &Arc<Shared>,
    limit: Option<Duration>,
    put: Put,
) -> Result<SealedFile, StorageError> {
    let disk = Arc::new(RealDisk::open(directory.to_owned()).unwrap());
    let keys = Arc::new(Scripted {
        shared: Arc::clone(shared),
        limit,
        put,
    });
    let limits = Limits {
        patience: Duration::ZERO,
        ..LIMITS
    };
    SealedFile::open_on(disk, "test".to_owned(), keys, limits)
}

#[test]
fn a_put_that_hangs_is_not_overtaken_by_the_key_of_another_process() {
    let directory = tempfile::tempdir().unwrap();
    let shared = Arc::new(Shared::default());
    let open = |limit, put| opened(directory.path(), &shared, Some(limit), put);
    let timed_out = |outcome: Result<SealedFile, StorageError>| {
        assert_eq!(
            outcome.unwrap_err().kind(),
            StorageErrorKind::KeyStoreTimedOut
        );
    };

    let (begins, begun) = channel();
    let (go, goes_on) = channel();
    let short = Duration::from_millis(1);
    timed_out(open(short, Put::Hang(begins, Mutex::new(goes_on))));
    begun.recv().unwrap();
    // As long as the call goes on nobody else makes a key.
    timed_out(open(short, Put::Keep));
    assert_eq!(*held(&shared.puts), 1);

    // It comes through while somebody else waits for it.
    let other = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| open(LONG, Put::Keep));
        go.send(()).unwrap();
        waiting.join().unwrap().unwrap()
    });
    save(&other, "a", 1, b"a");
    assert_eq!(*held(&shared.puts), 1);
    let first = open(LONG, Put::Keep).unwrap();
    assert_eq!(load(&first, "a"), Some((1, b"a".to_vec())));
    assert_eq!((first.losses(), other.losses()), (Vec::new(), Vec::new()));
}

#[test]
fn the_key_that_is_there_after_the_put_is_the_one_that_counts() {
    let directory = tempfile::tempdir().unwrap();
    let shared = Arc::new(Shared::default());
    let other = DataKey::generate();
    let file = opened(directory.path(), &shared, None, Put::Lose(other)).unwrap();
    save(&file, "a", 1, b"a");
    let again = opened(directory.path(), &shared, None, Put::Keep).unwrap();
    assert_eq!(load(&again, "a"), Some((1, b"a".to_vec())));
    assert_eq!(again.losses(), []);
}

#[test]
fn a_source_that_keeps_nothing_has_failed() {
    let directory = tempfile::tempdir().unwrap();
    let shared = Arc::new(Shared::default());
    for limit in [None, Some(LONG)] {
        let refused = opened(directory.path(), &shared, limit, Put::Forget).unwrap_err();
        assert_eq!(refused.kind(), StorageErrorKind::KeyStoreFailed);
    }
}

#[test]
fn waiting_for_who_makes_the_key_is_waiting_for_the_key_store() {
    let directory = tempfile::tempdir().unwrap();
    let shared = Arc::new(Shared::default());
    let disk = RealDisk::open(directory.path().to_owned()).unwrap();
    let making = lock_file(&disk, "lock.key", LONG).unwrap();
    assert!(making.is_some());
    let refused = |limit| {
        let outcome = opened(directory.path(), &shared, limit, Put::Keep);
        outcome.unwrap_err().kind()
    };
    let short = Some(Duration::from_millis(1));
    assert_eq!(refused(short), StorageErrorKind::KeyStoreTimedOut);
    // A derivation is no key store.
    assert_eq!(refused(None), StorageErrorKind::LockFailed);
    assert_eq!(*held(&shared.puts), 0);
}
