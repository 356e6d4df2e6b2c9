//! Whatever comes back, in whatever state: a step or an error, never a panic, and never a state that is stuck.

#[cfg(test)]
#[path = "../common/at.rs"]
mod at;
#[cfg(test)]
mod conversations;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod person;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod server;
#[cfg(test)]
#[path = "../common/setting.rs"]
mod setting;
