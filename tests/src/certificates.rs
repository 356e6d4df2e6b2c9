//! A certificate authority of our own, and server certificates with one flaw each.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing: it is for `localhost`.
    None,
    /// It is for another host.
    OtherHost,
    /// It has expired.
    Expired,
}

/// A root and a server certificate below it.
#[derive(Debug)]
pub struct Certificates {
    /// The root, as PEM.
    pub root: String,
    /// The server's set-up.
    pub server: Arc<ServerConfig>,
}

impl Certificates {
    /// Makes a new root and a certificate with this flaw.
    ///
    /// # Errors
    ///
    /// If a certificate cannot be made.
    pub fn with(flaw: Flaw) -> Result<Self, Box<dyn std::error::Error>> {
        let root_key = KeyPair::generate()?;
        let mut root = CertificateParams::new(Vec::new())?;
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_pem = root.self_signed(&root_key)?.pem();
        let issuer = Issuer::new(root, root_key);

        let host = match flaw {
            Flaw::OtherHost => "elsewhere.example",
            Flaw::None | Flaw::Expired => "localhost",
        };
        let mut leaf = CertificateParams::new(vec![host.to_owned()])?;
        if flaw == Flaw::Expired {
            leaf.not_before = rcgen::date_time_ymd(2020, 1, 1);
            leaf.not_after = rcgen::date_time_ymd(2021, 1, 1);
        }
        let leaf_key = KeyPair::generate()?;
        let leaf = leaf.signed_by(&leaf_key, &issuer)?;
        let key = PrivateKeyDer::try_from(leaf_key.serialize_der())?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)?;
        Ok(Self {
            root: root_pem,
            server: Arc::new(server),
        })
    }
}
