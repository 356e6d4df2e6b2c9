//! Where an action led, and how a walk looks at it.

use native_auth_core::error::catalogue;
use native_auth_core::{
    AttributesRequired, BrowserReason, BrowserRequired, CodeRequired, Completed, Error, ErrorKind,
    MethodRequired, PasswordRequired, Recovery, RegistrationRequired, Step, Tokens,
};

use crate::documented_whole;
use crate::driver::Walk;
use crate::setting::correlation_id;
use crate::v1_answers::Documented;

/// Where one action led; has to be looked at.
#[must_use = "an outcome that nobody looks at proves nothing"]
pub(crate) struct Outcome<'a> {
    walk: &'a mut Walk,
    end: End,
}

/// How an action ended.
pub(crate) enum End {
    Step(Box<Step<Tokens>>),
    Error(Error),
    Dropped,
}

impl<'a> Outcome<'a> {
    /// An end of an action of this walk.
    pub(crate) fn of(walk: &'a mut Walk, end: End) -> Self {
        Self { walk, end }
    }

    /// A code was sent.
    pub(crate) fn code_required(self) -> CodeRequired {
        match self.step() {
            Step::CodeRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                state
            }
            step => panic!("not a code: {step:?}"),
        }
    }

    /// A password is wanted.
    pub(crate) fn password_required(self) -> PasswordRequired {
        match self.step() {
            Step::PasswordRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                state
            }
            step => panic!("not a password: {step:?}"),
        }
    }

    /// Attributes are wanted.
    pub(crate) fn attributes_required(self) -> AttributesRequired {
        match self.step() {
            Step::AttributesRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                state
            }
            step => panic!("not attributes: {step:?}"),
        }
    }

    /// A second factor is to be chosen.
    pub(crate) fn method_required(self) -> MethodRequired {
        match self.step() {
            Step::MethodRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                state
            }
            step => panic!("no choice of a method: {step:?}"),
        }
    }

    /// A method is to be registered.
    pub(crate) fn registration_required(self) -> RegistrationRequired {
        match self.step() {
            Step::RegistrationRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                state
            }
            step => panic!("no registration: {step:?}"),
        }
    }

    /// The methods of this list are to be chosen from, or registered.
    pub(crate) fn leads_to(self, list: &str) {
        match list {
            "sign_in_introspect" => drop(self.method_required()),
            "register_introspect" => drop(self.registration_required()),
            other => panic!("{other} is no list of methods"),
        }
    }

    /// A browser is wanted, for this reason.
    pub(crate) fn browser_required(self, reason: &BrowserReason) -> BrowserRequired {
        match self.step() {
            Step::BrowserRequired { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                assert_eq!(state.reason(), reason);
                state
            }
            step => panic!("not a browser: {step:?}"),
        }
    }

    /// A browser is wanted because the server says so, without saying why.
    pub(crate) fn redirected(self) -> BrowserRequired {
        let reason = BrowserReason::Requested { server_text: None };
        self.browser_required(&reason)
    }

    /// Somebody is signed in.
    pub(crate) fn signed_in(self) -> Tokens {
        match self.step() {
            Step::SignedIn { account } => account,
            step => panic!("not signed in: {step:?}"),
        }
    }

    /// The account exists and nobody is signed in.
    pub(crate) fn completed(self) -> Completed {
        match self.step() {
            Step::Completed { state } => {
                assert_eq!(state.correlation_id(), correlation_id());
                if let Some(error) = state.sign_in_error() {
                    assert_eq!(error.correlation_id(), Some(correlation_id()));
                }
                state
            }
            step => panic!("not completed: {step:?}"),
        }
    }

    /// It failed, in exactly this way.
    pub(crate) fn fails(self, code: &str, kind: ErrorKind, recovery: Recovery) -> Error {
        let _looked = self.walk.looked_at();
        match self.end {
            End::Error(error) => {
                check_error(&error, code, kind, recovery);
                error
            }
            End::Step(step) => panic!("{code} expected, not {step:?}"),
            End::Dropped => panic!("{code} expected, but it was dropped"),
        }
    }

    /// The server refused it, in these words, and they are known.
    pub(crate) fn refused_as(self, row: &Documented) {
        let _looked = self.walk.looked_at();
        let End::Error(error) = self.end else {
            panic!("{row:?} is no refusal");
        };
        let server = error.server().unwrap();
        let word = server.suberror().unwrap_or(server.error());
        assert!(row.answer.contains(word), "{word} for {row:?}");
        assert_ne!(error.code(), catalogue::UNKNOWN_REFUSAL.code, "{row:?}");
        for code in documented_whole::codes(row) {
            assert_eq!(error.code(), code, "{row:?}");
        }
        assert_eq!(error.correlation_id(), Some(correlation_id()));
    }

    /// It was dropped on the way, as the script wanted.
    pub(crate) fn dropped(self) {
        let _looked = self.walk.looked_at();
        assert!(matches!(self.end, End::Dropped), "not dropped");
    }

    fn step(self) -> Step<Tokens> {
        let (revival, base) = self.walk.looked_at();
        match self.end {
            End::Step(step) => match revival {
                Some(revival) => revival.of(*step, base),
                None => *step,
            },
            End::Error(error) => panic!("a step expected, not {error:?}"),
            End::Dropped => panic!("a step expected, but it was dropped"),
        }
    }
}

/// An error is exactly this one and belongs to the flow.
pub(crate) fn check_error(error: &Error, code: &str, kind: ErrorKind, recovery: Recovery) {
    let found = (error.code(), error.kind(), error.recovery());
    assert_eq!(found, (code, kind, recovery), "{error:?}");
    assert_eq!(error.correlation_id(), Some(correlation_id()), "{error:?}");
}
