//! Whose turn it is: double taps, stale states, actions of another client and calls that nobody waits for, for every
//! method of every state. None of them sends anything.

use std::rc::Rc;

use native_auth_core::ErrorKind::{self, InProgress, Misuse};
use native_auth_core::Recovery::{self, Fix, Wait};
use native_auth_core::{Action, ClientTag, CodeRequired, Next};

use crate::driver::Walk;
use crate::hand_over::to_completed;
use crate::opening::{
    refresh, refreshing, reset_password, resetting, sign_in, sign_up, signing_in, signing_up,
};
use crate::registration::NUMBER;
use crate::second_factor::{BY_EMAIL, BY_SMS};
use crate::setting::{PASSWORD, USERNAME, tag};
use crate::sign_up::{CODE, given};
use crate::{
    registration as registration_walks, reset_password as resetting_walks,
    second_factor as second_factor_walks, sign_in as signing_in_walks, sign_up as signing_up_walks,
};

walks![
    double_tap,
    double_tap_on_another_method,
    stale_state,
    stale_state_and_nothing_entered,
    dropped_turn,
    dropped_exchange,
    another_client,
    another_client_begins,
    every_state_has_a_turn_of_its_own,
    an_action_alone_does_nothing,
];

const IN_PROGRESS: (&str, ErrorKind, Recovery) = ("action_in_progress", InProgress, Wait);
const STALE: (&str, ErrorKind, Recovery) = ("state_stale", Misuse, Fix);
const ANOTHERS: (&str, ErrorKind, Recovery) = ("action_of_another_client", Misuse, Fix);

type Method = Box<dyn Fn() -> Action>;

/// Fresh states of every kind, each as the list of its methods.
fn states(walk: &mut Walk) -> Vec<Vec<Method>> {
    let mut states = Vec::new();
    for code in [
        signing_up_walks::to_code(walk),
        signing_in_walks::to_code(walk),
        resetting_walks::to_code(walk),
        second_factor_walks::to_second_code(walk),
        registration_walks::to_code(walk),
    ] {
        states.push(methods_of_code(code));
    }
    let choice = Rc::new(second_factor_walks::to_methods(walk));
    let same = Rc::clone(&choice);
    states.push(vec![
        Box::new(move || choice.choose_method(BY_EMAIL)),
        Box::new(move || same.choose_method(BY_SMS)),
    ]);
    let registration = Rc::new(registration_walks::to_registration(walk));
    let same = Rc::clone(&registration);
    states.push(vec![
        Box::new(move || registration.register("sms", NUMBER)),
        Box::new(move || same.register("email", USERNAME)),
    ]);
    for password in [
        signing_up_walks::to_password(walk),
        signing_in_walks::to_password(walk),
        resetting_walks::to_new_password(walk),
        // Its password was taken already, so that its action is another one by now.
        crate::polling::to_polling(walk),
    ] {
        let submit: Method = Box::new(move || password.submit_password(PASSWORD));
        states.push(vec![submit]);
    }
    let attributes = signing_up_walks::to_attributes(walk);
    states.push(vec![Box::new(move || {
        attributes.submit_attributes(given())
    })]);
    let completed = to_completed(walk);
    states.push(vec![Box::new(move || completed.sign_in().unwrap())]);
    states
}

fn methods_of_code(code: CodeRequired) -> Vec<Method> {
    let code = Rc::new(code);
    let (to_submit, to_resend) = (Rc::clone(&code), Rc::clone(&code));
    let mut methods: Vec<Method> = vec![
        Box::new(move || to_submit.submit_code(CODE)),
        Box::new(move || to_resend.resend_code()),
    ];
    if code.choose_another_method().is_some() {
        methods.push(Box::new(move || code.choose_another_method().unwrap()));
    }
    methods
}

fn double_tap(walk: &mut Walk) {
    for method in states(walk).into_iter().flatten() {
        let (guard, _next) = method().begin(tag()).unwrap();
        for _ in 0..3 {
            walk.refuses(method(), tag(), IN_PROGRESS);
        }
        drop(guard);
        assert!(method().begin(tag()).is_ok());
    }
}

/// The turn is the state's, not the method's.
fn double_tap_on_another_method(walk: &mut Walk) {
    for methods in states(walk) {
        for first in &methods {
            let (_guard, _next) = first().begin(tag()).unwrap();
            for second in &methods {
                walk.refuses(second(), tag(), IN_PROGRESS);
            }
        }
    }
}

