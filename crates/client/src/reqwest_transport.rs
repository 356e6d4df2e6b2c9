//! The built-in transport: reqwest on rustls.

use std::error::Error as StdError;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::{Authority, HttpRequest, HttpResponse};
use url::Url;
use zeroize::Zeroizing;

use crate::{Result, Transport, TransportError, TransportFailure, root_certificates};

/// The longest body that is read, in bytes. The longest real answers are some tens of thousands.
const MAX_BODY: usize = 1024 * 1024;

/// Sends requests with `reqwest` on `rustls`.
///
/// It follows no redirect, keeps no cookie, reads at most 1 MiB of a body, reuses connections, and sends nothing
/// twice: only when no connection could be made, so that not one byte has left, is connecting tried once more.
#[derive(Clone)]
pub struct ReqwestTransport(reqwest::Client);

/// The settings of a [`ReqwestTransport`], for a transport of your own that is built around it. A plain client has
/// the same settings on its [`ClientBuilder`](crate::ClientBuilder).
#[derive(Default)]
#[must_use = "nothing happens before build()"]
pub struct ReqwestTransportConfig {
    root_certificates: Vec<Vec<u8>>,
    roots_from_environment: bool,
    proxy: Option<String>,
    proxy_from_environment: bool,
    connect_timeout: Option<Duration>,
}

impl ReqwestTransportConfig {
    /// Trusts one more root certificate (PEM).
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Lets `SSL_CERT_FILE` and `SSL_CERT_DIR` say where the system's roots are.
    pub fn root_certificates_from_environment(mut self) -> Self {
        self.roots_from_environment = true;
        self
    }

    /// Sends everything through a proxy.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(address.into());
        self
    }

    /// Takes the proxy from the environment.
    pub fn proxy_from_environment(mut self) -> Self {
        self.proxy_from_environment = true;
        self
    }

    /// How long making a connection may take; 10 seconds by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Whether anything was set that only the built-in transport heeds.
    pub(crate) fn is_default(&self) -> bool {
        let own_roots = !self.root_certificates.is_empty() || self.roots_from_environment;
        !own_roots && self.proxy.is_none() && !self.proxy_from_environment
    }

    /// Makes the transport for one authority.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a certificate or the proxy cannot be read, if a proxy
    /// is given twice or for plain http, or if there is no root certificate at all while the authority needs one.
    pub fn build(self, authority: &Authority) -> Result<ReqwestTransport> {
        let mut added = Vec::new();
        for pem in &self.root_certificates {
            added.extend(root_certificates::parse(pem)?);
        }
        let loopback = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout.unwrap_or(Duration::from_secs(10)))
            // Plain http is allowed to this name, so it must be this machine whatever a resolver says.
            .resolve_to_addrs("localhost", &loopback)
            .tls_backend_preconfigured(self.tls(authority, added)?);
        // A proxy would read plain http, and its "this machine" is another one.
        if !self.proxy_from_environment || !authority.is_https() {
            builder = builder.no_proxy();
        }
        if let Some(address) = self.proxy {
            if self.proxy_from_environment {
                return Err(Error::new(&catalogue::PROXY_TWICE));
            }
            if !authority.is_https() {
                return Err(Error::new(&catalogue::PROXY_ON_LOOPBACK));
            }
            builder = builder.proxy(read_proxy(&address)?);
        }
        let client = builder
            .build()
            .map_err(|error| Error::new(&catalogue::TLS_FAILED).with_source(error.without_url()))?;
        Ok(ReqwestTransport(client))
    }

    fn tls(
        &self,
        authority: &Authority,
        added: Vec<rustls::pki_types::CertificateDer<'static>>,
    ) -> Result<rustls::ClientConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = if authority.is_https() {
            root_certificates::trusting(provider, added, self.roots_from_environment)?
        } else {
            trusting_nobody(provider)?
        };
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        #[cfg(feature = "http2")]
        config.alpn_protocols.insert(0, b"h2".to_vec());
        Ok(config)
    }
}

