//! Runs an action against a script and checks all that can be checked without knowing the walk.

use native_auth_core::{
    Action, ClientTag, Error, ErrorKind, Exchange, Next, Pause, Recovery, Result, Verification,
};

use crate::heard;
pub(crate) use crate::outcome::{End, Outcome, check_error};
use crate::recording::{Leg, START, answered, check_place, unanswered};
use crate::revival::Revival;
use crate::script::{Answer, Ask, Passing, Verdict};
use crate::setting::{BASE, correlation_id, resumed_unverified, tag};

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
                    let _done = $crate::driver::walk(super::$walk);
                }
            )*
        }
    };
}

/// A walk and its id.
pub(crate) type Named = (&'static str, fn(&mut Walk));

/// Takes a walk, which has to lead somewhere: once as it is, and once by an app that is killed after every step, so
/// that each state is a suspended one that was resumed. Tells what it did, which is the same both times.
pub(crate) fn walk(take: fn(&mut Walk)) -> Vec<Leg> {
    let [done, done_by_a_killed_app] = [None, Some(Revival::default())].map(|revival| {
        let mut walk = Walk {
            base: BASE.to_owned(),
            checked: 0,
            revival,
            place: START.to_owned(),
            legs: Vec::new(),
        };
        take(&mut walk);
        assert!(walk.checked > 0, "the walk looks at no outcome");
        walk.legs
    });
    assert_eq!(done, done_by_a_killed_app);
    done
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
    /// Where it stands: what it came to last.
    place: String,
    /// What it has done.
    legs: Vec<Leg>,
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
        START.clone_into(&mut self.place);
        let end = match action {
            Ok(action) => self.run(action, asks),
            Err(error) => {
                assert!(asks.into_iter().next().is_none(), "begin failed: {error:?}");
                End::Error(error)
            }
        };
        Outcome::of(self, end)
    }

    /// Goes on from a state with one of its actions.
    ///
    /// Afterwards the state has to be stale if the action led somewhere, and usable again if it did not.
    pub(crate) fn goes_on(
        &mut self,
        act: impl Fn() -> Action,
        asks: impl IntoIterator<Item = Ask>,
    ) -> Outcome<'_> {
        check_place(&self.place, act().name());
        let end = self.run(act(), asks);
        match (act().begin(tag()), &end) {
            (Err(error), End::Step(_)) => assert_eq!(error.code(), "state_stale"),
            (Ok((guard, _)), End::Error(_) | End::Dropped) => drop(guard),
            // What the person entered was refused before anything was sent; it is refused again, for that reason.
            (Err(again), End::Error(first)) => assert_eq!(again.code(), first.code()),
            (Ok(_), End::Step(_)) => panic!("the state is usable after it led on"),
            (Err(error), End::Dropped) => panic!("the state is not free: {error:?}"),
        }
        Outcome::of(self, end)
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

    /// Runs an action and writes down what came of it.
    fn run(&mut self, action: Action, asks: impl IntoIterator<Item = Ask>) -> End {
        let (action_name, mut answers) = (action.name(), Vec::new());
        let end = self.carry_out(action, asks, &mut answers);
        let from = self.place.clone();
        let to = match &end {
            End::Step(step) => heard::place(step),
            End::Error(error) => crate::heard::failure(error.code()),
            End::Dropped => "dropped".to_owned(),
        };
        if matches!(end, End::Step(_)) {
            // A state is the same whatever failed before it.
            let place = to.split(": ").next().unwrap_or_default();
            place.clone_into(&mut self.place);
        }
        self.legs.push(Leg {
            from,
            action: action_name,
            answers,
            to,
        });
        end
    }

    /// An outcome was looked at; a step of it is gone on with as the app has it then.
    pub(crate) fn looked_at(&mut self) -> (Option<&Revival>, &str) {
        self.checked += 1;
        (self.revival.as_ref(), &self.base)
    }

    /// Does what a client does, with the script as the network.
    fn carry_out(
        &mut self,
        action: Action,
        asks: impl IntoIterator<Item = Ask>,
        answers: &mut Vec<String>,
    ) -> End {
        assert_eq!(action.correlation_id(), correlation_id());
        let mut asks = asks.into_iter().peekable();
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
                Next::Send(exchange) => self.send(exchange, asks.next(), answers),
                Next::Wait(pause) => {
                    answers.push("a pause".to_owned());
                    wait(pause, asks.next())
                }
                Next::Verify(verification) => {
                    let verdict = asks.next_if(|ask| matches!(ask, Ask::Verification(_)));
                    verify(verification, verdict, answers)
                }
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
    fn send(
        &mut self,
        exchange: Exchange,
        ask: Option<Ask>,
        answers: &mut Vec<String>,
    ) -> Option<Result<Next>> {
        let Some(Ask::Answer(request)) = ask else {
            panic!("{exchange:?} is not in the script, but {ask:?}");
        };
        request.check(&exchange, &self.base);
        if let Some(revival) = &mut self.revival {
            revival.notice(exchange.request());
        }
        let outcome = match request.into_answer() {
            Answer::Response(response) => {
                answers.push(answered(&exchange, &response));
                Ok(response)
            }
            Answer::Failure(entry) => {
                answers.push(unanswered(&exchange, entry.code));
                Err(Error::new(entry))
            }
            Answer::Dropped => {
                answers.push(unanswered(&exchange, "dropped"));
                return None;
            }
        };
        Some(exchange.resume(outcome))
    }
}

/// How it goes on with the claims of an ID token: those that stand in it, unless the script says that they cannot be
/// verified. Nothing is known of it before.
fn verify(
    verification: Verification,
    verdict: Option<Ask>,
    answers: &mut Vec<String>,
) -> Option<Result<Next>> {
    let shown = format!("{verification:?}");
    assert!(shown.starts_with("Verification { renews: ") && !shown.contains("token"));
    Some(match verdict {
        Some(Ask::Verification(Verdict::Fails(entry))) => {
            answers.push("no verification".to_owned());
            verification.resume(Err(Error::new(entry)))
        }
        Some(Ask::Verification(Verdict::Dropped)) => {
            answers.push("no verification".to_owned());
            return None;
        }
        _ => resumed_unverified(verification),
    })
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
