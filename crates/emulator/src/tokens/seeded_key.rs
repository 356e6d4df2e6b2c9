//! RSA keys made from a seed, the same ones every time. Anybody who knows the seed can make them
//! too, so no care is taken to hide how they come about.
//!
//! The library that signs makes keys from the system's randomness only.

use std::num::NonZero;

use crypto_bigint::{NonZero as NotZero, U1024, U2048};
use crypto_primes::hazmat::SmallFactorsSieve;
use crypto_primes::{Flavor, is_prime};

use crate::randomness::Randomness;

/// The public exponent everybody uses.
const EXPONENT: u32 = 65_537;
/// How many pairs of primes are tried. All but one in thirty thousand serve.
const TRIES: usize = 8;

/// A private key of 2048 bits as an `RSAPrivateKey` in DER (RFC 8017, appendix A.1.2). `None` if
/// none was found, which does not happen.
pub(super) fn der(randomness: &Randomness) -> Option<Vec<u8>> {
    (0..TRIES).find_map(|_| {
        let (p, q) = (prime(randomness)?, prime(randomness)?);
        from_primes(p.max(q), p.min(q))
    })
}

/// `None` where the exponent has no inverse.
fn from_primes(p: U1024, q: U1024) -> Option<Vec<u8>> {
    let modulus: U2048 = p.concatenating_mul(&q);
    let (p_less, q_less) = (p.wrapping_sub(&U1024::ONE), q.wrapping_sub(&U1024::ONE));
    let totient: U2048 = p_less.concatenating_mul(&q_less);
    let exponent = U2048::from_u32(EXPONENT);
    let private = exponent.invert_mod(&not_zero(totient)?).into_option()?;
    let for_p = private.rem_vartime(&not_zero(p_less)?);
    let for_q = private.rem_vartime(&not_zero(q_less)?);
    let coefficient = q.invert_mod(&not_zero(p)?).into_option()?;
    Some(yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            // The version for two primes.
            parts.next().write_u8(0);
            parts
                .next()
                .write_bigint_bytes(modulus.to_be_bytes().as_ref(), true);
            parts.next().write_u32(EXPONENT);
            parts
                .next()
                .write_bigint_bytes(private.to_be_bytes().as_ref(), true);
            for part in [p, q, for_p, for_q, coefficient] {
                parts
                    .next()
                    .write_bigint_bytes(part.to_be_bytes().as_ref(), true);
            }
        });
    }))
}

/// The first prime after a random number whose two highest bits are set, so that the product of
/// two has 2048 bits.
fn prime(randomness: &Randomness) -> Option<U1024> {
    let mut start: [u8; 128] = randomness.bytes();
    if let Some(first) = start.first_mut() {
        *first |= 0xc0;
    }
    let start = U1024::from_be_slice(&start);
    let bits = NonZero::new(U1024::BITS)?;
    SmallFactorsSieve::new(start, bits, false)
        .ok()?
        .find(|candidate| is_prime(Flavor::Any, candidate))
}

fn not_zero<const LIMBS: usize>(
    number: crypto_bigint::Uint<LIMBS>,
) -> Option<NotZero<crypto_bigint::Uint<LIMBS>>> {
    NotZero::new(number).into_option()
}
