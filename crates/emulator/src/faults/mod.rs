//! Forced answers: what the next requests get instead of, or around, the emulator's own answer.
//!
//! A forced answer is given before the request is processed: no flow moves, no attempt is counted.
//! So a client that repeats a request after a forced 5xx or after a delay it did not wait for is
//! counted once. Only a connection dropped *after* processing leaves the step taken.

mod check;
pub(crate) mod endpoints;
mod fault;
mod person;
mod queue;
mod scenarios;
mod stage;

pub use fault::{DropWhen, Fault, FaultError, RetryAfterForm, Shape};

pub(crate) use person::Person;
pub(crate) use queue::{Asked, Faults};
pub(crate) use scenarios::scenario;
pub(crate) use stage::Stage;
