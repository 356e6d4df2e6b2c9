//! The words of the core, as the languages see them. Each restates the Rust enum, and differing from it does not compile.

use std::time::Duration;

pub use native_auth::{
    Capability, ChallengeChannel, ChallengeType, CodePurpose, ErrorKind, FlowKind, Language,
    PasswordFault, PasswordPurpose, Recovery, Retry, StorageLoss, TransportFailure,
};

/// What happened. Each kind has exactly one recovery.
#[uniffi::remote(Enum)]
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
    /// The app gave the call up.
    Cancelled,
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
    /// A defect of this library.
    Internal,
}

/// What the caller should do.
#[uniffi::remote(Enum)]
pub enum Recovery {
    /// Show the same state again and let the person correct the input.
    AskAgain,
    /// Offer other input or another method.
    ChooseAnother,
    /// Begin the flow again.
    StartOver,
    /// Leave the native flow for the browser.
    OpenBrowser,
    /// Try again later: the error's retry says when.
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

/// Whether running the same action of the same state again can help, and when.
///
/// It speaks of that action alone; the recovery says what else leads on. The library itself never sends a request twice,
/// so trying again is always the app's decision.
#[uniffi::remote(Enum)]
pub enum Retry {
    /// It cannot help: the answer would be the same.
    Never,
    /// Once something else was entered or chosen; the same input would be refused again.
    AfterChange,
    /// Once the action under way has ended, which frees the state.
    WhenFree,
    /// At once, or as soon as what the message names is mended, such as the connection.
    Now,
    /// After this long: what the server asked for in its answer, or else what is usual for this error.
    After(Duration),
}

/// A language that the message texts exist in.
#[uniffi::remote(Enum)]
pub enum Language {
    /// English.
    English,
    /// German.
    German,
}

/// What kind of flow a state belongs to.
#[uniffi::remote(Enum)]
pub enum FlowKind {
    /// Somebody with an account signs in.
    SignIn,
    /// Somebody new creates an account.
    SignUp,
    /// Somebody who forgot their password chooses a new one.
    ResetPassword,
}

/// What a one-time code proves.
#[uniffi::remote(Enum)]
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
#[uniffi::remote(Enum)]
pub enum PasswordPurpose {
    /// The one the account has.
    Existing,
    /// The one the account shall have from now on.
    New,
}

/// A way of proving who somebody is, as the client declares what it can do.
#[uniffi::remote(Enum)]
pub enum ChallengeType {
    /// A one-time code sent by e-mail or SMS ("out of band").
    Oob,
    /// A password.
    Password,
    /// The browser takes over.
    Redirect,
}

/// What the client declares it can do beyond challenges.
#[uniffi::remote(Enum)]
pub enum Capability {
    /// It can run the second-factor steps.
    MfaRequired,
    /// It can run the steps that register a strong authentication method.
    RegistrationRequired,
}

/// How a code reaches the person.
#[uniffi::remote(Enum)]
pub enum ChallengeChannel {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
    /// A channel this version does not know; the server's own word.
    Other(String),
}

/// Why a new password would be refused whatever the tenant's own lists say.
#[uniffi::remote(Enum)]
pub enum PasswordFault {
    /// It holds a character that is not allowed: letters and digits of ASCII, the space and the usual symbols are.
    DisallowedCharacter,
    /// It has fewer than 8 characters.
    TooShort,
    /// It has more than 256 characters.
    TooLong,
    /// It has fewer than three of lower case, upper case, digits and symbols.
    TooWeak,
}

/// Why the server would refuse the value of an attribute, as far as that can be told without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum AttributeFault {
    /// The attribute is required, and there is no value for it.
    Missing,
    /// The attribute is required, and its value is empty or blank.
    Empty,
    /// The value has more characters than the service keeps.
    TooLong {
        /// How many it keeps.
        longest: u64,
    },
    /// The attribute is a yes or no; `true` and `false` are taken.
    NotABoolean,
    /// The attribute is a whole number.
    NotANumber,
    /// The value does not match the pattern that the tenant set.
    DoesNotMatch,
    /// The value is none of those that the tenant offers.
    NotAChoice,
}

impl From<native_auth::AttributeFault> for AttributeFault {
    fn from(fault: native_auth::AttributeFault) -> Self {
        use native_auth::AttributeFault as Fault;
        match fault {
            Fault::Missing => Self::Missing,
            Fault::Empty => Self::Empty,
            Fault::TooLong { longest } => Self::TooLong {
                longest: u64::try_from(longest).unwrap_or(u64::MAX),
            },
            Fault::NotABoolean => Self::NotABoolean,
            Fault::NotANumber => Self::NotANumber,
            Fault::DoesNotMatch => Self::DoesNotMatch,
            Fault::NotAChoice => Self::NotAChoice,
        }
    }
}

/// That stored tokens are lost, or can for now not be kept, and why.
#[uniffi::remote(Enum)]
pub enum StorageLoss {
    /// The file was cut short or changed. It is kept aside, and what could be read of it goes on being used.
    Damaged,
    /// The file is none of this library, or of another profile. It is kept aside.
    Foreign,
    /// A later version of this library wrote the file. It is kept aside.
    FutureVersion,
    /// The key store no longer has the key that the file is sealed with. The file is kept aside.
    KeyLost,
    /// The tokens could not be written; they are in memory, and the next save tries again.
    NotWritten,
}

/// Why there is no complete answer.
#[uniffi::remote(Enum)]
pub enum TransportFailure {
    /// No connection could be made: nothing was sent.
    Unreachable,
    /// No connection could be made in time: nothing was sent.
    ConnectTimedOut,
    /// The proxy could not be reached or refused: nothing was sent.
    Proxy,
    /// The server's certificate is not trusted: nothing was sent.
    Certificate,
    /// No secure connection could be agreed on: nothing was sent.
    Tls,
    /// The connection broke before the answer began. The server may have taken the request.
    ConnectionLost,
    /// The answer took too long. The server may have taken the request.
    TimedOut,
    /// The answer broke off.
    Truncated,
    /// The answer is larger than is ever read.
    TooLarge,
}

/// Who: tenant and object id, which stay the same for as long as the account exists. Never an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, uniffi::Record)]
pub struct AccountId {
    /// The tenant's id, a GUID in lower case.
    pub tenant_id: String,
    /// The person's id in the tenant, a GUID in lower case.
    pub object_id: String,
}

impl From<&native_auth::AccountId> for AccountId {
    fn from(id: &native_auth::AccountId) -> Self {
        Self {
            tenant_id: id.tenant_id().to_owned(),
            object_id: id.object_id().to_owned(),
        }
    }
}

impl From<&AccountId> for native_auth::AccountId {
    fn from(id: &AccountId) -> Self {
        Self::new(&id.tenant_id, &id.object_id)
    }
}
