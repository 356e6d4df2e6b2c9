//! What the tenant says about somebody.

/// What the newest ID token says about an account, which was verified when it came. It shows nothing of it by itself.
#[derive(Debug, uniffi::Object)]
pub struct IdTokenClaims(pub(crate) native_auth::IdTokenClaims);

#[uniffi::export]
impl IdTokenClaims {
    /// The display name.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.0.name().map(str::to_owned)
    }

    /// The user name, to show to its owner; it may change.
    #[must_use]
    pub fn preferred_username(&self) -> Option<String> {
        self.0.preferred_username().map(str::to_owned)
    }

    /// The e-mail address, if the tenant tells it; it may change.
    #[must_use]
    pub fn email(&self) -> Option<String> {
        self.0.email().map(str::to_owned)
    }

    /// The subject: who, for this app alone.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        self.0.subject().map(str::to_owned)
    }

    /// Whether an emulator made the token.
    #[must_use]
    pub fn is_from_emulator(&self) -> bool {
        self.0.is_from_emulator()
    }

    /// A claim, as JSON text.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<String> {
        self.0.get(name).map(ToString::to_string)
    }

    /// The names of all claims.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.to_owned()).collect()
    }
}
