//! What goes over the network: every request as a snapshot, every documented answer read from `tests/fixtures`, and
//! every other answer refused with a reason and without a panic.

#[cfg(test)]
mod any_reply;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod fixture_files;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod malformed;
#[cfg(test)]
mod openid;
#[cfg(test)]
mod redaction;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod render;
#[cfg(test)]
mod replies;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod tolerance;
#[cfg(test)]
mod tolerance_of_later_steps;
