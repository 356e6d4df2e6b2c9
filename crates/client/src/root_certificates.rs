//! Which certificates a client trusts.

use std::path::Path;
use std::sync::Arc;

use native_auth_core::Error;
use native_auth_core::error::catalogue;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::Result;

/// Where Linux and the BSDs keep the bundle, in the order in which they are tried. The well-known libraries for this
/// look at the environment first, which this client does only when asked.
const BUNDLES: [&str; 7] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
    "/usr/local/etc/ssl/cert.pem",
];

/// Directories of single certificates, where there is no bundle.
const DIRECTORIES: [&str; 3] = [
    "/etc/ssl/certs",
    "/etc/pki/tls/certs",
    "/system/etc/security/cacerts",
];

/// The certificates in a PEM text.
pub(crate) fn parse(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>> {
    let invalid = || Error::new(&catalogue::ROOT_CERTIFICATE_INVALID);
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|_| invalid())?;
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        store.add(certificate.clone()).map_err(|_| invalid())?;
    }
    if certificates.is_empty() {
        return Err(invalid());
    }
    Ok(certificates)
}

/// A TLS set-up that trusts the system's roots and `added`.
///
/// Without any root at all nothing could ever be trusted, so that is an error; but a missing system store is none as
/// long as one root was added.
pub(crate) fn trusting(
    provider: Arc<CryptoProvider>,
    added: Vec<CertificateDer<'static>>,
    from_environment: bool,
) -> Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(&catalogue::TLS_FAILED).with_source(error))?;
    #[cfg(not(target_os = "android"))]
    if cfg!(any(target_vendor = "apple", windows)) && !from_environment {
        // There the system itself judges certificates, with the person's and the administrator's settings.
        let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(added, provider)
            .map_err(|error| Error::new(&catalogue::TLS_FAILED).with_source(error))?;
        return Ok(builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth());
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(system_roots(from_environment));
    roots.add_parsable_certificates(added);
    if roots.is_empty() {
        return Err(Error::new(&catalogue::NO_ROOT_CERTIFICATES));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn system_roots(from_environment: bool) -> Vec<CertificateDer<'static>> {
    if from_environment {
        return rustls_native_certs::load_native_certs().certs;
    }
    let bundles = BUNDLES.iter().map(|path| (Some(Path::new(*path)), None));
    let directories = DIRECTORIES
        .iter()
        .map(|path| (None, Some(Path::new(*path))));
    for (bundle, directory) in bundles.chain(directories) {
        if bundle.or(directory).is_some_and(Path::exists) {
            let found = rustls_native_certs::load_certs_from_paths(bundle, directory).certs;
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}
