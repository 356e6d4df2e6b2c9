//! The check of a new password on the device and the emulator's answers, which share no code, agree about any
//! password.

use std::cell::RefCell;
use std::collections::BTreeSet;

use native_auth::{Client, PasswordRequired, Result, SignUp, Step, check_new_password};
use native_auth_tests::{PASSWORD, Stage};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Runtime;

use crate::openings::{reset_password, state_of};

/// What a new password is told that is taken.
const TAKEN: &str = "taken";
/// All that the check can find.
const CHECKED: [&str; 4] = [
    "password_invalid",
    "password_too_short",
    "password_too_long",
    "password_too_weak",
];
/// The lengths on either side of a limit.
const EDGES: [usize; 4] = [7, 8, 256, 257];
/// What people build bad passwords on, in some spelling.
const BANNED: [&str; 6] = [
    "password", "P@ssw0rd", "Qwerty", "L3tMe1n", "WELCOME", "Contoso",
];

/// A server that is asked about new passwords, and what it said so far.
struct Judge {
    runtime: Runtime,
    stage: Stage,
    client: Client,
    asked: RefCell<usize>,
    said: RefCell<BTreeSet<&'static str>>,
    /// Lengths at the limits that were asked about, and whether the password was taken.
    edges: RefCell<BTreeSet<(usize, bool)>>,
}

impl Judge {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let stage = runtime.block_on(Stage::http());
        Self {
            client: stage.password_client(),
            runtime,
            stage,
            asked: RefCell::default(),
            said: RefCell::default(),
            edges: RefCell::default(),
        }
    }

    /// Somebody who was not there before.
    fn somebody(&self) -> String {
        *self.asked.borrow_mut() += 1;
        format!("person{}@example.test", self.asked.borrow())
    }

    /// What a sign-up with this password is told.
    fn sign_up(&self, password: &str) -> Result<Step> {
        let request = SignUp {
            username: self.somebody(),
            password: Some(password.into()),
            ..SignUp::default()
        };
        self.runtime.block_on(self.client.sign_up(request))
    }

    /// A reset of somebody that waits for the new password.
    fn reset(&self) -> PasswordRequired {
        let person = self.somebody();
        self.stage.add_user(&person, Some(PASSWORD));
        self.runtime.block_on(async {
            let code = reset_password(&self.client, &person).await.unwrap();
            let action = code.submit_code(&self.stage.code(&person));
            state_of!(PasswordRequired, self.client.run(action).await.unwrap())
        })
    }

    /// The check and the server agree; only the server knows what is banned and what was used before.
    fn compare(&self, password: &str, outcome: &Result<Step>) -> Result<(), TestCaseError> {
        let server = match outcome {
            Ok(_) => TAKEN,
            Err(error) => error.code(),
        };
        let device = match check_new_password(password) {
            Ok(()) => TAKEN,
            Err(fault) => fault.code(),
        };
        self.said.borrow_mut().insert(server);
        let length = password.chars().count();
        if EDGES.contains(&length) {
            self.edges.borrow_mut().insert((length, server == TAKEN));
        }
        let is_known_to_the_server_alone =
            ["password_banned", "password_recently_used"].contains(&server);
        if device == TAKEN && is_known_to_the_server_alone {
            return Ok(());
        }
        prop_assert_eq!(device, server);
        Ok(())
    }
}

/// Every password that anybody might type, those near the limits and near the rules often.
fn any_password() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => of_kinds(),
        2 => (select(&BANNED), "[a-zA-Z0-9!$ -]{0,8}").prop_map(|(word, more)| format!("{word}{more}")),
        1 => ".{1,20}",
        1 => of_kinds().prop_flat_map(with_one_more),
    ]
}

