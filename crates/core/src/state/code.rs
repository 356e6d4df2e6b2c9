//! Waiting for a one-time code.

use std::sync::Arc;
use std::time::Duration;

use native_auth_wire::v1::CodeChallenge;
use native_auth_wire::{AuthenticationMethod, ChallengeChannel, CorrelationId, Secret};

use crate::session::Session;
use crate::state::Offered;
use crate::suspended::{CodeForm, CodeOriginForm, StateForm};
use crate::v1::{registration, reset_password, second_factor, sign_in, sign_up};
use crate::{Action, CodePurpose, FlowKind};

/// A one-time code was sent; the person is to type it.
#[derive(Debug, Clone)]
pub struct CodeRequired {
    session: Session,
    origin: Arc<CodeOrigin>,
    channel: ChallengeChannel,
    target: Target,
    code_length: Option<u32>,
    resend_after: Option<Duration>,
}

impl CodeRequired {
    pub(crate) fn new(session: &Session, origin: CodeOrigin, challenge: CodeChallenge) -> Self {
        Self {
            session: session.next(Some(challenge.token)),
            origin: Arc::new(origin),
            channel: challenge.channel,
            target: Target(challenge.target),
            code_length: challenge.code_length,
            resend_after: challenge.resend_after,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let form = CodeForm {
            origin: self.origin.to_form(),
            channel: self.channel.as_str().to_owned(),
            target: self.target.0.clone(),
            code_length: self.code_length,
            resend_after: self.resend_after,
        };
        (&self.session, StateForm::CodeRequired(form))
    }

    /// `away` is how long the app was gone: so much less there is to wait before the code may be sent again.
    pub(crate) fn restored(session: Session, form: CodeForm, away: Duration) -> Option<Self> {
        Some(Self {
            session,
            origin: Arc::new(CodeOrigin::restored(form.origin)?),
            channel: ChallengeChannel::read(&form.channel),
            target: Target(form.target),
            code_length: form.code_length,
            resend_after: form.resend_after.map(|wait| wait.saturating_sub(away)),
        })
    }

    /// Which flow this is.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// What the code proves.
    #[must_use]
    pub fn purpose(&self) -> CodePurpose {
        self.origin.purpose()
    }

    /// How it was sent.
    #[must_use]
    pub fn channel(&self) -> &ChallengeChannel {
        &self.channel
    }

    /// Where it was sent, masked by the server, to show to the person. Its form varies: never compare it.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.0.as_deref()
    }

    /// How many characters the code has, if the server says. Do not assume a length, nor that it is all digits.
    #[must_use]
    pub fn code_length(&self) -> Option<u32> {
        self.code_length
    }

