//! A transport that sends over real HTTP and writes down what was answered.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use native_auth::{
    Authority, HttpRequest, HttpResponse, ReqwestTransport, ReqwestTransportConfig, Transport,
    TransportError,
};

use crate::heard;

/// One answer: the endpoint that gave it, and the answer in words.
pub(crate) type Heard = (String, String);

/// What is to happen just before a request reaches an endpoint.
type Interference = (String, Box<dyn FnOnce() + Send>);

/// Sends and writes down. Clones share what was written.
#[derive(Clone)]
pub(crate) struct Recorder {
    inner: ReqwestTransport,
    heard: Arc<Mutex<Vec<Heard>>>,
    before: Arc<Mutex<Option<Interference>>>,
}

impl Recorder {
    /// For this authority on plain HTTP.
    pub(crate) fn to(authority: &str) -> Self {
        let authority = Authority::parse(authority, true).unwrap();
        Self {
            inner: ReqwestTransportConfig::default().build(&authority).unwrap(),
            heard: Arc::default(),
            before: Arc::default(),
        }
    }

    /// Does this just before the next request reaches the endpoint, once.
    pub(crate) fn before(&self, endpoint: &str, act: impl FnOnce() + Send + 'static) {
        let interference: Interference = (endpoint.to_owned(), Box::new(act));
        *self.before.lock().unwrap() = Some(interference);
    }

    /// Whether what was to happen has happened.
    pub(crate) fn has_interfered(&self) -> bool {
        self.before.lock().unwrap().is_none()
    }

    /// What was answered since this was asked last.
    pub(crate) fn take(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }

    fn interfere(&self, endpoint: &str) {
        let due = {
            let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
            before.take_if(|(at, _)| at == endpoint)
        };
        // Not while others wait for the list: what happens may need them.
        if let Some((_, act)) = due {
            act();
        }
    }
}

#[native_auth::async_trait]
impl Transport for Recorder {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let endpoint = endpoint(request);
        self.interfere(&endpoint);
        let response = self.inner.send(request).await?;
        let answer = heard::answer(response.status(), response.body());
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push((endpoint, answer));
        drop(heard);
        Ok(response)
    }
}

/// The endpoint of a request: its path below the tenant's.
fn endpoint(request: &HttpRequest) -> String {
    let path = request.url().path().trim_start_matches('/');
    let (_, below) = path.split_once('/').unwrap_or_default();
    let form = String::from_utf8_lossy(request.body());
    let is_refresh = form.split('&').any(|f| f == "grant_type=refresh_token");
    heard::endpoint(below, is_refresh)
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}
