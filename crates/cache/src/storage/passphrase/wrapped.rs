//! The bytes of a key file.
//!
//! ```text
//! magic 15 | version 1 | memory 4 | passes 4 | lanes 4 | salt 16 | nonce 24 | key, sealed 48 | checksum 32
//! ```
//!
//! Numbers have their lowest byte first. Everything before the nonce, and the profile, are the associated data. The
//! checksum is SHA-256 of the profile and of all the bytes before it: it keeps nobody from changing the file, but tells
//! one that was damaged or belongs to another profile from one that this passphrase does not open.

use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use native_auth_wire::Secret;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::derive::{self, Cost, SALT};
use crate::storage::sealed_file::random;
use crate::storage::{DataKey, StorageError, StorageErrorKind};

const MAGIC: [u8; 15] = *b"native-auth key";
const VERSION: u8 = 1;
const NONCE: usize = 24;
const TAG: usize = 16;
const CHECKSUM: usize = 32;

/// How long a key file is.
pub(super) const LENGTH: usize =
    MAGIC.len() + 1 + 3 * 4 + SALT + NONCE + DataKey::LENGTH + TAG + CHECKSUM;

/// What a key file turned out to be.
#[derive(Debug)]
pub(super) enum Unwrapped {
    /// It was wrapped with this passphrase.
    Key(DataKey),
    /// It was wrapped with another one.
    Wrong,
    /// It was cut off or changed, is another profile's or a later version's, or never was a key file.
    NoKeyFile,
}

/// The bytes of a file with this key.
pub(super) fn wrap(
    key: &DataKey,
    profile: &str,
    passphrase: &Secret,
    cost: Cost,
) -> Result<Vec<u8>, StorageError> {
    let (salt, nonce) = (random::<SALT>()?, random::<NONCE>()?);
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.extend_from_slice(&MAGIC);
    bytes.push(VERSION);
    for number in [cost.memory, cost.passes, cost.lanes] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&salt);

    let wrapping = derive::derive(passphrase, &salt, cost)?;
    let mut sealed = Zeroizing::new(Vec::with_capacity(DataKey::LENGTH + TAG));
    sealed.extend_from_slice(key.expose());
    cipher(&wrapping)
        .encrypt_in_place(&XNonce::from(nonce), &bound(&bytes, profile), &mut *sealed)
        // Only what has many gigabytes is too long.
        .map_err(|_| StorageError::new(StorageErrorKind::Failed))?;
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&sealed);
    bytes.extend_from_slice(&checksum(&bytes, profile));
    Ok(bytes)
}

/// The key that these bytes wrap. Derives a key only for a whole file, at a cost that is allowed.
pub(super) fn unwrap(
    bytes: &[u8],
    profile: &str,
    passphrase: &Secret,
) -> Result<Unwrapped, StorageError> {
    let Some(parts) = Parts::of(bytes, profile) else {
        return Ok(Unwrapped::NoKeyFile);
    };
    let wrapping = derive::derive(passphrase, parts.salt, parts.cost)?;
    let mut key = Zeroizing::new(parts.sealed.to_vec());
    let opened = cipher(&wrapping).decrypt_in_place(
        &XNonce::from(*parts.nonce),
        &bound(parts.head, profile),
        &mut *key,
    );
    Ok(match opened {
        Ok(()) => DataKey::from_bytes(&key).map_or(Unwrapped::NoKeyFile, Unwrapped::Key),
        Err(_) => Unwrapped::Wrong,
    })
}

struct Parts<'a> {
    head: &'a [u8],
    cost: Cost,
    salt: &'a [u8; SALT],
    nonce: &'a [u8; NONCE],
    sealed: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8], profile: &str) -> Option<Self> {
        if bytes.len() != LENGTH {
            return None;
        }
        let (content, sum) = bytes.split_last_chunk::<CHECKSUM>()?;
        if *sum != checksum(content, profile) {
            return None;
        }
        let rest = content.strip_prefix(&MAGIC)?.strip_prefix(&[VERSION])?;
        let (memory, rest) = number(rest)?;
        let (passes, rest) = number(rest)?;
        let (lanes, rest) = number(rest)?;
        let cost = Cost {
            memory,
            passes,
            lanes,
        };
        let (salt, rest) = rest.split_first_chunk()?;
        let head = content.strip_suffix(rest)?;
        let (nonce, sealed) = rest.split_first_chunk()?;
        cost.is_allowed().then_some(Self {
            head,
            cost,
            salt,
            nonce,
            sealed,
        })
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}

fn cipher(wrapping: &[u8; 32]) -> XChaCha20Poly1305 {
    let key: &Key = wrapping.into();
    XChaCha20Poly1305::new(key)
}

/// The head has a fixed length, so the profile needs none before it.
fn bound(head: &[u8], profile: &str) -> Vec<u8> {
    [head, profile.as_bytes()].concat()
}

/// What is summed has a fixed length, so the profile needs none before it.
fn checksum(content: &[u8], profile: &str) -> [u8; CHECKSUM] {
    Sha256::new()
        .chain_update(content)
        .chain_update(profile)
        .finalize()
        .into()
}
