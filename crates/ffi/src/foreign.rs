//! Calling the app's own code.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use futures_channel::oneshot;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::process;

/// How long the app's code may take to answer or to take over: a key store that asks the person for a fingerprint is waited
/// for.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The app's code failed: it threw something, or does not exist any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Error)]
pub enum CallbackFailure {
    /// What it was is the app's to log.
    Failed,
}

impl std::fmt::Display for CallbackFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the app's own code failed")
    }
}

impl std::error::Error for CallbackFailure {}

/// Whatever is thrown besides; its text may hold anything, so it is dropped.
impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackFailure {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Why there is nothing from the app's code.
pub(crate) enum NoAnswer {
    /// It does not answer.
    TimedOut,
    /// It panicked on our side of the border, or the runtime ends.
    Broken,
}

/// How many calls of one object of the app's are made at the same time. One that blocks for ever costs a thread, and so many
/// of them that object, and nothing else.
const AT_ONCE: usize = 16;

impl<T: ?Sized + Send + Sync + 'static> Foreign<T> {
    /// Calls the app's code on a thread of its own, where it may block, and waits for it no longer than `limit`.
    ///
    /// Not on the runtime's threads for what blocks: those of a storage's callers are there already, waiting for this.
    pub(crate) async fn call<A: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Self) -> A + Send + 'static,
    ) -> Result<A, NoAnswer> {
        timeout(limit, self.answer(work))
            .await
            .unwrap_or(Err(NoAnswer::TimedOut))
    }

    /// As [`call`](Self::call), once the call before it in this turn has come back, though nobody waits for that one any more:
    /// what it does late must not undo what is done after it. A turn is a semaphore with one permit.
    pub(crate) async fn call_in_turn<A: Send + 'static>(
        &self,
        turn: &Arc<Semaphore>,
        limit: Duration,
        work: impl FnOnce(&Self) -> A + Send + 'static,
    ) -> Result<A, NoAnswer> {
        let in_turn = async {
            let mine = Arc::clone(turn).acquire_owned().await;
            let mine = mine.map_err(|_| NoAnswer::Broken)?;
            let work = move |object: &Self| {
                let _mine = mine;
                work(object)
            };
            self.answer(work).await
        };
        timeout(limit, in_turn)
            .await
            .unwrap_or(Err(NoAnswer::TimedOut))
    }

    async fn answer<A: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> A + Send + 'static,
    ) -> Result<A, NoAnswer> {
        let at_once = Arc::clone(&self.at_once);
        let permit = at_once.acquire_owned().await;
        let permit = permit.map_err(|_| NoAnswer::Broken)?;
        let (answer, answered) = oneshot::channel();
        let object = self.clone();
        let visit = move || {
            let _permit = permit;
            let Some(_visit) = Visit::begin() else {
                return;
            };
            // Whoever waited may have given up; then nothing is asked of the app any more.
            if !answer.is_canceled() {
                // If the work panics, nothing is sent.
                let _ = answer.send(work(&object));
            }
        };
        on_a_thread(Box::new(visit)).map_err(|_| NoAnswer::Broken)?;
        answered.await.map_err(|_| NoAnswer::Broken)
    }
}

/// A thread of its own for code of the app's, which may block.
pub(crate) fn on_a_thread(visit: Box<dyn FnOnce() + Send>) -> std::io::Result<()> {
    let named = thread::Builder::new().name("native-auth-app".to_owned());
    named.spawn(visit).map(drop)
}

/// Never again calls code of the app's, in this process, and waits until none of it runs, but no longer than `patience`.
///
/// For a language whose runtime ends before the process does, as Python's: a thread of this library that came back to it
/// then would take the process down.
#[uniffi::export]
pub fn end_callbacks(patience: Duration) {
    ENDED.store(true, Ordering::SeqCst);
    let begun = Instant::now();
    while count_of(VISITS.load(Ordering::SeqCst)) > 0 && begun.elapsed() < patience {
        thread::sleep(Duration::from_millis(1));
    }
}

