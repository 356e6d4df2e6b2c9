use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use super::{Errand, Outside, call};
use crate::mail::Post;

/// How long making a connection may take at most; the whole try has a limit of its own.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// Does the errands. Until the first it opens nothing and reads nothing.
pub(crate) struct Courier {
    /// Trusted besides the system's.
    roots: Vec<CertificateDer<'static>>,
    http: OnceLock<Option<reqwest::Client>>,
    post: Option<Post>,
}

impl Courier {
    pub(crate) fn new(roots: Vec<CertificateDer<'static>>, post: Option<Post>) -> Self {
        Self {
            roots,
            http: OnceLock::new(),
            post,
        }
    }

    /// Does one errand, and tells what came of it.
    pub(crate) async fn run(self: &Arc<Self>, errand: Errand, outside: &mut Outside) {
        match errand {
            Errand::Callout(callout) => {
                let reply = call::ask(self.client().await, &callout).await;
                if let Err(failure) = reply {
                    tracing::warn!(event = ?callout.event, ?failure, "an extension failed");
                }
                outside.hear(callout.event, reply);
            }
            Errand::Mail(letter) => {
                let delivered = match &self.post {
                    Some(post) => post.send(letter).await,
                    None => false,
                };
                outside.hear_of_mail(delivered);
            }
        }
    }

    /// `None` if TLS cannot be set up.
    async fn client(self: &Arc<Self>) -> Option<reqwest::Client> {
        let own = Arc::clone(self);
        // Reads the system's certificates at first.
        let made =
            tokio::task::spawn_blocking(move || own.http.get_or_init(|| own.connect()).clone());
        made.await.ok().flatten()
    }

    fn connect(&self) -> Option<reqwest::Client> {
        // A name that stands for this machine must be it, whatever a resolver says: plain HTTP goes there.
        let loopback = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls()?)
            .resolve_to_addrs("localhost", &loopback)
            .connect_timeout(CONNECT_TIME)
            // Only what the configuration names is called, and nobody else on the way.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .ok()
    }

    fn tls(&self) -> Option<ClientConfig> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        store.add_parsable_certificates(self.roots.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(store)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Some(config)
    }
}
