//! Every documented answer of every endpoint, received over real HTTP from the emulator, and the pages of the
//! documentation that are made from what was recorded: `docs/coverage.md` and `docs/flows.md`.
//!
//! The answers are those of `tests/fixtures/v1-answers.txt`. A run is a scene of `by_state` where a tenant's own state
//! can cause the answer, and a forced answer where it cannot. What the walks of the core did with the same answers is
//! read from their snapshot, and both have to have come to the same.

#[cfg(test)]
mod actor;
#[cfg(test)]
mod approach;
#[cfg(test)]
mod by_state;
#[cfg(test)]
mod coverage_page;
#[cfg(test)]
mod flow_diagram;
#[cfg(test)]
mod flows_page;
#[cfg(test)]
mod forced;
#[cfg(test)]
mod generated;
#[cfg(test)]
#[path = "../../fixtures/heard.rs"]
mod heard;
#[cfg(test)]
mod recorder;
#[cfg(test)]
#[path = "../../fixtures/v1_answers.rs"]
mod v1_answers;
#[cfg(test)]
mod walks;

// What `heard` speaks of.
#[cfg(test)]
use native_auth::{CodePurpose, FlowKind, PasswordPurpose, Step};
