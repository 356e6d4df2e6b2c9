//! An app's own endpoint for custom authentication extensions: a real HTTP server.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// Answers every POST the way it was told last, and remembers what it was asked.
#[derive(Clone)]
pub(crate) struct ExtensionApp {
    pub(crate) origin: String,
    says: Arc<Mutex<Says>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    /// A permit for each question it was asked.
    arrivals: Arc<Semaphore>,
    /// A permit for each answer that may go.
    gate: Arc<Semaphore>,
}

/// What it answers.
#[derive(Clone)]
pub(crate) enum Says {
    /// Status, content type and body.
    This(u16, &'static str, String),
    /// Nothing, ever.
    Nothing,
    /// Nothing the first time it is asked, and this from then on.
    AtSecondTry(Box<Says>),
    /// This, once it is let go.
    OnceReleased(Box<Says>),
}

/// One question it was asked.
#[derive(Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl ExtensionApp {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let app = Self {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            says: Arc::new(Mutex::new(Says::Nothing)),
            seen: Arc::default(),
            arrivals: Arc::new(Semaphore::new(0)),
            gate: Arc::new(Semaphore::new(0)),
        };
        let router = Router::new().fallback(asked).with_state(app.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        app
    }

    pub(crate) fn says(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    /// Makes the next answers wait until they are released.
    pub(crate) fn holds_back(&self) {
        let mut says = self.says.lock().unwrap();
        *says = Says::OnceReleased(Box::new(says.clone()));
    }

    /// Returns when it is asked.
    pub(crate) async fn is_asked(&self) {
        self.arrivals.acquire().await.unwrap().forget();
    }

    /// Lets one answer go.
    pub(crate) fn release(&self) {
        self.gate.add_permits(1);
    }

    /// One action of an event, both without what all of them begin with.
    pub(crate) fn acts(&self, event: &str, action: &str, members: Value) {
        let mut action = json!({ "@odata.type": format!("microsoft.graph.{action}") });
        let members = members.as_object().cloned().unwrap_or_default();
        action.as_object_mut().unwrap().extend(members);
        let kind = format!("microsoft.graph.{event}ResponseData");
        let body = json!({ "data": { "@odata.type": kind, "actions": [action] } });
        self.says(Says::This(200, "application/json", body.to_string()));
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// What it was asked last, and forgets that it was asked.
    pub(crate) fn last(&self) -> Seen {
        self.seen.lock().unwrap().pop().unwrap()
    }
}

async fn asked(
    State(app): State<ExtensionApp>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    app.seen.lock().unwrap().push(Seen {
        path: uri.to_string(),
        headers,
        body: serde_json::from_slice(&body).unwrap(),
    });
    app.arrivals.add_permits(1);
    let says = {
        let mut says = app.says.lock().unwrap();
        match says.clone() {
            Says::AtSecondTry(then) => {
                *says = *then;
                Says::Nothing
            }
            now => now,
        }
    };
    let says = match says {
        Says::OnceReleased(then) => {
            app.gate.acquire().await.unwrap().forget();
            *then
        }
        now => now,
    };
    match says {
        Says::This(status, kind, body) => (
            StatusCode::from_u16(status).unwrap(),
            [("content-type", kind)],
            body,
        )
            .into_response(),
        _ => std::future::pending().await,
    }
}
