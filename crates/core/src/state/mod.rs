//! The states: what waits for the person.

mod attributes;
mod browser;
mod code;
mod completed;
mod password;

pub use attributes::AttributesRequired;
pub use browser::{BrowserReason, BrowserRequired};
pub use code::CodeRequired;
pub use completed::Completed;
pub use password::PasswordRequired;
