//! The emulator's inbox, where the codes of the story arrive.

use std::time::Duration;

use native_auth::{
    Authority, Error, HttpRequest, Method, ReqwestTransport, Secret, Transport as _,
    TransportError, TransportFailure,
};
use serde::Deserialize;
use url::Url;

use crate::failure::Failure;

/// How long the emulator may take to answer. It is on this machine.
const LIMIT: Duration = Duration::from_secs(30);

/// The inbox of one emulator.
#[derive(Debug)]
pub(super) struct Inbox {
    transport: ReqwestTransport,
    address: Url,
}

#[derive(Deserialize)]
struct Message {
    code: String,
}

impl Inbox {
    /// The inbox at the authority's origin. Fails if what answers there is no emulator.
    pub(super) async fn open(
        transport: ReqwestTransport,
        authority: &Authority,
    ) -> Result<Self, Failure> {
        let mut address = Url::parse(authority.as_str()).map_err(|_| no_emulator())?;
        address.set_path("/_emulator/messages");
        let inbox = Self { transport, address };
        inbox.messages("nobody@example.com").await?;
        Ok(inbox)
    }

    /// The newest code that was sent to this address.
    pub(super) async fn newest_code(&self, recipient: &str) -> Result<Secret, Failure> {
        let newest = self.messages(recipient).await?.pop();
        newest
            .map(|message| Secret::new(message.code))
            .ok_or_else(|| {
                Failure::unexpected(
                    "inbox_empty",
                    "the emulator's inbox holds no code where the server said that it sent one",
                )
            })
    }

    async fn messages(&self, recipient: &str) -> Result<Vec<Message>, Failure> {
        let mut url = self.address.clone();
        url.query_pairs_mut().append_pair("recipient", recipient);
        let request = HttpRequest::new(Method::Get, url, Vec::new());
        let response = tokio::time::timeout(LIMIT, self.transport.send(&request))
            .await
            .unwrap_or_else(|_| Err(TransportError::new(TransportFailure::TimedOut)))
            .map_err(Error::from)?;
        if response.status() != 200 {
            return Err(no_emulator());
        }
        serde_json::from_slice(response.body()).map_err(|_| no_emulator())
    }
}

fn no_emulator() -> Failure {
    Failure::configuration(
        "authority_is_no_emulator",
        "what answers at --authority has no inbox to read codes from; the story is for tenant emulators",
    )
}
