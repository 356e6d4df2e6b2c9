//! `docs/flows.md`: a state diagram of every flow, from what the walks did.

use crate::flow_diagram::Flow;
use crate::generated;
use crate::walks::{self, Leg};

const HEAD: &str = "\
# Flows

Every flow as a state diagram, drawn from what the walks of `crates/core/tests/walks` do while they are tested; do not
edit it by hand. A box is a step that waits for the person, an arrow an action of theirs. Every error leads back to the
state it met, which can be used again; [coverage.md](coverage.md) lists them by answer. The tables below the diagrams
say what the server answered on the way, one after the other, and name the shortest walk that shows it. Where the first
answer belongs to a later request than the action's own, an earlier call was interrupted there, and the same action
goes on from where the server is.
";

const FLOWS: [Flow; 6] = [
    Flow {
        title: "Sign-up",
        begun_by: &["sign_up"],
        states: &[
            "code_required (sign-up)",
            "password_required (new, sign-up)",
            "attributes_required",
            "completed (sign-up)",
        ],
        about: "Once the account exists nothing fails any more: what keeps the person from being signed in is told by \
                `Completed`.\nA second factor or a registration goes on in the diagrams of those.",
    },
    Flow {
        title: "Sign-in",
        begun_by: &["sign_in", "step_up"],
        states: &[
            "code_required (first factor)",
            "password_required (existing)",
        ],
        about: "With the first factor; also to step an account up. What is demanded besides goes on in the next two diagrams.",
    },
    Flow {
        title: "Second factor",
        begun_by: &[],
        states: &["method_required", "code_required (second factor)"],
        about: "After any first factor, a sign-up or a reset.",
    },
    Flow {
        title: "Registration of a strong method",
        begun_by: &[],
        states: &["registration_required", "code_required (registration)"],
        about: "After any first factor, a sign-up or a reset, of somebody who has no second factor yet.",
    },
    Flow {
        title: "Password reset",
        begun_by: &["reset_password"],
        states: &[
            "code_required (reset)",
            "password_required (new, reset)",
            "completed (reset)",
        ],
        about: "The new password is waited for within the action. Once it is in force nothing fails any more, as after \
                a sign-up.",
    },
    Flow {
        title: "Refresh",
        begun_by: &["refresh"],
        states: &[],
        about: "New tokens without the person, or an error that says what they have to do.",
    },
];

#[test]
fn the_page_shows_what_the_walks_do() {
    let legs = walks::recorded();
    for leg in &legs {
        let flows = FLOWS.iter().filter(|flow| flow.has(leg)).count();
        assert_eq!(flows, 1, "belongs to no flow, or to several: {leg:?}");
    }
    generated::check("flows.md", &page(&legs));
}

/// A walk that is gone takes its arrow with it.
#[test]
fn the_page_is_another_one_without_any_of_its_arrows() {
    let legs = walks::recorded();
    let whole = page(&legs);
    for walk in ["sign_up_resend", "sign_in_to_code", "registration_resend"] {
        let (gone, rest): (Vec<Leg>, Vec<Leg>) =
            legs.iter().cloned().partition(|leg| leg.walk == walk);
        assert!(!gone.is_empty(), "{walk} is the shortest of nothing");
        assert_ne!(page(&rest), whole, "{walk}");
    }
}

fn page(legs: &[Leg]) -> String {
    let sections = FLOWS.iter().map(|flow| flow.section(legs));
    [HEAD.to_owned()].into_iter().chain(sections).collect()
}