/// Also an action that was made while the state was fresh.
fn stale_state(walk: &mut Walk) {
    let count = states(walk).len();
    for state in 0..count {
        for method in 0..states(walk)[state].len() {
            let methods = states(walk).swap_remove(state);
            let made_before = methods[0]();
            let (guard, _next) = methods[method]().begin(tag()).unwrap();
            guard.spend();
            walk.refuses(made_before, tag(), STALE);
            for method in &methods {
                walk.refuses(method(), tag(), STALE);
            }
        }
    }
}

/// That the state is over goes before what is wrong with the input: asking again would lead nowhere.
fn stale_state_and_nothing_entered(walk: &mut Walk) {
    let code = signing_up_walks::to_code(walk);
    let (guard, _next) = code.resend_code().begin(tag()).unwrap();
    walk.refuses(code.submit_code(""), tag(), IN_PROGRESS);
    guard.spend();
    walk.refuses(code.submit_code(""), tag(), STALE);
    let password = signing_in_walks::to_password(walk);
    let (guard, _next) = password.submit_password(PASSWORD).begin(tag()).unwrap();
    guard.spend();
    walk.refuses(password.submit_password(""), tag(), STALE);
    let methods = second_factor_walks::to_methods(walk);
    let (guard, _next) = methods.choose_method(BY_SMS).begin(tag()).unwrap();
    walk.refuses(methods.choose_method("none"), tag(), IN_PROGRESS);
    guard.spend();
    walk.refuses(methods.choose_method("none"), tag(), STALE);
    let registration = registration_walks::to_registration(walk);
    let (guard, _next) = registration.register("sms", NUMBER).begin(tag()).unwrap();
    guard.spend();
    walk.refuses(registration.register("none", ""), tag(), STALE);
    walk.refuses(registration.register("sms", ""), tag(), STALE);
}

fn dropped_turn(walk: &mut Walk) {
    for method in states(walk).into_iter().flatten() {
        for _ in 0..3 {
            let (guard, next) = method().begin(tag()).unwrap();
            walk.refuses(method(), tag(), IN_PROGRESS);
            // A cancelled call drops both, in either order.
            drop(next);
            walk.refuses(method(), tag(), IN_PROGRESS);
            drop(guard);
        }
        assert!(method().begin(tag()).is_ok());
    }
}

/// What comes back for a call that was given up cannot touch a turn that somebody else has by now.
fn dropped_exchange(walk: &mut Walk) {
    for method in states(walk).into_iter().flatten() {
        let (guard, late) = method().begin(tag()).unwrap();
        drop(guard);
        let (_newer, _next) = method().begin(tag()).unwrap();
        if let Next::Send(exchange) = late {
            let answer = crate::setting::response("error_expired_token");
            let _ = exchange.resume(Ok(answer));
        }
        walk.refuses(method(), tag(), IN_PROGRESS);
    }
}

fn another_client(walk: &mut Walk) {
    for methods in states(walk) {
        for method in &methods {
            walk.refuses(method(), ClientTag::new(2), ANOTHERS);
            // It took no turn.
            let (_guard, _next) = method().begin(tag()).unwrap();
            // Whose action it is goes before whose turn it is.
            walk.refuses(method(), ClientTag::new(2), ANOTHERS);
        }
        let (guard, _next) = methods[0]().begin(tag()).unwrap();
        guard.spend();
        for method in methods {
            walk.refuses(method(), ClientTag::new(2), ANOTHERS);
        }
    }
}

fn another_client_begins(walk: &mut Walk) {
    for action in [
        signing_up(sign_up()),
        signing_in(sign_in()),
        resetting(reset_password()),
        refreshing(refresh()),
    ] {
        walk.refuses(action.unwrap(), ClientTag::new(2), ANOTHERS);
    }
}

fn every_state_has_a_turn_of_its_own(walk: &mut Walk) {
    let states = states(walk);
    let begun: Vec<_> = states
        .iter()
        .map(|methods| methods[0]().begin(tag()))
        .collect();
    assert!(begun.iter().all(Result::is_ok));
    for methods in &states {
        walk.refuses(methods[0](), tag(), IN_PROGRESS);
    }
}

fn an_action_alone_does_nothing(walk: &mut Walk) {
    for method in states(walk).into_iter().flatten() {
        let inert: Vec<Action> = (0..3).map(|_| method()).collect();
        let (_guard, _next) = method().begin(tag()).unwrap();
        for action in inert {
            walk.refuses(action, tag(), IN_PROGRESS);
        }
    }
}
