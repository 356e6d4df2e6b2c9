//! What a token says.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::members::Members;

/// The claims of an ID token, as they stand in it.
///
/// An account's are verified: the tenant signed them, for this app, and they were good when they came. They are no
/// proof for anybody else, who has to verify the raw token. `Debug` shows the names of the claims and none of the
/// values.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct IdTokenClaims(Map<String, Value>);

impl IdTokenClaims {
    pub(crate) fn new(claims: Map<String, Value>) -> Self {
        Self(claims)
    }

    /// The person's display name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.text("name")
    }

    /// What the person signs in with, usually the e-mail address. It can change: never use it as an identity.
    #[must_use]
    pub fn preferred_username(&self) -> Option<&str> {
        self.text("preferred_username")
    }

    /// The e-mail address, where the tenant is configured to send it.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.text("email")
    }

    /// The person's object id in the tenant.
    #[must_use]
    pub fn object_id(&self) -> Option<&str> {
        self.text("oid")
    }

    /// The tenant's id.
    #[must_use]
    pub fn tenant_id(&self) -> Option<&str> {
        self.text("tid")
    }

    /// The person's id for this app only (pairwise).
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// Whether an emulator made the token: it says so of itself (claim `emulator`).
    #[must_use]
    pub fn is_from_emulator(&self) -> bool {
        match self.get("emulator") {
            Some(Value::Bool(is)) => *is,
            Some(Value::String(text)) => text.trim().eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// Any claim by its name.
    #[must_use]
    pub fn get(&self, claim: &str) -> Option<&Value> {
        self.0.get(claim)
    }

    /// All claims.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.0.get(claim)?.as_str().filter(|text| !text.is_empty())
    }
}

impl fmt::Debug for IdTokenClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Whether an access token says of itself that an emulator made it (claim `emulator`). It is opaque to us otherwise, and
/// one that is no JSON Web Token says nothing.
#[must_use]
pub fn is_from_emulator(token: &str) -> bool {
    let claims = |payload: &[u8]| Members::parse(payload).ok()?.boolean("emulator");
    payload(token).is_some_and(|payload| claims(&payload) == Some(true))
}

/// The bytes in base64url, padded or not.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
    Some(Zeroizing::new(bytes))
}

fn payload(token: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    decode(payload)
}
