//! Futures that are dropped, or held, at a pause of our choice.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Runs a future and drops it at its pause number `pause` (the first is 0). Gives its output if it ends before.
pub async fn at_pause<F: Future>(future: F, pause: usize) -> Option<F::Output> {
    let mut future = Box::pin(future);
    run_to_pause(&mut future, pause).await
}

/// Runs a future up to its pause number `pause` and leaves it there. Gives its output if it ends before.
pub async fn run_to_pause<F: Future>(future: &mut Pin<Box<F>>, pause: usize) -> Option<F::Output> {
    let mut pauses = 0;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if pauses == pause => Poll::Ready(None),
        Poll::Pending => {
            pauses += 1;
            Poll::Pending
        }
    })
    .await
}
