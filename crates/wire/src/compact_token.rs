//! A signed JSON Web Token, taken apart.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::IdTokenClaims;
use crate::strict_json::{self, StrictJsonError};

/// As long as a token may be. Those of the service have some hundreds of bytes; the whole answer has at most 1 MiB.
const MAX_LENGTH: usize = 64 * 1024;

/// A JSON Web Token in its compact form (RFC 7515, section 7.1), taken apart and **not verified**.
///
/// What it signs is never looked into by taking it apart: only [`unverified_claims`](Self::unverified_claims) does that.
/// `Debug` shows nothing of it.
pub struct CompactToken<'a> {
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
    header: Map<String, Value>,
}

/// Why a text is no token, or its claims cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is longer than any token of the service could be.
    #[error("it is longer than 64 KiB")]
    TooLong,
    /// It has not exactly three parts, each of them with something in it.
    #[error("it has not exactly three parts")]
    Parts,
    /// A part is not in base64url, as there is one way only to write it: without padding, without stray bits.
    #[error("a part of it is not in base64url")]
    Encoding,
    /// The header or the payload is no JSON object.
    #[error("a part of it is not a JSON object")]
    NotAnObject,
    /// The header or the payload has two members of one name.
    #[error("a member of it comes twice")]
    DuplicateMember,
}

impl<'a> CompactToken<'a> {
    /// Takes a token apart and reads its header.
    ///
    /// # Errors
    ///
    /// [`TokenFault`] for what is no token in the one form that there is.
    pub fn parse(token: &'a str) -> Result<Self, TokenFault> {
        if token.len() > MAX_LENGTH {
            return Err(TokenFault::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Parts)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenFault::Parts)?;
        // A token without a signature ends with the dot. That is a matter of its algorithm, which says more.
        if header.is_empty() || payload.is_empty() || payload.contains('.') {
            return Err(TokenFault::Parts);
        }
        Ok(Self {
            signed,
            payload,
            signature: decode(signature)?.to_vec(),
            header: object(header)?,
        })
    }

    /// A member of the header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&Value> {
        self.header.get(name)
    }

    /// The bytes that the signature stands under.
    #[must_use]
    pub fn signed(&self) -> &[u8] {
        self.signed.as_bytes()
    }

    /// The signature; empty where there is none.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The claims, whoever may have written them. For whoever has checked the signature, and for tests.
    ///
    /// # Errors
    ///
    /// [`TokenFault`] if the payload is no JSON object that can be read in one way only.
    pub fn unverified_claims(&self) -> Result<IdTokenClaims, TokenFault> {
        object(self.payload).map(IdTokenClaims::new)
    }
}

impl fmt::Debug for CompactToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompactToken").finish_non_exhaustive()
    }
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    strict_json::object(&decode(part)?).map_err(|error| match error {
        StrictJsonError::NotAnObject => TokenFault::NotAnObject,
        StrictJsonError::DuplicateMember => TokenFault::DuplicateMember,
    })
}

/// The engine refuses padding, foreign letters and stray bits after the last byte.
fn decode(part: &str) -> Result<Zeroizing<Vec<u8>>, TokenFault> {
    let bytes = URL_SAFE_NO_PAD.decode(part);
    bytes.map(Zeroizing::new).map_err(|_| TokenFault::Encoding)
}