    /// How long to wait before offering to send the code again, if the server says.
    #[must_use]
    pub fn resend_after(&self) -> Option<Duration> {
        self.resend_after
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// Submits the code as typed; white space around it does not matter.
    ///
    /// Running it fails with [`InvalidCode`](crate::ErrorKind::InvalidCode) or
    /// [`CodeExpired`](crate::ErrorKind::CodeExpired), after which this state can be used again.
    pub fn submit_code(&self, code: &str) -> Action {
        let code = Secret::from(code.trim());
        let purpose = self.purpose();
        Action::from_state("submit_code", &self.session, move |session| match purpose {
            CodePurpose::FirstFactor => sign_in::submit_code(session, &code),
            CodePurpose::SignUp => sign_up::submit_code(session, &code),
            CodePurpose::ResetPassword => reset_password::submit_code(session, &code),
            CodePurpose::SecondFactor => second_factor::submit_code(session, &code),
            CodePurpose::Registration => registration::submit_code(session, &code),
        })
    }

    /// Sends a new code, which makes the one before worthless, and leads to a new state for it.
    ///
    /// Running it fails with [`TooManyCodes`](crate::ErrorKind::TooManyCodes) when it is asked for too often.
    pub fn resend_code(&self) -> Action {
        let origin = Arc::clone(&self.origin);
        Action::from_state(
            "resend_code",
            &self.session,
            move |session| match &*origin {
                CodeOrigin::FirstFactor => sign_in::challenge(session),
                CodeOrigin::SignUp => sign_up::challenge(session),
                CodeOrigin::ResetPassword => reset_password::challenge(session),
                CodeOrigin::SecondFactor { methods, chosen } => {
                    second_factor::challenge(session, methods.clone(), chosen.clone())
                }
                CodeOrigin::Registration {
                    methods,
                    chosen,
                    contact,
                } => registration::challenge(
                    session,
                    methods.clone(),
                    chosen.clone(),
                    contact.clone(),
                ),
            },
        )
    }

    /// Goes back to the choice of a method, or of the method to register; nothing is sent. `None` where there was
    /// no choice.
    #[must_use]
    pub fn choose_another_method(&self) -> Option<Action> {
        let name = "choose_another_method";
        match &*self.origin {
            CodeOrigin::SecondFactor { methods, .. } => {
                let methods = methods.clone();
                Some(Action::from_state(name, &self.session, move |session| {
                    second_factor::choose_another(&session, methods)
                }))
            }
            CodeOrigin::Registration { methods, .. } => {
                let methods = methods.clone();
                Some(Action::from_state(name, &self.session, move |session| {
                    registration::choose_another(&session, methods)
                }))
            }
            CodeOrigin::FirstFactor | CodeOrigin::SignUp | CodeOrigin::ResetPassword => None,
        }
    }
}

/// How the code came to be sent, and so how it is sent again.
#[derive(Debug)]
pub(crate) enum CodeOrigin {
    FirstFactor,
    SignUp,
    ResetPassword,
    SecondFactor {
        methods: Offered,
        chosen: AuthenticationMethod,
    },
    Registration {
        methods: Offered,
        chosen: AuthenticationMethod,
        contact: Secret,
    },
}

impl CodeOrigin {
    fn to_form(&self) -> CodeOriginForm {
        match self {
            Self::FirstFactor => CodeOriginForm::FirstFactor,
            Self::SignUp => CodeOriginForm::SignUp,
            Self::ResetPassword => CodeOriginForm::ResetPassword,
            Self::SecondFactor { methods, chosen } => CodeOriginForm::SecondFactor {
                methods: methods.to_form(),
                chosen: chosen.to_json(),
            },
            Self::Registration {
                methods,
                chosen,
                contact,
            } => CodeOriginForm::Registration {
                methods: methods.to_form(),
                chosen: chosen.to_json(),
                contact: contact.clone(),
            },
        }
    }

    fn restored(form: CodeOriginForm) -> Option<Self> {
        Some(match form {
            CodeOriginForm::FirstFactor => Self::FirstFactor,
            CodeOriginForm::SignUp => Self::SignUp,
            CodeOriginForm::ResetPassword => Self::ResetPassword,
            CodeOriginForm::SecondFactor { methods, chosen } => Self::SecondFactor {
                methods: Offered::restored(&methods)?,
                chosen: AuthenticationMethod::from_json(&chosen)?,
            },
            CodeOriginForm::Registration {
                methods,
                chosen,
                contact,
            } => Self::Registration {
                methods: Offered::restored(&methods)?,
                chosen: AuthenticationMethod::from_json(&chosen)?,
                contact,
            },
        })
    }

    fn purpose(&self) -> CodePurpose {
        match self {
            Self::FirstFactor => CodePurpose::FirstFactor,
            Self::SignUp => CodePurpose::SignUp,
            Self::ResetPassword => CodePurpose::ResetPassword,
            Self::SecondFactor { .. } => CodePurpose::SecondFactor,
            Self::Registration { .. } => CodePurpose::Registration,
        }
    }
}

/// A masked address is shown to the person, but is no business of a log.
#[derive(Clone)]
struct Target(Option<String>);

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "(..)" } else { "None" })
    }
}
