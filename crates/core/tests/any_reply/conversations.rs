//! Whole conversations of any person with any server.

use std::collections::BTreeSet;

use std::time::Duration;

use native_auth_core::error::catalogue;
use native_auth_core::{Action, Error, Next, Step, Tokens};
use native_auth_wire::Endpoint;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::person::{Beginning, Choice, State, any_beginning, any_choice};
use crate::server::{Outcome, Reply, any_reply};
use crate::setting::{PASSWORD, USERNAME, correlation_id, resumed_unverified, tag};

/// No action needs more requests, polls aside: the longest are a sign-in in one call that needs a second factor, and
/// a registration of what was verified before.
const MOST_REQUESTS: usize = 4;

/// How often the server answers one action before everybody has lost their patience.
const MOST_ANSWERS: usize = 9;

/// What the person may enter, as a contact among others.
const NUMBER: &str = "+46701740605";

/// One thing the person does, and what the server answers.
#[derive(Debug, Clone)]
struct Move {
    choice: Choice,
    entered: String,
    replies: Vec<Reply>,
    /// How many pauses are waited for before time is up.
    pauses: usize,
}

/// Where an action led.
enum End {
    Step(Box<Step<Tokens>>),
    Error(Error),
    Dropped,
}

proptest! {
    #[test]
    fn any_conversation_goes_on_or_ends(
        beginning in any_beginning(),
        moves in vec(any_move(), 1..16),
    ) {
        converse(&beginning, &moves);
    }
}

/// The conversations above are worth their name: together they come everywhere.
#[test]
fn the_conversations_lead_everywhere() {
    let mut runner = TestRunner::deterministic();
    let strategy = (any_beginning(), vec(any_move(), 1..16));
    let mut steps = BTreeSet::new();
    let mut errors = BTreeSet::new();
    for _ in 0..600 {
        let (beginning, moves) = strategy.new_tree(&mut runner).unwrap().current();
        for reached in converse(&beginning, &moves) {
            match reached {
                Ok(step) => steps.insert(step),
                Err(error) => errors.insert(error),
            };
        }
    }
    let all = [
        "attributes_required",
        "browser_required",
        "code_required",
        "completed",
        "method_required",
        "password_required",
        "registration_required",
        "signed_in",
    ];
    assert_eq!(steps.into_iter().collect::<Vec<_>>(), all);
    assert!(errors.len() > 60, "{errors:?}");
}

/// Returns the steps and the errors that it came to.
fn converse(beginning: &Beginning, moves: &[Move]) -> Vec<Result<&'static str, &'static str>> {
    let mut reached = Vec::new();
    let mut state: Option<State> = None;
    for now in moves {
        let action = match &state {
            Some(state) => state.act(now.choice, &now.entered),
            None => beginning.action().unwrap(),
        };
        let end = run(action, now);
        match end {
            End::Step(step) => {
                reached.push(Ok(step.name()));
                assert_safe(&format!("{step:?}"));
                if let Some(old) = &state {
                    assert_eq!(begins(old, now), Err("state_stale"));
                }
                state = State::of(*step);
            }
            End::Error(error) => {
                reached.push(Err(error.code()));
                assert_eq!(error.correlation_id(), Some(correlation_id()));
                assert_safe(&format!("{error:?} {error}"));
            }
            End::Dropped => {}
        }
        // Whatever happened, it is nobody's turn now.
        if let Some(state) = &state {
            let begun = begins(state, now);
            let input_refused = [
                "code_empty",
                "password_empty",
                "new_password_empty",
                "method_unknown",
                "contact_empty",
                "contact_not_international",
            ];
            let usable = begun.map_or_else(|code| input_refused.contains(&code), |()| true);
            assert!(usable, "{begun:?} in {state:?}");
        }
    }
    reached
}

/// Does what a client does.
fn run(action: Action, now: &Move) -> End {
    let (guard, mut next) = match action.begin(tag()) {
        Ok(begun) => begun,
        Err(error) => return End::Error(error),
    };
    let (mut requests, mut pauses) = (0, 0);
    let mut replies = now.replies.iter();
    loop {
        let exchange = match next {
            Next::Done(step) => {
                guard.spend();
                return End::Step(Box::new(step));
            }
            Next::Wait(pause) => {
                let sensible = Duration::from_secs(1)..=Duration::from_secs(15);
                assert!(sensible.contains(&pause.delay()), "{pause:?}");
                pauses += 1;
                let outcome = match pauses <= now.pauses {
                    true => Ok(()),
                    false => Err(Error::new(&catalogue::POLLING_TIMED_OUT)),
                };
                next = match pause.resume(outcome) {
                    Ok(next) => next,
                    Err(error) => return End::Error(error),
                };
                continue;
            }
            Next::Verify(verification) => {
                next = match resumed_unverified(verification) {
                    Ok(next) => next,
                    Err(error) => return End::Error(error),
                };
                continue;
            }
            Next::Send(exchange) => exchange,
        };
        if exchange.endpoint() != Endpoint::ResetPasswordPoll {
            requests += 1;
        }
        assert!(requests <= MOST_REQUESTS, "one action asks on and on");
        let Some(reply) = replies.next() else {
            return End::Dropped;
        };
        let header = exchange.request().header("client-request-id");
        assert_eq!(header, Some(correlation_id().to_string().as_str()));
        assert_ne!(exchange.endpoint(), Endpoint::Refresh);
        let outcome = match reply.at(exchange.endpoint()) {
            Outcome::Response(response) => Ok(response),
            Outcome::Failure(entry) => Err(Error::new(entry)),
            Outcome::Dropped => return End::Dropped,
        };
        next = match exchange.resume(outcome) {
            Ok(next) => next,
            Err(error) => return End::Error(error),
        };
    }
}

/// Whether an action of the state could begin now; it is given up at once.
fn begins(state: &State, now: &Move) -> Result<(), &'static str> {
    let begun = state.act(now.choice, &now.entered).begin(tag());
    begun.map(drop).map_err(|error| error.code())
}

fn assert_safe(text: &str) {
    for secret in ["AQAB", "opaque-", "eyJ", USERNAME, PASSWORD, NUMBER] {
        assert!(!text.contains(secret), "{secret} shows: {text}");
    }
}

fn any_move() -> impl Strategy<Value = Move> {
    let entered = prop_oneof![
        3 => Just(PASSWORD.to_owned()),
        3 => Just(NUMBER.to_owned()),
        1 => any::<String>(),
        1 => Just(String::new()),
    ];
    let replies = vec(any_reply(), MOST_ANSWERS);
    (any_choice(), entered, replies, 0..6_usize).prop_map(|(choice, entered, replies, pauses)| {
        Move {
            choice,
            entered,
            replies,
            pauses,
        }
    })
}
