//! The signature of a token: RS256 (RFC 7518, section 3.3).

use native_auth_wire::RsaPublicKey;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// Whether this key has signed these bytes.
pub(super) fn is_of(key: &RsaPublicKey, signed: &[u8], signature: &[u8]) -> bool {
    let components = RsaPublicKeyComponents {
        n: key.modulus(),
        e: key.exponent(),
    };
    components
        .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
        .is_ok()
}
