//! Sealing what must outlive the app: authenticated encryption with a key that the app keeps.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::Secret;
use zeroize::Zeroizing;

use crate::{Result, randomness};

/// What a sealed flow begins with. It is authenticated, like what comes after it.
const MARK: &[u8] = b"native-auth flow";

/// The version of everything behind it.
const VERSION: u8 = 1;

const NONCE_BYTES: usize = 24;

/// A key of 32 bytes that seals what [`Client::suspend`](crate::Client::suspend) gives.
///
/// Make one with [`generate`](Self::generate), keep its bytes in the operating system's key store, and use the same
/// one to resume. It is zeroed when dropped, and `Debug` does not show it.
#[derive(Clone)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

impl SealingKey {
    /// A new random key.
    #[must_use]
    pub fn generate() -> Self {
        let mut key = Zeroizing::new([0; 32]);
        randomness::fill(&mut key[..]);
        Self(key)
    }

    /// The key that was kept. Its 32 bytes have to be random: a password, or a digest of one, is no key.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if there are not exactly 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return Err(Error::new(&catalogue::SEALING_KEY_INVALID));
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    /// The bytes to keep. Never log or print them.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        let key: &Key = self.expose().into();
        XChaCha20Poly1305::new(key)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(..)")
    }
}

/// The mark, the version, a random nonce, and the text behind them, sealed. The nonce is long enough to be random
/// (draft-irtf-cfrg-xchacha, section 3.1).
pub(crate) fn seal(text: &Secret, key: &SealingKey) -> Result<Vec<u8>> {
    let nonce = randomness::random_bytes::<NONCE_BYTES>();
    let header = header();
    let payload = Payload {
        msg: text.expose().as_bytes(),
        aad: &header,
    };
    let sealed = key
        .cipher()
        .encrypt(&XNonce::from(nonce), payload)
        // Only a text of many gigabytes is too long.
        .map_err(|_| Error::new(&catalogue::STEP_NOT_SUSPENDABLE))?;
    Ok([header.as_slice(), &nonce, &sealed].concat())
}

/// The text, if these bytes are what this key sealed.
pub(crate) fn unseal(sealed: &[u8], key: &SealingKey) -> Result<Secret> {
    let unreadable = || Error::new(&catalogue::SUSPENSION_UNREADABLE);
    let rest = sealed.strip_prefix(MARK).ok_or_else(unreadable)?;
    let (version, rest) = rest.split_first().ok_or_else(unreadable)?;
    if *version != VERSION {
        return Err(Error::new(&catalogue::SUSPENSION_VERSION_UNKNOWN));
    }
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or_else(unreadable)?;
    let payload = Payload {
        msg: ciphertext,
        aad: &header(),
    };
    let text = key
        .cipher()
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| unreadable())?;
    match String::from_utf8(text) {
        Ok(text) => Ok(Secret::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(unreadable())
        }
    }
}

fn header() -> Vec<u8> {
    [MARK, &[VERSION]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("no error", |error| error.code())
    }

    #[test]
    fn what_was_sealed_is_unsealed_by_the_same_key_only() {
        let key = SealingKey::generate();
        let sealed = seal(&Secret::from("a flow"), &key).unwrap();
        assert_eq!(unseal(&sealed, &key).unwrap().expose(), "a flow");
        let kept = SealingKey::from_bytes(key.expose()).unwrap();
        assert_eq!(unseal(&sealed, &kept).unwrap().expose(), "a flow");
        let other = SealingKey::generate();
        assert_eq!(code(unseal(&sealed, &other)), "suspension_unreadable");
    }

    #[test]
    fn the_same_text_is_never_sealed_the_same_way() {
        let key = SealingKey::generate();
        let text = Secret::from("a flow");
        assert_ne!(seal(&text, &key).unwrap(), seal(&text, &key).unwrap());
    }

    #[test]
    fn every_changed_bit_and_every_lost_byte_is_noticed() {
        let key = SealingKey::generate();
        let sealed = seal(&Secret::from("a flow"), &key).unwrap();
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[at] ^= 1 << bit;
                let expected = if at == MARK.len() {
                    "suspension_version_unknown"
                } else {
                    "suspension_unreadable"
                };
                assert_eq!(code(unseal(&changed, &key)), expected, "byte {at}");
            }
            assert_eq!(code(unseal(&sealed[..at], &key)), "suspension_unreadable");
        }
        let longer = [sealed.as_slice(), b"x"].concat();
        assert_eq!(code(unseal(&longer, &key)), "suspension_unreadable");
    }

    /// Sealed by libsodium (`crypto_aead_xchacha20poly1305_ietf_encrypt`) as this page says; it has to stay readable as
    /// long as the version is 1.
    #[test]
    fn what_another_library_sealed_is_readable() {
        const SEALED: [u8; 22] = [
            0x3e, 0x67, 0x36, 0x07, 0x6d, 0xc1, 0xe8, 0x61, 0x25, 0x50, 0xad, 0xea, 0x81, 0xff,
            0x20, 0x05, 0xcf, 0xcc, 0x59, 0x22, 0x69, 0x02,
        ];
        let key = SealingKey::from_bytes(&[9; 32]).unwrap();
        let nonce: Vec<u8> = (0..24).collect();
        let sealed = [b"native-auth flow\x01", nonce.as_slice(), &SEALED].concat();
        assert_eq!(unseal(&sealed, &key).unwrap().expose(), "a flow");
    }

    #[test]
    fn a_key_has_32_bytes_and_shows_none() {
        for length in [0, 16, 31, 33, 64] {
            let key = SealingKey::from_bytes(&vec![7; length]);
            assert_eq!(code(key), "sealing_key_invalid");
        }
        let key = SealingKey::from_bytes(&[7; 32]).unwrap();
        assert_eq!(format!("{key:?}"), "SealingKey(..)");
    }
}
