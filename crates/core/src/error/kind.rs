//! What happened, and what to do about it.

/// What happened. Each kind has exactly one [`Recovery`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The code is wrong.
    InvalidCode,
    /// The code is no longer good; a new one can be sent.
    CodeExpired,
    /// The user name or the password is wrong.
    InvalidCredentials,
    /// A new password breaks the tenant's rules.
    PasswordRejected,
    /// The server refused the value of an attribute.
    InvalidAttributes,
    /// The user name cannot be one.
    InvalidUsername,
    /// The e-mail address or phone number cannot be registered.
    InvalidContact,
    /// Nobody has an account under this user name.
    UserNotFound,
    /// Somebody has an account under this user name already.
    UserExists,
    /// The account has no password.
    NoPassword,
    /// The authentication method cannot be used.
    MethodBlocked,
    /// The password has to be reset before signing in.
    ResetRequired,
    /// The tenant takes no new accounts.
    SignUpDisabled,
    /// The flow took too long, or its token is not valid here.
    FlowExpired,
    /// Only a browser can go on.
    BrowserRequired,
    /// The server cannot be reached.
    Network,
    /// The server did not answer in time.
    Timeout,
    /// Too many requests.
    Throttled,
    /// Too many codes were asked for.
    TooManyCodes,
    /// The account is locked for a while.
    AccountLocked,
    /// The service is down or failing.
    ServerUnavailable,
    /// The token storage cannot be used now.
    StorageUnavailable,
    /// An action of the same state is under way.
    InProgress,
    /// The account's tokens are of no more use.
    SignInRequired,
    /// The account is disabled.
    AccountDisabled,
    /// A policy forbids it.
    AccessDenied,
    /// The client or the app's registration is not set up right.
    Configuration,
    /// An administrator has not consented to a scope.
    ConsentMissing,
    /// The server's certificate is not trusted.
    Certificate,
    /// The caller did something that cannot work.
    Misuse,
    /// The server answered something that the protocol does not know.
    UnexpectedReply,
    /// The token storage is broken.
    Storage,
}

/// What the caller should do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Recovery {
    /// Show the same state again and let the person correct the input.
    AskAgain,
    /// Offer other input or another method.
    ChooseAnother,
    /// Begin the flow again.
    StartOver,
    /// Leave the native flow for the browser.
    OpenBrowser,
    /// Try again later, respecting [`Error::retry_after`](crate::Error::retry_after).
    TryLater,
    /// Let the call that is under way finish.
    Wait,
    /// Treat the account as signed out and sign in again.
    SignInAgain,
    /// Read the message as a developer: something has to be changed.
    Fix,
    /// Say so kindly; nothing can be done here.
    GiveUp,
}

impl ErrorKind {
    /// All kinds.
    pub const ALL: [Self; 32] = [
        Self::InvalidCode,
        Self::CodeExpired,
        Self::InvalidCredentials,
        Self::PasswordRejected,
        Self::InvalidAttributes,
        Self::InvalidUsername,
        Self::InvalidContact,
        Self::UserNotFound,
        Self::UserExists,
        Self::NoPassword,
        Self::MethodBlocked,
        Self::ResetRequired,
        Self::SignUpDisabled,
        Self::FlowExpired,
        Self::BrowserRequired,
        Self::Network,
        Self::Timeout,
        Self::Throttled,
        Self::TooManyCodes,
        Self::AccountLocked,
        Self::ServerUnavailable,
        Self::StorageUnavailable,
        Self::InProgress,
        Self::SignInRequired,
        Self::AccountDisabled,
        Self::AccessDenied,
        Self::Configuration,
        Self::ConsentMissing,
        Self::Certificate,
        Self::Misuse,
        Self::UnexpectedReply,
        Self::Storage,
    ];

    /// What to do about this kind of error.
    #[must_use]
    pub fn recovery(self) -> Recovery {
        match self {
            Self::InvalidCode
            | Self::CodeExpired
            | Self::InvalidCredentials
            | Self::PasswordRejected
            | Self::InvalidAttributes
            | Self::InvalidUsername
            | Self::InvalidContact => Recovery::AskAgain,
            Self::UserNotFound
            | Self::UserExists
            | Self::NoPassword
            | Self::MethodBlocked
            | Self::ResetRequired
            | Self::SignUpDisabled => Recovery::ChooseAnother,
            Self::FlowExpired => Recovery::StartOver,
            Self::BrowserRequired => Recovery::OpenBrowser,
            Self::Network
            | Self::Timeout
            | Self::Throttled
            | Self::TooManyCodes
            | Self::AccountLocked
            | Self::ServerUnavailable
            | Self::StorageUnavailable => Recovery::TryLater,
            Self::InProgress => Recovery::Wait,
            Self::SignInRequired => Recovery::SignInAgain,
            Self::AccountDisabled | Self::AccessDenied => Recovery::GiveUp,
            Self::Configuration
            | Self::ConsentMissing
            | Self::Certificate
            | Self::Misuse
            | Self::UnexpectedReply
            | Self::Storage => Recovery::Fix,
        }
    }
}
