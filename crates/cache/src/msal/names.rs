//! Names that are no part of the schema, or that more than one file of this module needs.

/// For which requests an access token came: a member of ours, which Microsoft's clients drop with the token.
pub(super) const ASKED: &str = "native_auth_asked";

/// Members of an access token that only whoever asked for it in the same way may use: a key, a claims request, another
/// person's assertion.
pub(super) const SPECIAL: [&str; 6] = [
    "key_id",
    "kid",
    "ext_cache_key",
    "requestedClaimsHash",
    "userAssertionHash",
    "user_assertion_hash",
];
