//! Randomness, behind a seam: from the operating system, or from a seed for repeatable runs.

use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

/// Every random value of the emulator comes from here, but its TLS keys and without a seed its RSA
/// keys.
pub(crate) struct Randomness {
    rng: Mutex<StdRng>,
    has_seed: bool,
}

impl Randomness {
    /// Without a seed takes one from the operating system; `None` if that refuses.
    pub(crate) fn new(seed: Option<u64>) -> Option<Self> {
        let rng = match seed {
            Some(seed) => StdRng::seed_from_u64(seed),
            None => StdRng::try_from_os_rng().ok()?,
        };
        Some(Self {
            rng: Mutex::new(rng),
            has_seed: seed.is_some(),
        })
    }

    /// Whether everything drawn can be drawn again.
    pub(crate) fn has_seed(&self) -> bool {
        self.has_seed
    }

    /// A source of its own, whose draws no longer depend on what others draw from this one.
    pub(crate) fn branch(&self) -> Self {
        Self {
            rng: Mutex::new(self.with(StdRng::from_rng)),
            has_seed: self.has_seed,
        }
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.with(|rng| rng.fill_bytes(&mut bytes));
        bytes
    }

    /// An opaque string over `N` random bytes.
    pub(crate) fn opaque<const N: usize>(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<N>())
    }

    pub(crate) fn guid(&self) -> String {
        uuid::Builder::from_random_bytes(self.bytes())
            .into_uuid()
            .to_string()
    }

    pub(crate) fn digits(&self, count: u32) -> String {
        (0..count)
            .map(|_| char::from(b'0' + self.with(|rng| rng.random_range(0..10_u8))))
            .collect()
    }

    /// A number from `low` to `high`, both included; `low` when they are in the wrong order.
    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        self.with(|rng| rng.random_range(low..=high.max(low)))
    }

    fn with<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.rng.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_two_seeds_differ() {
        let draw = |seed| Randomness::new(Some(seed)).unwrap().opaque::<32>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn codes_are_digits_of_the_asked_length() {
        let code = Randomness::new(None).unwrap().digits(8);
        assert_eq!(code.len(), 8);
        assert!(code.bytes().all(|b| b.is_ascii_digit()));
    }
}
