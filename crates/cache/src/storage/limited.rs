//! Calls that may hang, with a limit of time.
//!
//! A key store cannot be interrupted: whoever calls it waits until it answers. So every call runs on a thread of its
//! own, which is left to itself when its time is up. The thread has no async runtime, so the libraries below may start
//! one of their own whatever thread the caller is on. What such a thread holds, as a lock, it holds until the call has
//! really ended.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{StorageError, StorageErrorKind};

/// How many calls there may be at a time in a process. More than one, so that a question that nobody answers does not
/// keep a key store that has come back from being asked; few, so that an app that tries again and again while the key
/// store hangs does not end up with a thousand threads.
const AT_ONCE: usize = 4;

static PLACES: Places = Places::new(AT_ONCE);

thread_local! {
    /// On a thread that was started here: of the call that it makes.
    static CURRENT: RefCell<Option<Asking>> = const { RefCell::new(None) };
}

/// Whether a call is waiting for the person, because the key store is locked. Keychain and the Credential Manager do not
/// say that they ask.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking(Arc<AtomicBool>);

impl Asking {
    /// From now on the call waits for the person to unlock the key store.
    #[cfg(any(
        all(feature = "keyring", any(target_os = "linux", target_os = "freebsd")),
        test
    ))]
    pub(crate) fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// The person has answered.
    #[cfg(any(
        all(feature = "keyring", any(target_os = "linux", target_os = "freebsd")),
        test
    ))]
    pub(crate) fn end(&self) {
        self.0.store(false, Ordering::Release);
    }

    fn is_going_on(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Runs `work` on a thread of its own and waits for it up to `limit`. Then it is `KeyStoreLocked` if the work said that
/// it waits for the person, else `KeyStoreTimedOut`.
///
/// Within the work of another call it is part of that one: it runs on that thread, and within that limit.
pub(super) fn run<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(&Asking) -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    match CURRENT.with_borrow(Clone::clone) {
        Some(asking) => work(&asking),
        None => run_in(&PLACES, limit, work),
    }
}

fn run_in<T: Send + 'static>(
    places: &'static Places,
    limit: Duration,
    work: impl FnOnce(&Asking) -> Result<T, StorageError> + Send + 'static,
) -> Result<T, StorageError> {
    let start = Instant::now();
    let Some(place) = places.take(limit) else {
        return Err(StorageError::new(StorageErrorKind::KeyStoreTimedOut));
    };

    let asking = Asking::default();
    let (sender, receiver) = sync_channel(1);
    let thread = thread::Builder::new().name("native-auth key store".to_owned());
    let started = thread.spawn({
        let asking = asking.clone();
        move || {
            let _place = place;
            CURRENT.set(Some(asking.clone()));
            // Nobody may be waiting any more.
            let _ = sender.send(work(&asking));
        }
    });
    if started.is_err() {
        return Err(failed("no thread for it could be started"));
    }

    let answer = receiver.recv_timeout(limit.saturating_sub(start.elapsed()));
    answer.unwrap_or_else(|error| Err(unanswered(error, &asking)))
}

fn unanswered(error: RecvTimeoutError, asking: &Asking) -> StorageError {
    match error {
        RecvTimeoutError::Timeout if asking.is_going_on() => {
            StorageError::new(StorageErrorKind::KeyStoreLocked)
        }
        RecvTimeoutError::Timeout => StorageError::new(StorageErrorKind::KeyStoreTimedOut),
        RecvTimeoutError::Disconnected => failed("its library panicked"),
    }
}

fn failed(why: &str) -> StorageError {
    StorageError::with_detail(StorageErrorKind::KeyStoreFailed, why)
}

struct Places {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Places {
    const fn new(count: usize) -> Self {
        Self {
            free: Mutex::new(count),
            freed: Condvar::new(),
        }
    }

    fn take(&'static self, limit: Duration) -> Option<Place> {
        let waited = self
            .freed
            .wait_timeout_while(self.free(), limit, |free| *free == 0);
        let (mut free, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *free = free.checked_sub(1)?;
        Some(Place(self))
    }

    /// Nothing panics while holding it, so a poisoned one holds the right number all the same.
    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's right to a thread; given back when dropped, also by a thread that panics.
struct Place(&'static Places);

impl Drop for Place {
    fn drop(&mut self) {
        *self.0.free() += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
    use std::time::Duration;

    use super::{Asking, Places, run, run_in, unanswered};
    use crate::storage::StorageErrorKind::{
        KeyStoreAbsent, KeyStoreFailed, KeyStoreLocked, KeyStoreTimedOut,
    };
    use crate::storage::{StorageError, StorageErrorKind};

    /// Far longer than any of these tests takes.
    const LONG: Duration = Duration::from_secs(600);

    fn places(count: usize) -> &'static Places {
        Box::leak(Box::new(Places::new(count)))
    }

    /// A call that hangs until the sender is dropped.
    fn hang(places: &'static Places) -> (Sender<()>, StorageErrorKind) {
        let (sender, receiver) = channel::<()>();
        let result = run_in(places, Duration::from_millis(1), move |_| {
            let _ = receiver.recv();
            Ok(())
        });
        (sender, result.unwrap_err().kind())
    }

    #[test]
    fn what_the_work_says_is_handed_on() {
        let places = places(1);
        assert_eq!(run_in(places, LONG, |_| Ok(7)).unwrap(), 7);
        let refused: Result<(), _> =
            run_in(places, LONG, |_| Err(StorageError::new(KeyStoreAbsent)));
        assert_eq!(refused.unwrap_err().kind(), KeyStoreAbsent);
    }

    #[test]
    fn a_call_that_hangs_times_out_and_takes_a_place_until_it_ends() {
        let places = places(2);
        let (first, kind) = hang(places);
        assert_eq!(kind, KeyStoreTimedOut);
        let (second, kind) = hang(places);
        assert_eq!(kind, KeyStoreTimedOut);

        // No third thread is started.
        let refused = run_in(places, Duration::ZERO, |_| -> Result<(), StorageError> {
            unreachable!("there is no place")
        });
        assert_eq!(refused.unwrap_err().kind(), KeyStoreTimedOut);

        // The one that ends makes room for another, however long the other one hangs.
        drop(first);
        assert_eq!(run_in(places, LONG, |_| Ok(7)).unwrap(), 7);
        drop(second);
    }

    #[test]
    fn a_call_within_a_call_is_part_of_it() {
        let places = places(1);
        // It takes no place, has no limit of its own, and says for the whole that it waits for the person.
        let inner = |asking: &Asking| {
            asking.begin();
            Ok(())
        };
        let outer = run_in(places, LONG, move |asking| {
            run(Duration::ZERO, inner)?;
            Ok(asking.is_going_on())
        });
        assert!(outer.unwrap());
    }

    #[test]
    fn a_panic_is_a_failure_and_gives_its_place_back() {
        let places = places(1);
        for _ in 0..3 {
            let failed: Result<(), _> = run_in(places, LONG, |_| panic!("a planted panic"));
            assert_eq!(failed.unwrap_err().kind(), KeyStoreFailed);
        }
    }

    #[test]
    fn a_call_that_waits_for_the_person_is_told_from_one_that_hangs() {
        let asking = Asking::default();
        let kind = || unanswered(RecvTimeoutError::Timeout, &asking).kind();
        assert_eq!(kind(), KeyStoreTimedOut);
        asking.begin();
        assert_eq!(kind(), KeyStoreLocked);
        asking.end();
        assert_eq!(kind(), KeyStoreTimedOut);
    }
}
