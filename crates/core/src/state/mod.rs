//! The states: what waits for the person.

mod attributes;
mod browser;
mod code;
mod completed;
mod kept_methods;
mod method;
mod password;
mod registration;

pub use attributes::AttributesRequired;
pub use browser::{BrowserReason, BrowserRequired};
pub(crate) use code::CodeOrigin;
pub use code::CodeRequired;
pub use completed::Completed;
pub use method::MethodRequired;
pub use password::PasswordRequired;
pub use registration::RegistrationRequired;
