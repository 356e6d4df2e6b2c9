//! Runs an action against a script and checks all that can be checked without knowing the walk.

use native_auth_core::{
    Action, AttributesRequired, BrowserReason, BrowserRequired, ClientTag, CodeRequired, Completed,
    Error, ErrorKind, Exchange, MethodRequired, Next, PasswordRequired, Pause, Recovery,
    RegistrationRequired, Result, Step, Tokens,
};

use crate::revival::Revival;
use crate::script::{Answer, Ask, Passing};
use crate::setting::{BASE, correlation_id, tag};

/// Names the walks of a module: each becomes a test of its name, and all of them one list.
///
/// A walk that is not named here is dead code, which the lints refuse.
macro_rules! walks {
    ($($walk:ident,)*) => {
        /// The walks of this module.
        pub(crate) const WALKS: &[$crate::driver::Named] =
            &[$((stringify!($walk), $walk)),*];

        mod walk {
            $(
                #[test]
                fn $walk() {
                    $crate::driver::walk(super::$walk);
                }
            )*
        }
    };
}

/// A walk and its id.
pub(crate) type Named = (&'static str, fn(&mut Walk));

/// Takes a walk, which has to lead somewhere: once as it is, and once by an app that is killed after every step, so
/// that each state is a suspended one that was resumed.
pub(crate) fn walk(take: fn(&mut Walk)) {
    for revival in [None, Some(Revival::default())] {
        let mut walk = Walk {
            base: BASE.to_owned(),
            checked: 0,
            revival,
        };
        take(&mut walk);
        assert!(walk.checked > 0, "the walk looks at no outcome");
    }
}

/// One conversation.
#[derive(Debug)]
pub(crate) struct Walk {
    /// Where requests have to go.
    base: String,
    /// How many outcomes were looked at.
    checked: usize,
    /// Present if the app is killed after every step.
    revival: Option<Revival>,
}

/// Where one action led; has to be looked at.
#[must_use = "an outcome that nobody looks at proves nothing"]
pub(crate) struct Outcome<'a> {
    walk: &'a mut Walk,
    end: End,
}

enum End {
    Step(Box<Step<Tokens>>),
    Error(Error),
    Dropped,
}

impl Walk {
    /// Goes to another tenant from here on.
    pub(crate) fn moves_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Begins a flow.
    pub(crate) fn begins(
        &mut self,
        action: Result<Action>,
        asks: impl IntoIterator<Item = Ask>,
    ) -> Outcome<'_> {
        let end = match action {
            Ok(action) => self.run(action, asks),
            Err(error) => {
                assert!(asks.into_iter().next().is_none(), "begin failed: {error:?}");
                End::Error(error)
            }
        };
        Outcome { walk: self, end }
    }

    /// Goes on from a state with one of its actions.
    ///
    /// Afterwards the state has to be stale if the action led somewhere, and usable again if it did not.
    pub(crate) fn goes_on(
        &mut self,
        act: impl Fn() -> Action,
        asks: impl IntoIterator<Item = Ask>,
    ) -> Outcome<'_> {
        let end = self.run(act(), asks);
        match (act().begin(tag()), &end) {
            (Err(error), End::Step(_)) => assert_eq!(error.code(), "state_stale"),
            (Ok((guard, _)), End::Error(_) | End::Dropped) => drop(guard),
            // What the person entered was refused before anything was sent; it is refused again, for that reason.
            (Err(again), End::Error(first)) => assert_eq!(again.code(), first.code()),
            (Ok(_), End::Step(_)) => panic!("the state is usable after it led on"),
            (Err(error), End::Dropped) => panic!("the state is not free: {error:?}"),
        }
        Outcome { walk: self, end }
    }

    /// An action cannot even begin, in exactly this way.
    pub(crate) fn refuses(
        &mut self,
        action: Action,
        client: ClientTag,
        (code, kind, recovery): (&str, ErrorKind, Recovery),
    ) {
        self.checked += 1;
        match action.begin(client) {
            Err(error) => check_error(&error, code, kind, recovery),
            Ok((_guard, next)) => panic!("{code} expected, not {next:?}"),
        }
    }

    /// Does what a client does, with the script as the network.
    fn run(&mut self, action: Action, asks: impl IntoIterator<Item = Ask>) -> End {
        assert_eq!(action.correlation_id(), correlation_id());
        let mut asks = asks.into_iter();
        let (guard, mut next) = match action.begin(tag()) {
            Ok(begun) => begun,
            Err(error) => {
                assert!(asks.next().is_none(), "nothing was sent: {error:?}");
                return End::Error(error);
            }
        };
        let end = loop {
            let went = match next {
                Next::Done(step) => break End::Step(Box::new(step)),
                Next::Send(exchange) => self.send(exchange, asks.next()),
                Next::Wait(pause) => wait(pause, asks.next()),
            };
            next = match went {
                None => break End::Dropped,
                Some(Ok(next)) => next,
                Some(Err(error)) => break End::Error(error),
            };
        };
        if let Some(left) = asks.next() {
            panic!("the flow ended before the script did: {left:?} was not asked");
        }
        match end {
            End::Step(_) => guard.spend(),
            End::Error(_) | End::Dropped => drop(guard),
        }
        end
    }

    /// How it goes on with the scripted answer, which has to be one to this request; not at all if it is dropped.
    fn send(&mut self, exchange: Exchange, ask: Option<Ask>) -> Option<Result<Next>> {
        let Some(Ask::Answer(request)) = ask else {
            panic!("{exchange:?} is not in the script, but {ask:?}");
        };
        request.check(&exchange, &self.base);
        if let Some(revival) = &mut self.revival {
            revival.notice(exchange.request());
        }
        let outcome = match request.into_answer() {
            Answer::Response(response) => Ok(response),
            Answer::Failure(entry) => Err(Error::new(entry)),
            Answer::Dropped => return None,
        };
        Some(exchange.resume(outcome))
    }
}

/// How it goes on after the scripted pause, which has to be this long; not at all if it is dropped.
fn wait(pause: Pause, ask: Option<Ask>) -> Option<Result<Next>> {
    let Some(Ask::Time(time)) = ask else {
        panic!("{pause:?} is not in the script, but {ask:?}");
    };
    assert_eq!(pause.delay(), time.delay);
    let outcome = match time.passing {
        Passing::Whole => Ok(()),
        Passing::Over(entry) => Err(Error::new(entry)),
        Passing::Dropped => return None,
    };
    Some(pause.resume(outcome))
}

impl Outcome<'_> {
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
        self.walk.checked += 1;
        match self.end {
            End::Error(error) => {
                check_error(&error, code, kind, recovery);
                error
            }
            End::Step(step) => panic!("{code} expected, not {step:?}"),
            End::Dropped => panic!("{code} expected, but it was dropped"),
        }
    }

    /// It was dropped on the way, as the script wanted.
    pub(crate) fn dropped(self) {
        self.walk.checked += 1;
        assert!(matches!(self.end, End::Dropped), "not dropped");
    }

    fn step(self) -> Step<Tokens> {
        self.walk.checked += 1;
        match self.end {
            End::Step(step) => match &self.walk.revival {
                Some(revival) => revival.of(*step, &self.walk.base),
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
