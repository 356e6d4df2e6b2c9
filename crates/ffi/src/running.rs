//! One call: on the threads of this library, given up with its caller.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_channel::oneshot;
use futures_util::future::BoxFuture;
use native_auth::Error;
use native_auth::error::catalogue;
use tokio::task::JoinHandle;
use tracing::Dispatch;
use tracing::instrument::WithSubscriber as _;

use crate::process::{self, Own, is_runtime_thread};
use crate::shared::Shared;
use crate::{CancelToken, NativeAuthError, Result};

/// How long somebody who gives a call up waits for its end. It is there after microseconds; this is for a machine that has
/// no time for the thread.
const LET_GO: Duration = Duration::from_secs(2);

/// Runs the work of a call, which is given the client, to its end, to the end of the client, or until it is cancelled.
///
/// Dropping the future ends the work before the drop returns, so that the state is free for the next call.
///
/// Behind a pointer the works of all calls are of one type: a runtime's task for each would be a tenth of the library.
pub(crate) fn run<T, F>(
    shared: &Arc<Shared>,
    cancel: Option<Arc<CancelToken>>,
    work: impl FnOnce(native_auth::Client) -> F,
) -> Result<Running<T>>
where
    T: Send + 'static,
    F: Future<Output = native_auth::Result<T>> + Send + 'static,
{
    let (client, logs) = shared.client_and_logs()?;
    if cancel.as_ref().is_some_and(|cancel| cancel.is_cancelled()) {
        return Err(NativeAuthError::new(&catalogue::CALL_CANCELLED));
    }
    let (answer, answered) = oneshot::channel();
    let work = work(client);
    let work = Box::pin(async move {
        // Whoever waited may have given up.
        let _ = answer.send(work.await);
    });
    let (task, ended) = start(shared, logs, cancel, work)?;
    Ok(Running {
        task,
        ended,
        answered,
    })
}

/// Gives the error of a call that was ended.
type Task = Own<JoinHandle<Option<Error>>>;

/// Has the work done. What comes with the task is closed when its future is gone.
fn start(
    shared: &Arc<Shared>,
    logs: Dispatch,
    cancel: Option<Arc<CancelToken>>,
    work: BoxFuture<'static, ()>,
) -> Result<(Task, Receiver<()>)> {
    let closed = shared.closed();
    let (ending, ended) = sync_channel(1);
    let work = async move {
        let _ending = Ending(ending);
        let cancelled = async {
            match cancel {
                Some(cancel) => cancel.cancelled().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = work => None,
            () = cancelled => Some(Error::new(&catalogue::CALL_CANCELLED)),
            () = closed.cancelled() => Some(Error::new(&catalogue::CLIENT_CLOSED)),
        }
    };
    let task = process::runtime()?.spawn(work.with_subscriber(logs));
    Ok((Own::new(task), ended))
}

/// The task of a call.
#[must_use]
pub(crate) struct Running<T> {
    task: Task,
    answered: oneshot::Receiver<native_auth::Result<T>>,
    /// Is closed when the task's future is gone.
    ended: Receiver<()>,
}

/// Lives as long as the work of a call.
struct Ending(#[expect(dead_code, reason = "it is dropped")] SyncSender<()>);

impl<T> Future for Running<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(task) = self.task.get_mut() else {
            return Poll::Ready(Err(NativeAuthError::new(&catalogue::PROCESS_FORKED)));
        };
        let outcome = match std::task::ready!(Pin::new(task).poll(context)) {
            Ok(Some(ended)) => Err(ended),
            Ok(None) => match self.answered.try_recv() {
                Ok(Some(outcome)) => outcome,
                _ => Err(Error::new(&catalogue::INTERNAL_ERROR)),
            },
            // It was not aborted, for who does that has dropped this; so it panicked. What the panic said stays out of it:
            // it may hold what somebody typed.
            Err(_) => Err(Error::new(&catalogue::INTERNAL_ERROR)),
        };
        Poll::Ready(outcome.map_err(NativeAuthError::wrap))
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        let Some(task) = self.task.get().filter(|task| !task.is_finished()) else {
            return;
        };
        task.abort();
        // Kotlin goes on with a coroutine on the thread that wakes it, if its dispatcher is none: that is the thread which
        // would have to end the work.
        if !is_runtime_thread() {
            let _ = self.ended.recv_timeout(LET_GO);
        }
    }
}
