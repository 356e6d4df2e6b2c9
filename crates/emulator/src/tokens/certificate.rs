//! The certificate that stands beside a key in a key set, for validators that read only certificates.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeyPair;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rcgen::{CertificateParams, DnType, PKCS_RSA_SHA256, date_time_ymd};
use rustls::pki_types::PrivatePkcs8KeyDer;

/// A certificate of a signing key, by the key itself, as a key set shows it.
pub(super) struct Certificate {
    /// `x5c`: the DER form in base64.
    pub(super) chain_entry: String,
    /// `x5t`: its SHA-1 in base64url. RFC 7517 demands SHA-1; nothing depends on it.
    pub(super) thumbprint: String,
}

impl Certificate {
    /// `None` if a library fails.
    pub(super) fn of(pair: &KeyPair) -> Option<Self> {
        let private = AsDer::<Pkcs8V1Der<'_>>::as_der(pair).ok()?;
        let private = PrivatePkcs8KeyDer::from(private.as_ref());
        let signer = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&private, &PKCS_RSA_SHA256);
        let mut params = CertificateParams::default();
        params.distinguished_name.push(
            DnType::CommonName,
            "native-auth emulator (development only)",
        );
        // Fixed, so that the same key has the same certificate, and good whatever the clock says.
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2120, 1, 1);
        let certificate = params.self_signed(&signer.ok()?).ok()?;
        let der = certificate.der();
        Some(Self {
            chain_entry: STANDARD.encode(der),
            thumbprint: URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, der)),
        })
    }
}
