//! How a client is set up.

use std::time::Duration;

use crate::{Capability, ChallengeType};

/// How a client is set up. Nothing in it is secret; what is left out has the usual value.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ClientOptions {
    /// The tenant's subdomain (`contoso`), its host (`contoso.ciamlogin.com`) or its full authority address.
    pub tenant: String,
    /// The app's id (a GUID) from its registration.
    pub client_id: String,
    /// The tenant's id (a GUID), which every sign-in then has to be of.
    #[uniffi(default = None)]
    pub tenant_id: Option<String>,
    /// The ways of proving that the app has screens for; all of them by default.
    #[uniffi(default = None)]
    pub challenge_types: Option<Vec<ChallengeType>>,
    /// What else the app has screens for; everything by default.
    #[uniffi(default = None)]
    pub capabilities: Option<Vec<Capability>>,
    /// Permits plain `http` to this machine, for a tenant emulator. There is no way to permit it to anywhere else.
    #[uniffi(default = false)]
    pub allow_http_loopback: bool,
    /// How long making a connection may take; 10 seconds by default.
    #[uniffi(default = None)]
    pub connect_timeout: Option<Duration>,
    /// How long one request and its whole answer may take; 30 seconds by default.
    #[uniffi(default = None)]
    pub exchange_timeout: Option<Duration>,
    /// How long waiting for the server to finish something may take; 300 seconds by default.
    #[uniffi(default = None)]
    pub polling_timeout: Option<Duration>,
    /// How long another process of the app that renews the same tokens is waited for; 10 seconds by default.
    #[uniffi(default = None)]
    pub lock_timeout: Option<Duration>,
    /// How long a flow may stay suspended, in whole seconds; 600 by default.
    #[uniffi(default = None)]
    pub suspension_lifetime: Option<Duration>,
    /// How the client names itself to the service. For the libraries of the languages; an app leaves it alone.
    #[uniffi(default = None)]
    pub sku: Option<String>,
    /// One more root certificate (PEM; several in one text are all added), beside those of the system.
    #[uniffi(default = None)]
    pub root_certificate: Option<Vec<u8>>,
    /// Takes the system's root certificates from where `SSL_CERT_FILE` and `SSL_CERT_DIR` point, if they are set.
    #[uniffi(default = false)]
    pub root_certificates_from_environment: bool,
    /// Takes the proxy from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    #[uniffi(default = false)]
    pub proxy_from_environment: bool,
}

impl ClientOptions {
    /// Whether something is set that the built-in transport alone heeds.
    pub(crate) fn is_about_network(&self) -> bool {
        self.root_certificate.is_some()
            || self.root_certificates_from_environment
            || self.proxy_from_environment
    }

    pub(crate) fn into_builder(self) -> native_auth::ClientBuilder {
        let mut builder = native_auth::Client::builder(self.tenant, self.client_id);
        if let Some(tenant_id) = self.tenant_id {
            builder = builder.tenant_id(tenant_id);
        }
        if let Some(types) = self.challenge_types {
            builder = builder.challenge_types(types);
        }
        if let Some(capabilities) = self.capabilities {
            builder = builder.capabilities(capabilities);
        }
        if self.allow_http_loopback {
            builder = builder.allow_http_loopback();
        }
        if let Some(limit) = self.connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        if let Some(limit) = self.exchange_timeout {
            builder = builder.exchange_timeout(limit);
        }
        if let Some(limit) = self.polling_timeout {
            builder = builder.polling_timeout(limit);
        }
        if let Some(limit) = self.lock_timeout {
            builder = builder.lock_timeout(limit);
        }
        if let Some(lifetime) = self.suspension_lifetime {
            builder = builder.suspension_lifetime(lifetime);
        }
        if let Some(sku) = self.sku {
            builder = builder.sku(sku);
        }
        #[cfg(feature = "reqwest")]
        {
            if let Some(pem) = self.root_certificate {
                builder = builder.add_root_certificate(pem);
            }
            if self.root_certificates_from_environment {
                builder = builder.root_certificates_from_environment();
            }
            if self.proxy_from_environment {
                builder = builder.proxy_from_environment();
            }
        }
        builder
    }
}
