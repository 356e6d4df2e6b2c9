//! Random bytes.

use rand::TryRngCore as _;
use rand::rngs::OsRng;

/// Bytes from the operating system, each time anew: a generator of the thread's own would give a process that was forked
/// the same ones as its parent, and with them the same keys and nonces.
///
/// Without randomness the operating system has none for anybody, and nothing here is safe: it panics then.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// As [`random_bytes`], in the place that is given.
pub(crate) fn fill(bytes: &mut [u8]) {
    rand::RngCore::fill_bytes(&mut OsRng.unwrap_err(), bytes);
}
