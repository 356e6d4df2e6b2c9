//! What the whole-SDK tests share: servers that misbehave, certificates, and a log that can be searched.

mod certificates;
mod log;
mod misbehaving;
mod stage;

pub use certificates::{Certificates, Flaw};
pub use log::Captured;
pub use misbehaving::{Misbehaving, Reply, Request};
pub use stage::{MovableClock, PASSWORD, PAT, Stage};

/// An app id that no real tenant has.
pub const CLIENT_ID: &str = "3d0a1f52-7c1b-4c39-9d5e-6f1f3f3b7a10";
