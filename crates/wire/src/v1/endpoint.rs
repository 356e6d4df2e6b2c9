//! The table of endpoints.

/// An endpoint of the API, by what it is for. The same path may serve two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Endpoint {
    /// Begins a sign-up.
    SignUpStart,
    /// Sends a code during sign-up, or tells which credential is wanted.
    SignUpChallenge,
    /// Submits a code, a password or attributes during sign-up.
    SignUpContinue,
    /// Begins a sign-in.
    SignInInitiate,
    /// Chooses the first factor of a sign-in and sends the code.
    SignInChallenge,
    /// Lists the methods for a second factor.
    SignInIntrospect,
    /// Lists the methods that can be registered.
    RegisterIntrospect,
    /// Sends a code to a method that is to be registered.
    RegisterChallenge,
    /// Proves that the method is the person's.
    RegisterContinue,
    /// Begins a password reset.
    ResetPasswordStart,
    /// Sends a code during a password reset.
    ResetPasswordChallenge,
    /// Submits the code of a password reset.
    ResetPasswordContinue,
    /// Submits the new password.
    ResetPasswordSubmit,
    /// Asks whether the new password is in force.
    ResetPasswordPoll,
    /// Turns the proof of a flow into tokens.
    Token,
    /// Turns a refresh token into tokens. The same path, but a refusal means something else.
    Refresh,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::SignUpStart,
        Self::SignUpChallenge,
        Self::SignUpContinue,
        Self::SignInInitiate,
        Self::SignInChallenge,
        Self::SignInIntrospect,
        Self::RegisterIntrospect,
        Self::RegisterChallenge,
        Self::RegisterContinue,
        Self::ResetPasswordStart,
        Self::ResetPasswordChallenge,
        Self::ResetPasswordContinue,
        Self::ResetPasswordSubmit,
        Self::ResetPasswordPoll,
        Self::Token,
        Self::Refresh,
    ];

    /// The path below the authority. It is fixed: discovery does not list these endpoints.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::SignUpStart => "/signup/v1.0/start",
            Self::SignUpChallenge => "/signup/v1.0/challenge",
            Self::SignUpContinue => "/signup/v1.0/continue",
            Self::SignInInitiate => "/oauth2/v2.0/initiate",
            Self::SignInChallenge => "/oauth2/v2.0/challenge",
            Self::SignInIntrospect => "/oauth2/v2.0/introspect",
            Self::RegisterIntrospect => "/register/v1.0/introspect",
            Self::RegisterChallenge => "/register/v1.0/challenge",
            Self::RegisterContinue => "/register/v1.0/continue",
            Self::ResetPasswordStart => "/resetpassword/v1.0/start",
            Self::ResetPasswordChallenge => "/resetpassword/v1.0/challenge",
            Self::ResetPasswordContinue => "/resetpassword/v1.0/continue",
            Self::ResetPasswordSubmit => "/resetpassword/v1.0/submit",
            Self::ResetPasswordPoll => "/resetpassword/v1.0/poll_completion",
            Self::Token | Self::Refresh => "/oauth2/v2.0/token",
        }
    }
}
