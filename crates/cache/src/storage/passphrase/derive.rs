//! From a passphrase to a key.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use native_auth_wire::Secret;
use zeroize::{Zeroize as _, Zeroizing};

use crate::storage::{StorageError, StorageErrorKind};

/// How long the salt is: what RFC 9106, section 3.1 recommends.
pub(super) const SALT: usize = 16;

/// What a derivation costs, for whoever opens a file and for whoever guesses passphrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    /// In KiB.
    pub(super) memory: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

impl Cost {
    /// The second recommended option of RFC 9106, section 4. The first takes 2 GiB, which is too much for the small
    /// machines that have no key store; OWASP's choice for servers, which sign in many people at a time, takes 19 MiB.
    pub(super) const RECOMMENDED: Self = Self {
        memory: 64 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// More than this no file may ask for, whoever wrote it: 256 MiB, and some seconds.
    const HIGHEST: Self = Self {
        memory: 256 * 1024,
        passes: 10,
        lanes: 16,
    };

    /// Whether a key may be derived at this cost.
    pub(super) fn is_allowed(self) -> bool {
        self.memory <= Self::HIGHEST.memory
            && self.passes <= Self::HIGHEST.passes
            && self.lanes <= Self::HIGHEST.lanes
            && self.parameters().is_some()
    }

    fn parameters(self) -> Option<Params> {
        Params::new(self.memory, self.passes, self.lanes, Some(KEY)).ok()
    }
}

/// Of the derived key.
const KEY: usize = 32;

/// The key of this passphrase and salt: Argon2id, version 1.3 (RFC 9106).
pub(super) fn derive(
    passphrase: &Secret,
    salt: &[u8; SALT],
    cost: Cost,
) -> Result<Zeroizing<[u8; KEY]>, StorageError> {
    let failed = || {
        StorageError::with_detail(
            StorageErrorKind::Failed,
            "no key can be derived from this passphrase",
        )
    };
    let parameters = cost.parameters().ok_or_else(failed)?;
    let mut memory = Memory::of(parameters.block_count())?;
    let mut key = Zeroizing::new([0; KEY]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into_with_memory(
            passphrase.expose().as_bytes(),
            salt,
            &mut *key,
            &mut memory.0,
        )
        .map_err(|_| failed())?;
    Ok(key)
}

/// Zeroed when dropped: the key can be had from it without the passphrase.
struct Memory(Vec<Block>);

impl Memory {
    fn of(blocks: usize) -> Result<Self, StorageError> {
        let mut memory = Vec::new();
        memory.try_reserve_exact(blocks).map_err(|_| {
            let why = "there is not enough memory for the passphrase's key";
            StorageError::with_detail(StorageErrorKind::Failed, why)
        })?;
        memory.resize(blocks, Block::new());
        Ok(Self(memory))
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::Cost;

    #[test]
    fn no_file_may_ask_for_more_than_a_machine_has() {
        let cost = |memory, passes, lanes| Cost {
            memory,
            passes,
            lanes,
        };
        assert!(Cost::RECOMMENDED.is_allowed());
        assert!(cost(256 * 1024, 10, 16).is_allowed());
        for refused in [
            cost(256 * 1024 + 1, 3, 4),
            cost(u32::MAX, 3, 4),
            cost(64 * 1024, 11, 4),
            cost(64 * 1024, u32::MAX, 4),
            cost(64 * 1024, 3, 17),
            cost(64 * 1024, 3, u32::MAX),
            cost(0, 3, 4),
            cost(64 * 1024, 0, 4),
            cost(64 * 1024, 3, 0),
            cost(31, 3, 4),
        ] {
            assert!(!refused.is_allowed(), "{refused:?}");
        }
    }
}
