use serde::Deserialize;

/// What of a user is to be different, as `PATCH /_emulator/users/{id}` takes it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct UserChange {
    pub(crate) enabled: Option<bool>,
    pub(crate) blocked: Option<bool>,
    pub(crate) password_expired: Option<bool>,
    pub(crate) must_change_password: Option<bool>,
}

/// Why nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UserChangeError {
    /// There is no user with this ID.
    Unknown,
    /// The user signs in by code.
    NoPassword,
}
