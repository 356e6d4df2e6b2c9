//! Setting a client up.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use native_auth_cache::Partition;
use native_auth_core::error::{Entry, catalogue};
use native_auth_core::{Application, ClientTag, Error};
use native_auth_wire::{Authority, Capability, ChallengeType};
use url::Url;
use uuid::Uuid;

use crate::client::Inner;
use crate::id_token::TenantKeys;
use crate::request_headers::{AppHeaders, RequestHeaders};
use crate::silence::Silences;
use crate::time_limits::TimeLimits;
use crate::vault::Vault;
use crate::{Client, Clock, Result, SystemClock, TokenStorage, Transport};

/// As long as the service's continuation tokens are known to live.
const SUSPENSION_LIFETIME: Duration = Duration::from_secs(600);

/// Sets a client up. Made by [`Client::builder`]; nothing is checked before [`build`](Self::build).
#[must_use = "nothing happens before build()"]
pub struct ClientBuilder {
    tenant: String,
    client_id: String,
    tenant_id: Option<String>,
    challenge_types: Vec<ChallengeType>,
    capabilities: Vec<Capability>,
    allow_http_loopback: bool,
    limits: TimeLimits,
    suspension_lifetime: Duration,
    sku: String,
    app_headers: Option<AppHeaders>,
    clock: Arc<dyn Clock>,
    storage: Option<TokenStorage>,
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    network: crate::reqwest_transport::ReqwestTransportConfig,
}

impl ClientBuilder {
    pub(crate) fn new(tenant: String, client_id: String) -> Self {
        Self {
            tenant,
            client_id,
            tenant_id: None,
            challenge_types: vec![
                ChallengeType::Oob,
                ChallengeType::Password,
                ChallengeType::Redirect,
            ],
            capabilities: vec![Capability::MfaRequired, Capability::RegistrationRequired],
            allow_http_loopback: false,
            limits: TimeLimits::default(),
            suspension_lifetime: SUSPENSION_LIFETIME,
            sku: "native-auth.rust".to_owned(),
            app_headers: None,
            clock: Arc::new(SystemClock),
            storage: None,
            transport: None,
            #[cfg(feature = "reqwest")]
            network: crate::reqwest_transport::ReqwestTransportConfig::default(),
        }
    }

    /// The tenant's id (a GUID), which every sign-in then has to be of. Without it the id is learnt from the tenant itself
    /// the first time, and stays for as long as there is this client, or an account in its storage.
    pub fn tenant_id(mut self, tenant_id: impl Into<String>) -> Self {
        self.tenant_id = Some(tenant_id.into());
        self
    }

    /// The ways of proving that the app has screens for; all of them by default. `redirect` is always declared
    /// besides. What the tenant needs and the app has not leads to [`Step::BrowserRequired`](crate::Step).
    pub fn challenge_types(mut self, types: impl IntoIterator<Item = ChallengeType>) -> Self {
        self.challenge_types = types.into_iter().collect();
        self
    }

    /// What else the app has screens for; everything by default. What the tenant needs and the app has not leads to
    /// [`Step::BrowserRequired`](crate::Step).
    pub fn capabilities(mut self, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        self.capabilities = capabilities.into_iter().collect();
        self
    }

    /// Permits plain `http` to this machine (`localhost`, 127.0.0.0/8, `[::1]`), for a tenant emulator. There is no
    /// way to permit it to anywhere else.
    pub fn allow_http_loopback(mut self) -> Self {
        self.allow_http_loopback = true;
        self
    }