/// Shows nothing: the library's own `Debug` would show a proxy.
impl std::fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ReqwestTransportConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReqwestTransportConfig")
            .field("root_certificates", &self.root_certificates.len())
            .field("has_proxy", &self.proxy.is_some())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let response = match self.attempt(request).await {
            // Not one byte has left: this is the only case in which anything is tried again.
            Err(error) if error.failure() == TransportFailure::Unreachable => {
                self.attempt(request).await?
            }
            outcome => outcome?,
        };
        read(response).await
    }
}

impl ReqwestTransport {
    async fn attempt(&self, request: &HttpRequest) -> Result<reqwest::Response, TransportError> {
        // By its name, so that a method that the protocol comes to use needs no change here.
        let method = reqwest::Method::from_bytes(request.method().as_str().as_bytes()).map_err(
            |invalid| TransportError::new(TransportFailure::Unreachable).with_source(invalid),
        )?;
        let mut outgoing =
            self.0
                .request(method, request.url().clone())
                .body(bytes::Bytes::from_owner(Zeroizing::new(
                    request.body().to_vec(),
                )));
        for (name, value) in request.headers() {
            outgoing = outgoing.header(name, value);
        }
        outgoing.send().await.map_err(not_sent_or_lost)
    }
}

/// A proxy's address has a host and nothing behind it. The library reads almost any text as one, and its reasons
/// would repeat the address, which may hold a password.
fn read_proxy(address: &str) -> Result<reqwest::Proxy> {
    let invalid = || Error::new(&catalogue::PROXY_INVALID);
    let url = Url::parse(address).map_err(|_| invalid())?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !bare {
        return Err(invalid());
    }
    reqwest::Proxy::all(url).map_err(|_| invalid())
}

/// Reads the body up to the cap.
async fn read(mut response: reqwest::Response) -> Result<HttpResponse, TransportError> {
    let too_large = || TransportError::new(TransportFailure::TooLarge);
    let announced = response.content_length().unwrap_or_default();
    if announced > MAX_BODY as u64 {
        return Err(too_large());
    }
    let status = response.status().as_u16();
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    // Room for the whole body at once: growing would leave copies of tokens behind. No more of it than that where its
    // length is known, for all of it is zeroed.
    let room = match usize::try_from(announced).unwrap_or_default() {
        0 => 16 * 1024,
        known => known,
    };
    let mut body = Zeroizing::new(Vec::with_capacity(room));
    while let Some(chunk) = response.chunk().await.map_err(|error| {
        TransportError::new(TransportFailure::Truncated).with_source(error.without_url())
    })? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse::new(
        status,
        headers,
        std::mem::take(&mut *body),
    ))
}

/// Tells failures before the request left from those after it.
fn not_sent_or_lost(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    // After the handshake the server may have read the request, whatever TLS makes of its answer.
    let handshake = find::<rustls::Error>(&error).filter(|_| error.is_connect());
    let failure = if let Some(tls) = handshake {
        match tls {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                TransportFailure::Certificate
            }
            _ => TransportFailure::Tls,
        }
    } else if error.is_connect() && error.is_timeout() {
        TransportFailure::ConnectTimedOut
    } else if error.is_connect() && mentions_proxy(&error) {
        TransportFailure::Proxy
    } else if error.is_connect() {
        TransportFailure::Unreachable
    } else if error.is_timeout() {
        TransportFailure::TimedOut
    } else {
        TransportFailure::ConnectionLost
    };
    TransportError::new(failure).with_source(error)
}

/// The first error of this type among the causes. An `io::Error` hides its cause from `source()`.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut current = Some(error);
    while let Some(error) = current {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        if let Some(inner) = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            && let Some(found) = find::<T>(inner)
        {
            return Some(found);
        }
        current = error.source();
    }
    None
}

/// The library tells a refusing proxy only by its words.
fn mentions_proxy(error: &(dyn StdError + 'static)) -> bool {
    let mut current = Some(error);
    while let Some(error) = current {
        let text = error.to_string();
        if text.contains("proxy") || text.contains("tunnel") {
            return true;
        }
        current = error.source();
    }
    false
}

/// For plain http to this machine: TLS is never used, so no root is needed, and none is trusted.
fn trusting_nobody(provider: Arc<rustls::crypto::CryptoProvider>) -> Result<rustls::ClientConfig> {
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(&catalogue::TLS_FAILED).with_source(error))?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}