static ENDED: AtomicBool = AtomicBool::new(false);

/// How many threads are in the app's code, behind the process that they are of: after a fork they do not exist.
static VISITS: AtomicU64 = AtomicU64::new(0);

/// A thread of ours is in the app's code.
pub(crate) struct Visit(());

impl Visit {
    /// `None` once the app's code is not called any more.
    pub(crate) fn begin() -> Option<Self> {
        let add = |visits| Some(of_this_process(count_of(visits) + 1));
        let _ = VISITS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, add);
        // Counted before looking, so that who ends it sees this one or this one sees the end.
        let visit = Self(());
        (!ENDED.load(Ordering::SeqCst)).then_some(visit)
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let subtract = |visits| Some(of_this_process(count_of(visits).saturating_sub(1)));
        let _ = VISITS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, subtract);
    }
}

fn count_of(visits: u64) -> u64 {
    if visits >> 32 == u64::from(process::current()) {
        visits & u64::from(u32::MAX)
    } else {
        0
    }
}

fn of_this_process(count: u64) -> u64 {
    u64::from(process::current()) << 32 | count
}

/// An object of the app's. Its language hears of it when the last of these is gone, so that is a visit, too.
pub(crate) struct Foreign<T: ?Sized> {
    object: Arc<T>,
    /// Shared by all that stand for the same object.
    at_once: Arc<Semaphore>,
    /// Taken when this is dropped, and given up after the object.
    leaving: Option<Visit>,
}

impl<T: ?Sized> Foreign<T> {
    pub(crate) fn new(object: Arc<T>) -> Self {
        Self {
            object,
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
            leaving: None,
        }
    }
}

impl<T: ?Sized> Clone for Foreign<T> {
    fn clone(&self) -> Self {
        Self {
            object: Arc::clone(&self.object),
            at_once: Arc::clone(&self.at_once),
            leaving: None,
        }
    }
}

impl<T: ?Sized> Deref for Foreign<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.object
    }
}

impl<T: ?Sized> Drop for Foreign<T> {
    fn drop(&mut self) {
        self.leaving = Visit::begin();
        if self.leaving.is_none() {
            // One that is never dropped: its language is not there to hear of it.
            std::mem::forget(Arc::clone(&self.object));
        }
    }
}

impl<T: ?Sized> fmt::Debug for Foreign<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Foreign").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::sync::{Arc, Mutex};

    use tokio::sync::Semaphore;
    use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

    use super::{Foreign, PATIENCE};

    /// Tells what it does, and comes back from the first call when it is let.
    struct App {
        does: UnboundedSender<&'static str>,
        let_back: Mutex<Receiver<()>>,
    }

    impl App {
        fn new(does: UnboundedSender<&'static str>) -> (Foreign<Self>, Sender<()>) {
            let (letting, let_back) = channel();
            let let_back = Mutex::new(let_back);
            (Foreign::new(Arc::new(Self { does, let_back })), letting)
        }

        fn first(&self) {
            self.does.send("first begins").unwrap();
            self.let_back.lock().unwrap().recv().unwrap();
            self.does.send("first ends").unwrap();
        }

        fn second(&self) {
            self.does.send("second").unwrap();
        }
    }

    #[tokio::test]
    async fn a_call_in_turn_waits_for_one_that_was_given_up() {
        let (does, mut done) = unbounded_channel();
        let (app, letting) = App::new(does);
        let turn = Arc::new(Semaphore::new(1));
        tokio::select! {
            _ = app.call_in_turn(&turn, PATIENCE, |app| app.first()) => panic!("it was not let"),
            begun = done.recv() => assert_eq!(begun, Some("first begins")),
        }
        let second = app.call_in_turn(&turn, PATIENCE, |app| app.second());
        let first = async { letting.send(()) };
        let (second, first) = tokio::join!(second, first);
        assert!(second.is_ok() && first.is_ok());
        assert_eq!(done.recv().await, Some("first ends"));
        assert_eq!(done.recv().await, Some("second"));
    }
}
