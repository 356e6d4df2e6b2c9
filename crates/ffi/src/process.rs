//! What there is once in a process: the threads that do the work.
//!
//! A process that was forked has none of its parent's threads, so it gets its own; what was made before the fork is not
//! touched any more (see `shared`).

use std::cell::Cell;
use std::io;
use std::sync::Arc;
use std::thread;

use arc_swap::ArcSwapOption;
use futures_channel::oneshot;
use native_auth::Error;
use native_auth::error::catalogue;
use tokio::runtime::{Builder, Handle};

use crate::{NativeAuthError, Result};

/// Behind no lock: one that another thread held at the fork would be held for ever.
static THREADS: ArcSwapOption<Threads> = ArcSwapOption::const_empty();

const NAME: &str = "native-auth";

thread_local! {
    static WORKS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is a thread of the runtime: nothing may be waited for here that another of its tasks has to do.
pub(crate) fn is_runtime_thread() -> bool {
    WORKS_HERE.get()
}

struct Threads {
    process: u32,
    handle: Handle,
    /// Ends the thread when it is dropped, which happens only if this ends up unused.
    _end: oneshot::Sender<()>,
}

/// The process that this is.
pub(crate) fn current() -> u32 {
    std::process::id()
}

/// What is of the process that made it. In another one, which was forked off, it is neither used nor dropped: a lock in it may
/// be held there by a thread that does not exist here.
#[derive(Debug)]
pub(crate) struct Own<T> {
    process: u32,
    /// `None` never; it is taken where it must not be dropped.
    value: Option<T>,
}

impl<T> Own<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            process: current(),
            value: Some(value),
        }
    }

    /// `None` in another process.
    pub(crate) fn get(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.process == current())
    }

    /// As [`get`](Self::get).
    pub(crate) fn get_mut(&mut self) -> Option<&mut T> {
        let is_here = self.process == current();
        self.value.as_mut().filter(|_| is_here)
    }
}

impl<T> Drop for Own<T> {
    fn drop(&mut self) {
        if self.process != current() {
            std::mem::forget(self.value.take());
        }
    }
}

/// The runtime of this process, which is started for the first who needs it and then stays.
pub(crate) fn runtime() -> Result<Handle> {
    loop {
        let found = THREADS.load_full();
        if let Some(handle) = found.as_ref().and_then(|threads| threads.handle()) {
            return Ok(handle);
        }
        let started = Arc::new(Threads::start()?);
        let handle = started.handle();
        let before = THREADS.compare_and_swap(&found, Some(Arc::clone(&started)));
        let was_replaced = match (&*before, &found) {
            (Some(before), Some(found)) => Arc::ptr_eq(before, found),
            (None, None) => true,
            _ => false,
        };
        if let (true, Some(handle)) = (was_replaced, handle) {
            // The parent's runtime cannot be shut down from here: its threads do not exist.
            if let Some(of_parent) = found {
                std::mem::forget(of_parent);
            }
            return Ok(handle);
        }
    }
}

impl Threads {
    /// One thread for everything that waits; what blocks has others, which come and go.
    fn start() -> Result<Self> {
        Self::try_start().map_err(|error| {
            let missing = Error::new(&catalogue::RUNTIME_MISSING).with_source(error);
            NativeAuthError::wrap(missing)
        })
    }

    fn try_start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .thread_name(NAME)
            .on_thread_start(|| WORKS_HERE.set(true))
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        let (end, ended) = oneshot::channel();
        let work = move || {
            WORKS_HERE.set(true);
            // Whether it is told or dropped, it is the end.
            let _ = runtime.block_on(ended);
            runtime.shutdown_background();
        };
        thread::Builder::new().name(NAME.to_owned()).spawn(work)?;
        Ok(Self {
            process: current(),
            handle,
            _end: end,
        })
    }

    fn handle(&self) -> Option<Handle> {
        (self.process == current()).then(|| self.handle.clone())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use fork::{Fork, fork, waitpid};

    use super::Own;

    struct Tells(Arc<AtomicBool>);

    impl Drop for Tells {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    /// The child takes no lock, for another test's thread may hold it there for ever, and does not come back from here.
    #[test]
    fn what_is_of_a_process_is_neither_used_nor_dropped_in_a_child_of_it() {
        let dropped = Arc::new(AtomicBool::new(false));
        let mut own = Own::new(Tells(Arc::clone(&dropped)));
        match fork().unwrap() {
            Fork::Child => {
                let is_usable = own.get().is_some() || own.get_mut().is_some();
                drop(own);
                let was_dropped = dropped.load(Ordering::SeqCst);
                drop(Own::new(Tells(Arc::clone(&dropped))));
                let drops_its_own = dropped.load(Ordering::SeqCst);
                let told = [is_usable, was_dropped, !drops_its_own];
                std::process::exit(told.iter().fold(0, |bits, bit| bits << 1 | i32::from(*bit)));
            }
            Fork::Parent(child) => assert_eq!(waitpid(child).unwrap(), 0),
        }
        assert!(own.get().is_some() && own.get_mut().is_some());
        drop(own);
        assert!(dropped.load(Ordering::SeqCst));
    }
}
