//! Sealing, with the key of the profile.

use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use super::layout::VERSION;
use crate::storage::{DataKey, StorageError, StorageErrorKind};

pub(super) const NONCE: usize = 24;
const TAG: usize = 16;

/// By how much what is sealed is longer than what was given.
pub(super) const OVERHEAD: usize = NONCE + TAG;

/// XChaCha20-Poly1305 with the data key of a profile. What is sealed begins with its nonce, which is random and long
/// enough for that (draft-irtf-cfrg-xchacha, section 3.1).
pub(super) struct Seal {
    cipher: XChaCha20Poly1305,
    profile: String,
}

/// What something is sealed as: it is opened as nothing else.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// The check in the header of a file.
    File { epoch: u64 },
    /// The header of an entry, with the frame around it.
    Entry { epoch: u64, frame: &'a [u8] },
    /// The body of a record. Not the epoch: bodies move into a new one as they are.
    Body {
        key: &'a str,
        generation: u64,
        stamp: u64,
    },
}

impl Seal {
    pub(super) fn new(key: &DataKey, profile: String) -> Self {
        let key: &Key = key.expose().into();
        Self {
            cipher: XChaCha20Poly1305::new(key),
            profile,
        }
    }

    /// Puts `plain`, sealed, behind what is in `into`.
    pub(super) fn seal(
        &self,
        plain: &[u8],
        purpose: Purpose<'_>,
        into: &mut Vec<u8>,
    ) -> Result<(), StorageError> {
        let nonce: [u8; NONCE] = random()?;
        // Room for the tag from the start: growing would leave a copy of the text behind.
        let mut buffer = Zeroizing::new(Vec::with_capacity(plain.len() + TAG));
        buffer.extend_from_slice(plain);
        self.cipher
            .encrypt_in_place(&XNonce::from(nonce), &self.bound(purpose), &mut *buffer)
            // Only what has many gigabytes is too long.
            .map_err(|_| StorageError::new(StorageErrorKind::Failed))?;
        into.extend_from_slice(&nonce);
        into.extend_from_slice(&buffer);
        Ok(())
    }

    /// What was sealed; `None` if this is not what this key sealed for this purpose.
    pub(super) fn open(&self, sealed: &[u8], purpose: Purpose<'_>) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let mut buffer = Zeroizing::new(rest.to_vec());
        self.cipher
            .decrypt_in_place(&XNonce::from(*nonce), &self.bound(purpose), &mut *buffer)
            .ok()?;
        Some(buffer)
    }

    /// The associated data: the version of the format, the profile, and the purpose. Every text but the last has its
    /// length before it, so that no two purposes give the same bytes.
    fn bound(&self, purpose: Purpose<'_>) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        let profile = self.profile.as_bytes();
        bytes.extend_from_slice(&(profile.len() as u64).to_le_bytes());
        bytes.extend_from_slice(profile);
        match purpose {
            Purpose::File { epoch } => {
                bytes.push(0);
                bytes.extend_from_slice(&epoch.to_le_bytes());
            }
            Purpose::Entry { epoch, frame } => {
                bytes.push(1);
                bytes.extend_from_slice(&epoch.to_le_bytes());
                bytes.extend_from_slice(frame);
            }
            Purpose::Body {
                key,
                generation,
                stamp,
            } => {
                bytes.push(2);
                bytes.extend_from_slice(&generation.to_le_bytes());
                bytes.extend_from_slice(&stamp.to_le_bytes());
                bytes.extend_from_slice(key.as_bytes());
            }
        }
        bytes
    }
}

/// From the operating system each time. A generator of our own would give the same numbers in both halves of a process
/// that forks, and a nonce that is used twice gives the text away.
pub(in crate::storage) fn random<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| StorageError::with_detail(StorageErrorKind::Failed, "no random numbers"))?;
    Ok(bytes)
}
