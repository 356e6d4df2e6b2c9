//! Bodies that no honest server sends.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// A body that breaks off in the middle, and the connection with it. Its whole length is announced.
#[derive(Debug)]
pub(super) struct BrokenOff {
    first_half: Option<Bytes>,
    announced: u64,
    sent: bool,
}

impl BrokenOff {
    pub(super) fn new(whole: Bytes) -> Self {
        Self {
            first_half: Some(whole.slice(..whole.len() / 2)),
            announced: whole.len() as u64,
            sent: false,
        }
    }
}

impl Body for BrokenOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.first_half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if !self.sent {
            // An error throws away what is not written yet. While it waits for more, the server
            // writes.
            self.sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
