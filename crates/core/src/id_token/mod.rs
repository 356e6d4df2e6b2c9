//! What an ID token has to be before anything in it counts (OpenID Connect Core 1.0, section 3.1.3.7, and RFC 8725).
//!
//! An [`IdToken`] becomes a [`SignedIdToken`] by its signature alone, and only that gives claims, once they are checked.
//! The signature itself is worked out by whoever has a library for it.

mod claims;
mod header;

use std::fmt;
use std::time::{Duration, SystemTime};

use native_auth_wire::{CompactToken, IdTokenClaims, Secret, TokenFault};

use crate::error::catalogue;
use crate::{Error, Result};

/// How far the clocks of this device and of the tenant may be apart.
pub const LEEWAY: Duration = Duration::from_secs(120);

/// An ID token whose header is in order, and of which nothing else is known yet.
pub struct IdToken<'a> {
    token: CompactToken<'a>,
    key_id: String,
}

/// An ID token with the tenant's signature.
pub struct SignedIdToken<'a>(CompactToken<'a>);

/// What an ID token has to say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The app it has to be for.
    pub client_id: &'a str,
    /// The issuer, as the tenant's metadata have it.
    pub issuer: &'a str,
    /// The tenant's id, if it is known by now.
    pub tenant_id: Option<&'a str>,
}

impl<'a> IdToken<'a> {
    /// Takes a token apart and checks its header.
    ///
    /// # Errors
    ///
    /// [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply), with a code of its own for each reason:
    /// `id_token_malformed`, `id_token_duplicate_member`, `id_token_algorithm`, `id_token_header`,
    /// `id_token_key_unknown` if it names no key.
    pub fn read(token: &'a Secret) -> Result<Self> {
        let token = CompactToken::parse(token.expose()).map_err(malformed)?;
        let key_id = header::check(&token)?;
        Ok(Self { token, key_id })
    }

    /// Which of the tenant's keys has to have signed it.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Goes on if the token is signed: `is_signed` is given the bytes that are signed and the signature (RSASSA-PKCS1-v1_5
    /// with SHA-256, RFC 7518, section 3.3).
    ///
    /// # Errors
    ///
    /// [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply) (`id_token_signature`) if it is not.
    pub fn signed(self, is_signed: impl FnOnce(&[u8], &[u8]) -> bool) -> Result<SignedIdToken<'a>> {
        let token = self.token;
        if token.signature().is_empty() || !is_signed(token.signed(), token.signature()) {
            return Err(Error::new(&catalogue::ID_TOKEN_SIGNATURE));
        }
        Ok(SignedIdToken(token))
    }
}

impl SignedIdToken<'_> {
    /// Checks the claims and gives them.
    ///
    /// # Errors
    ///
    /// [`UnexpectedReply`](crate::ErrorKind::UnexpectedReply), with a code of its own for each reason:
    /// `id_token_malformed`, `id_token_duplicate_member`, `id_token_claim_missing`, `id_token_claim_type`,
    /// `id_token_issuer`, `id_token_tenant`, `id_token_audience`, `id_token_expired`, `id_token_not_yet_valid`.
    pub fn claims(&self, expected: Expected<'_>, now: SystemTime) -> Result<IdTokenClaims> {
        let claims = self.0.unverified_claims().map_err(malformed)?;
        claims::check(&claims, expected, now)?;
        Ok(claims)
    }
}

impl fmt::Debug for IdToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdToken").finish_non_exhaustive()
    }
}

impl fmt::Debug for SignedIdToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIdToken").finish_non_exhaustive()
    }
}

fn malformed(fault: TokenFault) -> Error {
    match fault {
        TokenFault::DuplicateMember => Error::new(&catalogue::ID_TOKEN_DUPLICATE_MEMBER),
        fault => Error::new(&catalogue::ID_TOKEN_MALFORMED).with_detail(fault.to_string()),
    }
}