    /// How long making a connection may take; 10 seconds by default.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.limits.connect = limit;
        self
    }

    /// How long one request and its whole answer may take, connecting included; 30 seconds by default.
    pub fn exchange_timeout(mut self, limit: Duration) -> Self {
        self.limits.exchange = limit;
        self
    }

    /// How long waiting for the server to finish something may take, over many exchanges; 300 seconds by default.
    pub fn polling_timeout(mut self, limit: Duration) -> Self {
        self.limits.polling = limit;
        self
    }

    /// How long another process of the app that renews the same tokens is waited for; 10 seconds by default. One that is
    /// frozen for longer is passed: this process then renews them itself, and whichever comes later adopts what is newer.
    pub fn lock_timeout(mut self, limit: Duration) -> Self {
        self.limits.lock = limit;
        self
    }

    /// How long a flow may stay suspended (see [`Client::suspend`]), in whole seconds; 600 by default, which is how long
    /// the service's continuation tokens are known to live.
    pub fn suspension_lifetime(mut self, lifetime: Duration) -> Self {
        self.suspension_lifetime = lifetime;
        self
    }

    /// Headers that the app adds to requests, such as a fraud signal for a web application firewall. Asked once for
    /// each request with its address.
    ///
    /// A name must begin with `x-` and not with `x-ms-`, `x-client-`, `x-broker-` or `x-app-`, and a value must be
    /// visible ASCII; anything else is dropped with a warning in the log.
    pub fn request_headers<F, O>(mut self, headers: F) -> Self
    where
        F: Fn(Url) -> O + Send + Sync + 'static,
        O: Future<Output = Vec<(String, String)>> + Send + 'static,
    {
        self.app_headers = Some(Arc::new(move |url| Box::pin(headers(url))));
        self
    }

    /// How the client names itself to the service (`x-client-SKU`). For the libraries of other languages that are
    /// built on this one; an app leaves it alone.
    pub fn sku(mut self, sku: impl Into<String>) -> Self {
        self.sku = sku.into();
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where tokens are kept. Nothing else is used in its place if it fails.
    ///
    /// With the feature `keyring`, unless said otherwise: in a sealed file of this user's with its key in the key store of
    /// the operating system, under the app name `native-auth` and the client id as profile. Without that feature there is
    /// no default.
    pub fn storage(mut self, storage: TokenStorage) -> Self {
        self.storage = Some(storage);
        self
    }

    /// Another way to send requests. Root certificates, the proxy and the connect limit are then its own business;
    /// setting one of the first two besides is refused.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks everything and makes the client.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration); the message names the field and says what is wrong.
    pub fn build(self) -> Result<Client> {
        let authority =
            Authority::parse(&self.tenant, self.allow_http_loopback).map_err(|error| {
                Error::new(&catalogue::TENANT_INVALID).with_detail(error.to_string())
            })?;
        if !is_guid(&self.client_id) {
            return Err(Error::new(&catalogue::CLIENT_ID_INVALID));
        }
        check_tenant_id(self.tenant_id.as_deref(), &authority)?;
        if self.challenge_types.is_empty() {
            return Err(Error::new(&catalogue::CHALLENGE_TYPES_EMPTY));
        }
        if self.sku.is_empty() || !self.sku.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Error::new(&catalogue::SKU_INVALID));
        }
        check_limit(self.limits.connect, &catalogue::CONNECT_TIMEOUT_ZERO)?;
        check_limit(self.limits.exchange, &catalogue::EXCHANGE_TIMEOUT_ZERO)?;
        check_limit(self.limits.polling, &catalogue::POLLING_TIMEOUT_ZERO)?;
        if self.suspension_lifetime < Duration::from_secs(1) {
            return Err(Error::new(&catalogue::SUSPENSION_LIFETIME_ZERO));
        }
        #[cfg(feature = "reqwest")]
        if self.transport.is_some() && !self.network.is_default() {
            return Err(Error::new(&catalogue::NETWORK_SETTINGS_UNUSED));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            #[cfg(feature = "reqwest")]
            None => Arc::new(
                self.network
                    .connect_timeout(self.limits.connect)
                    .build(&authority)?,
            ),
            #[cfg(not(feature = "reqwest"))]
            None => return Err(Error::new(&catalogue::TRANSPORT_MISSING)),
        };
        let storage = match self.storage {
            Some(storage) => storage,
            #[cfg(feature = "keyring")]
            None => TokenStorage::key_store("native-auth", self.client_id.to_ascii_lowercase()),
            #[cfg(not(feature = "keyring"))]
            None => return Err(Error::new(&catalogue::STORAGE_MISSING)),
        };
        let partition = Partition::new(authority.as_str(), &self.client_id);
        Ok(Client::new(Inner {
            application: Arc::new(Application {
                tag: unique_tag(),
                authority,
                client_id: self.client_id,
                challenge_types: self.challenge_types,
                capabilities: self.capabilities,
            }),
            transport,
            headers: RequestHeaders::new(self.sku, self.app_headers),
            limits: self.limits,
            suspension_lifetime: self.suspension_lifetime,
            clock: self.clock,
            vault: Vault::new(partition, storage, self.limits.lock),
            silences: Silences::default(),
            tenant_keys: TenantKeys::new(self.tenant_id),
        }))
    }
}

#[cfg(feature = "reqwest")]
impl ClientBuilder {
    /// Trusts one more root certificate (PEM; several in one text are all added), beside those of the system, for
    /// this client only.
    pub fn add_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.network = self.network.add_root_certificate(pem);
        self
    }

    /// Takes the system's root certificates from where `SSL_CERT_FILE` and `SSL_CERT_DIR` point, if they are set.
    /// Otherwise the environment is not looked at.
    pub fn root_certificates_from_environment(mut self) -> Self {
        self.network = self.network.root_certificates_from_environment();
        self
    }

    /// Sends everything through a proxy (`http://`, `https://`), which may carry a user name and a password. They
    /// are never shown. Plain http to this machine never goes through one.
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.network = self.network.proxy(address);
        self
    }

    /// Takes the proxy from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`. Otherwise the environment is
    /// not looked at.
    pub fn proxy_from_environment(mut self) -> Self {
        self.network = self.network.proxy_from_environment();
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("client_id", &self.client_id)
            .field("challenge_types", &self.challenge_types)
            .field("allow_http_loopback", &self.allow_http_loopback)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// An authority that names the tenant by its id has to name the same.
fn check_tenant_id(tenant_id: Option<&str>, authority: &Authority) -> Result<()> {
    let Some(tenant_id) = tenant_id else {
        return Ok(());
    };
    if !is_guid(tenant_id) {
        return Err(Error::new(&catalogue::TENANT_ID_INVALID));
    }
    let named = authority.tenant_id();
    if named.is_some_and(|named| !named.eq_ignore_ascii_case(tenant_id)) {
        return Err(Error::new(&catalogue::TENANT_ID_MISMATCH));
    }
    Ok(())
}

fn check_limit(limit: Duration, zero: &'static Entry) -> Result<()> {
    if limit.is_zero() {
        return Err(Error::new(zero));
    }
    Ok(())
}

fn unique_tag() -> ClientTag {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    ClientTag::new(NEXT.fetch_add(1, Ordering::Relaxed))
}
