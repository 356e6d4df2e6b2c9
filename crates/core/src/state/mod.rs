//! The states: what waits for the person.

mod attributes;
mod browser;
mod code;
mod completed;
mod method;
mod offered;
mod password;
mod registration;

pub use attributes::AttributesRequired;
pub use browser::{BrowserReason, BrowserRequired};
pub(crate) use code::CodeOrigin;
pub use code::CodeRequired;
pub use completed::Completed;
pub use method::MethodRequired;
pub(crate) use offered::Offered;
pub use password::PasswordRequired;
pub use registration::RegistrationRequired;
