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
mod asks;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod hand_over;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod jwt;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod refresh;
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
mod transitions;
#[cfg(test)]
mod turns;
#[cfg(test)]
mod waypoints;
