//! The header of an ID token (RFC 7515, section 4): what has to be in it, and what must not.

use native_auth_wire::CompactToken;
use serde_json::Value;

use crate::error::catalogue;
use crate::{Error, Result};

/// The one algorithm that the service signs with. A list of several would let a forger choose (RFC 8725, section 3.1).
const ALGORITHM: &str = "RS256";

/// What changes how a token is read, or brings a key along. The service sends none of it; and a key counts because the
/// tenant publishes it, not because a token carries it or says where to fetch it.
const REFUSED: [&str; 10] = [
    "crit", "b64", "zip", "enc", "cty", "jwk", "jku", "x5c", "x5u", "epk",
];

/// As long as the id of a key may be.
const MAX_KEY_ID: usize = 1024;

/// Checks the header and gives the id of the key.
pub(super) fn check(token: &CompactToken<'_>) -> Result<String> {
    if token.header("alg").and_then(Value::as_str) != Some(ALGORITHM) {
        return Err(Error::new(&catalogue::ID_TOKEN_ALGORITHM));
    }
    if let Some(name) = REFUSED.iter().find(|name| token.header(name).is_some()) {
        return Err(Error::new(&catalogue::ID_TOKEN_HEADER).with_detail(*name));
    }
    if token.header("typ").is_some_and(|typ| !is_jwt(typ)) {
        return Err(Error::new(&catalogue::ID_TOKEN_HEADER).with_detail("typ"));
    }
    let key_id = token.header("kid").and_then(Value::as_str);
    let key_id = key_id.filter(|id| !id.is_empty() && id.len() <= MAX_KEY_ID);
    // Without an id any key of the tenant might do, whatever it is for.
    let key_id = key_id.ok_or_else(|| Error::new(&catalogue::ID_TOKEN_KEY_UNKNOWN))?;
    Ok(key_id.to_owned())
}

/// RFC 7519, section 5.1; the case of a media type means nothing.
fn is_jwt(typ: &Value) -> bool {
    typ.as_str()
        .is_some_and(|typ| typ.eq_ignore_ascii_case("JWT"))
}
