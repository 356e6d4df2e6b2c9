//! One file for each wait: its facts, and what is allowed next.

mod attributes;
mod browser;
mod code;
mod completed;
mod method;
mod password;
mod registration;

pub use attributes::AttributesRequired;
pub use browser::{BrowserReason, BrowserRequired};
pub use code::CodeRequired;
pub use completed::Completed;
pub use method::{AuthenticationMethod, MethodRequired};
pub use password::PasswordRequired;
pub use registration::RegistrationRequired;
