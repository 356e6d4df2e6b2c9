//! The app's own HTTP stack.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_channel::oneshot;
use native_auth::{HttpRequest, HttpResponse, TransportError, async_trait};

use crate::foreign::{Foreign, NoAnswer, PATIENCE, Visit, on_a_thread};
use crate::{CallbackFailure, TransportFailure};

/// Sends requests with the app's own HTTP stack.
///
/// Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**, redirects
/// are never followed, and cookies are neither stored nor sent. An answer's body should be capped at 1 MiB.
#[uniffi::export(foreign)]
pub trait Transport: Send + Sync {
    /// Begins to send the request of the exchange, and comes back at once with `true`; the answer, or why there is none, is
    /// given to the exchange, from any thread. If the exchange is dropped without either, the connection counts as lost; so
    /// it does for `false`, which is also what is left of an exception that a language loses on the way.
    ///
    /// # Errors
    ///
    /// [`CallbackFailure`] if it cannot begin: nothing was sent then.
    fn begin(&self, exchange: Arc<Exchange>) -> Result<bool, CallbackFailure>;

    /// Nobody waits for the exchange with this number any more. It may be over already.
    ///
    /// # Errors
    ///
    /// [`CallbackFailure`], which changes nothing.
    fn cancel(&self, exchange: u64) -> Result<(), CallbackFailure>;
}

/// One request, and the place for its answer. It shows neither: the request may hold a password, the answer tokens.
#[derive(uniffi::Object)]
pub struct Exchange {
    number: u64,
    request: HttpRequest,
    answer: Mutex<Option<oneshot::Sender<Answer>>>,
    given_up: AtomicBool,
}

type Answer = Result<HttpResponse, TransportFailure>;

#[uniffi::export]
impl Exchange {
    /// Its number, unique in the process.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// `GET` or `POST`.
    #[must_use]
    pub fn method(&self) -> String {
        self.request.method().as_str().to_owned()
    }

    /// The full address.
    #[must_use]
    pub fn url(&self) -> String {
        self.request.url().as_str().to_owned()
    }

    /// The headers to send, each name once.
    #[must_use]
    pub fn headers(&self) -> HashMap<String, String> {
        self.request.headers().iter().cloned().collect()
    }

    /// The body to send; empty for none. Never log it.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        self.request.body().to_vec()
    }

    /// Whether nobody waits for the answer any more.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Acquire)
    }

    /// Gives the whole answer, whatever its status. Several values of one header are joined with commas (RFC 9110, section
    /// 5.3). Only the first answer or failure counts.
    pub fn respond(&self, status: u16, headers: HashMap<String, String>, body: Vec<u8>) {
        let headers = headers.into_iter().collect();
        self.answer(Ok(HttpResponse::new(status, headers, body)));
    }

    /// Tells why there is no complete answer.
    pub fn fail(&self, failure: TransportFailure) {
        self.answer(Err(failure));
    }
}

impl Exchange {
    fn new(request: HttpRequest) -> (Arc<Self>, oneshot::Receiver<Answer>) {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let (answer, answered) = oneshot::channel();
        let exchange = Self {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            request,
            answer: Mutex::new(Some(answer)),
            given_up: AtomicBool::new(false),
        };
        (Arc::new(exchange), answered)
    }

    fn answer(&self, answer: Answer) {
        let sender = self
            .answer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(sender) = sender {
            // Nobody may wait for it any more.
            let _ = sender.send(answer);
        }
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("number", &self.number)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// The app's transport as the client wants one.
pub(crate) struct ForeignTransport(pub(crate) Foreign<dyn Transport>);

#[async_trait]
impl native_auth::Transport for ForeignTransport {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let (exchange, answered) = Exchange::new(request.clone());
        let mut giving_up = GivingUp {
            transport: self.0.clone(),
            number: exchange.number,
            flag: Arc::downgrade(&exchange),
            over: false,
        };
        let begin = move |transport: &Foreign<dyn Transport>| {
            // Cancelled meanwhile: the app would hear of the end before the beginning.
            if exchange.is_given_up() {
                return Ok(true);
            }
            transport.begin(exchange)
        };
        let begun = self.0.call(PATIENCE, begin).await;
        let outcome = match begun {
            // Whether it has sent anything is not known of one that hangs.
            Err(NoAnswer::TimedOut) => Err(TransportFailure::TimedOut),
            Err(NoAnswer::Broken) | Ok(Ok(false)) => Err(TransportFailure::ConnectionLost),
            Ok(Err(CallbackFailure::Failed)) => Err(TransportFailure::Unreachable),
            Ok(Ok(true)) => answered
                .await
                .unwrap_or(Err(TransportFailure::ConnectionLost)),
        };
        giving_up.over = true;
        outcome.map_err(TransportError::new)
    }
}

impl fmt::Debug for ForeignTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForeignTransport")
    }
}

/// Tells the app's transport that nobody waits any more, unless the exchange is over.
struct GivingUp {
    transport: Foreign<dyn Transport>,
    number: u64,
    flag: std::sync::Weak<Exchange>,
    over: bool,
}

impl Drop for GivingUp {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        if let Some(exchange) = self.flag.upgrade() {
            exchange.given_up.store(true, Ordering::Release);
        }
        let (transport, number) = (self.transport.clone(), self.number);
        let cancel = move || {
            if let Some(_visit) = Visit::begin() {
                let _ = transport.cancel(number);
            }
        };
        // Without a thread the app's transport goes on to its own end.
        let _ = on_a_thread(Box::new(cancel));
    }
}
