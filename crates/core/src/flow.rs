//! What a flow begins with, and the words for what it is about.

use std::fmt;

use native_auth_wire::{Attributes, CorrelationId, Secret};
use serde::{Deserialize, Serialize};

/// What kind of flow a state belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowKind {
    /// Somebody with an account signs in.
    SignIn,
    /// Somebody new creates an account.
    SignUp,
    /// Somebody who forgot their password chooses a new one.
    ResetPassword,
}

/// What a one-time code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodePurpose {
    /// Who signs in: the code is the first factor.
    FirstFactor,
    /// That the e-mail address of a new account is theirs.
    SignUp,
    /// Who wants a new password.
    ResetPassword,
    /// Who signs in, after the first factor.
    SecondFactor,
    /// That an authentication method to be registered is theirs.
    Registration,
}

/// Which password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordPurpose {
    /// The one the account has.
    Existing,
    /// The one the account shall have from now on.
    New,
}

/// What a sign-up begins with. Only the user name is needed; what is known already saves a step.
///
/// `Debug` shows neither the user name nor the password.
#[derive(Clone)]
pub struct SignUp {
    /// The person's e-mail address. Aliases cannot sign up.
    pub username: String,
    /// The password, if the app has asked for it already.
    pub password: Option<Secret>,
    /// The attributes that the app has asked for already. An optional one can be given only here, or together
    /// with required ones.
    pub attributes: Attributes,
    /// Whether to sign in as soon as the account exists. True by default.
    pub sign_in: bool,
    /// What the access token shall be for: scopes of one API. The OpenID Connect scopes are always added.
    pub scopes: Vec<String>,
    /// An OpenID Connect claims request: a JSON object as text.
    pub claims: Option<String>,
    /// The correlation id to use; a random one by default.
    pub correlation_id: Option<CorrelationId>,
}

/// What a sign-in begins with. With the password it can be one call.
///
/// `Debug` shows neither the user name nor the password.
#[derive(Clone, Default)]
pub struct SignIn {
    /// The person's e-mail address, or their alias where the tenant allows it.
    pub username: String,
    /// The password, if the app has asked for it already. It is dropped if the server wants a code instead.
    pub password: Option<Secret>,
    /// What the access token shall be for: scopes of one API. The OpenID Connect scopes are always added.
    pub scopes: Vec<String>,
    /// An OpenID Connect claims request: a JSON object as text.
    pub claims: Option<String>,
    /// The correlation id to use; a random one by default.
    pub correlation_id: Option<CorrelationId>,
}

/// What a password reset begins with.
///
/// `Debug` does not show the user name.
#[derive(Clone)]
pub struct ResetPassword {
    /// The person's e-mail address.
    pub username: String,
    /// Whether to sign in as soon as the new password is in force. True by default.
    pub sign_in: bool,
    /// What the access token shall be for: scopes of one API. The OpenID Connect scopes are always added.
    pub scopes: Vec<String>,
    /// The correlation id to use; a random one by default.
    pub correlation_id: Option<CorrelationId>,
}

impl Default for ResetPassword {
    fn default() -> Self {
        Self {
            username: String::new(),
            sign_in: true,
            scopes: Vec::new(),
            correlation_id: None,
        }
    }
}

impl Default for SignUp {
    fn default() -> Self {
        Self {
            username: String::new(),
            password: None,
            attributes: Attributes::new(),
            sign_in: true,
            scopes: Vec::new(),
            claims: None,
            correlation_id: None,
        }
    }
}

impl FlowKind {
    /// A stable word for it: `sign_in`, `sign_up` or `reset_password`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::ResetPassword => "reset_password",
        }
    }
}

impl fmt::Debug for SignUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignUp")
            .field("has_password", &self.password.is_some())
            .field("attributes", &self.attributes)
            .field("sign_in", &self.sign_in)
            .field("scopes", &self.scopes)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("has_password", &self.password.is_some())
            .field("scopes", &self.scopes)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResetPassword")
            .field("sign_in", &self.sign_in)
            .field("scopes", &self.scopes)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}