/// Characters of one to four kinds, of which each is there.
fn of_kinds() -> impl Strategy<Value = String> {
    const KINDS: [&str; 4] = [
        "abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "0123456789",
        " @#$%^&*-_!+=[]{}|\\:',.?/`~\"();<>",
    ];
    let kinds = proptest::sample::subsequence(KINDS.to_vec(), 1..=4);
    let length = prop_oneof![3 => 1..16_usize, 3 => select(&EDGES), 1 => 16..300_usize];
    (kinds, length).prop_flat_map(|(kinds, length)| {
        let one_of = |kind: &str| select(kind.chars().collect::<Vec<char>>());
        let each: Vec<_> = kinds.iter().map(|kind| one_of(kind)).collect();
        let rest = length.saturating_sub(each.len());
        (each, vec(one_of(&kinds.concat()), rest))
            .prop_map(|(each, rest)| each.into_iter().chain(rest).collect())
    })
}

/// The same with any character somewhere, which need not be one that is allowed, nor of one byte.
fn with_one_more(password: String) -> impl Strategy<Value = String> {
    let places = password.chars().count();
    (any::<char>(), 0..=places).prop_map(move |(more, place)| {
        let (before, after): (Vec<_>, Vec<_>) = password
            .chars()
            .enumerate()
            .partition(|(at, _)| *at < place);
        let text = |side: Vec<(usize, char)>| side.into_iter().map(|(_, c)| c).collect::<String>();
        format!("{}{more}{}", text(before), text(after))
    })
}

/// Asks about each password as the beginning of a sign-up.
fn ask_at_sign_up(judge: &Judge, runner: &mut TestRunner) {
    let agrees = |password: String| judge.compare(&password, &judge.sign_up(&password));
    runner.run(&any_password(), agrees).unwrap();
}

/// Asks about each password, now and then one that was used before, as the end of a reset.
fn ask_at_reset(judge: &Judge, runner: &mut TestRunner) {
    let any = prop_oneof![9 => any_password(), 1 => Just(PASSWORD.to_owned())];
    let state = RefCell::new(judge.reset());
    let agrees = |password: String| {
        let action = state.borrow().submit_password(password.as_str());
        let outcome = judge.runtime.block_on(judge.client.run(action));
        if outcome.is_ok() {
            state.replace(judge.reset());
        }
        judge.compare(&password, &outcome)
    };
    runner.run(&any, agrees).unwrap();
}

#[test]
fn the_check_agrees_with_the_server_at_sign_up() {
    ask_at_sign_up(&Judge::new(), &mut TestRunner::default());
}

#[test]
fn the_check_agrees_with_the_server_at_reset() {
    ask_at_reset(&Judge::new(), &mut TestRunner::default());
}

/// The passwords above are worth their name: together they break every rule, and stand on both sides of every limit.
#[test]
fn the_passwords_break_every_rule() {
    for (ask, told) in [
        (
            ask_at_sign_up as fn(&Judge, &mut TestRunner),
            vec![TAKEN, "password_banned"],
        ),
        (
            ask_at_reset,
            vec![TAKEN, "password_banned", "password_recently_used"],
        ),
    ] {
        let judge = Judge::new();
        let mut runner =
            TestRunner::new_with_rng(Config::default(), TestRunner::deterministic().new_rng());
        ask(&judge, &mut runner);
        let told: BTreeSet<_> = CHECKED.into_iter().chain(told).collect();
        assert_eq!(*judge.said.borrow(), told);
        let edges = [(7, false), (8, false), (8, true), (256, true), (257, false)];
        for edge in edges {
            assert!(judge.edges.borrow().contains(&edge), "{edge:?}");
        }
    }
}

/// Nothing at all is not even sent.
#[test]
fn an_empty_password_is_refused_by_both_without_asking() {
    let judge = Judge::new();
    let error = judge.sign_up("").unwrap_err();
    assert_eq!(error.code(), "new_password_empty");
    assert_eq!(
        check_new_password("").unwrap_err().code(),
        "password_too_short"
    );
    assert!(judge.stage.emulator.requests().is_empty());
}
