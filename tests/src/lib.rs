//! What the whole-SDK tests share: servers that misbehave, certificates, and futures that are dropped on the way.

mod certificates;
mod counting;
mod misbehaving;
mod pauses;
pub mod scenarios;
mod stage;
pub mod token_maker;

pub use certificates::{Certificates, Flaw};
pub use counting::Counting;
pub use misbehaving::{Misbehaving, Reply, Request, id_token};
pub use pauses::{at_pause, run_to_pause};
pub use stage::{MovableClock, NEW_PASSWORD, PASSWORD, PAT, Stage};

/// An app id that no real tenant has.
pub const CLIENT_ID: &str = "3d0a1f52-7c1b-4c39-9d5e-6f1f3f3b7a10";

/// The README's program compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[derive(Debug)]
pub struct Readme;
