//! Checks of what a flow begins with, before anything is sent.

use native_auth_wire::Secret;

use crate::error::{Entry, catalogue};
use crate::{Error, Result};

/// The scopes that every request asks for: without them there is no account and no refresh.
const OPENID_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

pub(super) fn username(text: &str) -> Result<Secret> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(&catalogue::USERNAME_EMPTY));
    }
    Ok(Secret::from(text))
}

/// The secret, unless it is empty; `empty` says what that means here.
pub(super) fn filled<'a>(secret: &'a Secret, empty: &'static Entry) -> Result<&'a Secret> {
    if secret.is_empty() {
        return Err(Error::new(empty));
    }
    Ok(secret)
}

/// The app's scopes and the OpenID Connect ones, each once.
pub(super) fn scopes(asked: &[String]) -> Result<Vec<String>> {
    let mut scopes: Vec<String> = OPENID_SCOPES.map(str::to_owned).to_vec();
    for scope in asked {
        if !is_scope_token(scope) {
            return Err(Error::new(&catalogue::SCOPE_MALFORMED));
        }
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    }
    Ok(scopes)
}

/// A claims request has to be a JSON object (OpenID Connect Core, section 5.5).
pub(super) fn claims(claims: Option<String>) -> Result<Option<String>> {
    if let Some(text) = &claims {
        let parsed: Result<serde_json::Value, _> = serde_json::from_str(text);
        if !parsed.is_ok_and(|value| value.is_object()) {
            return Err(Error::new(&catalogue::CLAIMS_NOT_JSON));
        }
    }
    Ok(claims)
}

/// RFC 6749, section 3.3: printable ASCII without space, quote and backslash.
fn is_scope_token(scope: &str) -> bool {
    !scope.is_empty()
        && scope
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
}
