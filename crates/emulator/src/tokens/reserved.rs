//! The claims that tokens have of themselves; nobody else can give them a value. Any other claim that
//! the documentation names, such as `acr` or `groups`, is for the configuration to add.

/// Which of the two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Id,
    Access,
}

const BOTH: [&str; 14] = [
    "aud",
    "emulator",
    "exp",
    "iat",
    "iss",
    "name",
    "nbf",
    "oid",
    "preferred_username",
    "sid",
    "sub",
    "tid",
    "uti",
    "ver",
];
const ID: [&str; 2] = ["email", "nonce"];
const ACCESS: [&str; 4] = ["acrs", "azp", "azpacr", "scp"];

/// Whether this kind of token has a claim of this name of itself.
pub(crate) fn is_reserved_claim(kind: TokenKind, name: &str) -> bool {
    let own: &[&str] = match kind {
        TokenKind::Id => &ID,
        TokenKind::Access => &ACCESS,
    };
    BOTH.contains(&name) || own.contains(&name)
}
