//! Walks: whole conversations with scripted answers, without a runtime, a network or a clock.
//!
//! The transitions are listed in `../transitions.txt`. Each has one walk here of the same name, which `driver` runs
//! and checks, and `transitions` compares the two lists: a walk that is deleted, added unlisted, or walks nothing
//! fails the suite.

#[cfg(test)]
#[macro_use]
mod driver;
#[cfg(test)]
mod any_call;
#[cfg(test)]
mod any_call_of_methods;
#[cfg(test)]
mod asks;
#[cfg(test)]
#[path = "../common/at.rs"]
mod at;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod capable;
#[cfg(test)]
mod confirmed;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod documented_whole;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod hand_over;
#[cfg(test)]
mod hand_over_to_methods;
#[cfg(test)]
#[path = "../../../../tests/fixtures/heard.rs"]
mod heard;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod jwt;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod outcome;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod refresh;
#[cfg(test)]
#[path = "../errors/documented/mod.rs"]
mod refusals;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod registration_refusals;
#[cfg(test)]
mod reset_password;
#[cfg(test)]
mod reset_password_refusals;
#[cfg(test)]
mod revival;
#[cfg(test)]
mod script;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod second_factor_refusals;
#[cfg(test)]
#[path = "../common/setting.rs"]
mod setting;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_in_refusals;
#[cfg(test)]
mod sign_up;
#[cfg(test)]
mod sign_up_refusals;
#[cfg(test)]
mod step_up;
#[cfg(test)]
mod transitions;
#[cfg(test)]
mod turns;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1_answers.rs"]
mod v1_answers;
#[cfg(test)]
mod verification;
#[cfg(test)]
mod waypoints;
#[cfg(test)]
mod waypoints_of_methods;

// What `heard` speaks of.
#[cfg(test)]
use native_auth_core::{CodePurpose, FlowKind, PasswordPurpose};
#[cfg(test)]
type Step = native_auth_core::Step<native_auth_core::Tokens>;
