//! The pages of an emulator's own, under `/_emulator`.

use std::time::Duration;

use native_auth::{
    Authority, Error, HttpRequest, HttpResponse, Method, ReqwestTransport, Secret, Transport as _,
    TransportError, TransportFailure,
};
use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::failure::Failure;

/// How long the emulator may take to answer. It is on this machine.
const LIMIT: Duration = Duration::from_secs(30);

/// The pages of one emulator. What goes there is no part of the story, and is not told.
#[derive(Debug, Clone)]
pub(super) struct Management {
    transport: ReqwestTransport,
    authority: Url,
}

/// Somebody who is there before the story begins.
#[derive(Serialize)]
struct NewUser<'a> {
    tenant: &'a str,
    username: &'a str,
    password: &'a str,
    attributes: Value,
    methods: Vec<NewMethod<'a>>,
}

#[derive(Serialize)]
struct NewMethod<'a> {
    channel: &'a str,
    target: &'a str,
}

impl Management {
    /// The pages at the authority's origin.
    pub(super) fn of(transport: ReqwestTransport, authority: &Authority) -> Result<Self, Failure> {
        Ok(Self {
            transport,
            authority: Url::parse(authority.as_str()).map_err(|_| no_emulator())?,
        })
    }

    /// Makes a user of the tenant with these methods, each a channel and a target.
    pub(super) async fn add_user(
        &self,
        username: &str,
        password: &Secret,
        methods: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let user = NewUser {
            tenant: self.authority.path().trim_matches('/'),
            username,
            password: password.expose(),
            attributes: json!({"displayName": "Grace Example", "city": "Bergen"}),
            methods: methods
                .iter()
                .map(|(channel, target)| NewMethod { channel, target })
                .collect(),
        };
        let body = serde_json::to_vec(&user).map_err(|_| no_emulator())?;
        let mut request = HttpRequest::new(Method::Post, self.page("users"), body);
        request.set_header("content-type", "application/json");
        match self.send(&request).await?.status() {
            201 => Ok(()),
            _ => Err(Failure::unexpected(
                "user_not_made",
                "the emulator did not make the user that the story needs",
            )),
        }
    }

    /// The messages for one recipient, as JSON.
    pub(super) async fn messages(&self, recipient: &str) -> Result<HttpResponse, Failure> {
        let mut url = self.page("messages");
        url.query_pairs_mut().append_pair("recipient", recipient);
        let request = HttpRequest::new(Method::Get, url, Vec::new());
        let response = self.send(&request).await?;
        match response.status() {
            200 => Ok(response),
            _ => Err(no_emulator()),
        }
    }

    fn page(&self, name: &str) -> Url {
        let mut url = self.authority.clone();
        url.set_path(&format!("/_emulator/{name}"));
        url
    }

    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        let outcome = tokio::time::timeout(LIMIT, self.transport.send(request))
            .await
            .unwrap_or_else(|_| Err(TransportError::new(TransportFailure::TimedOut)));
        Ok(outcome.map_err(Error::from)?)
    }
}

pub(super) fn no_emulator() -> Failure {
    Failure::configuration(
        "authority_is_no_emulator",
        "what answers at --authority has no inbox to read codes from; the story is for tenant emulators",
    )
}
