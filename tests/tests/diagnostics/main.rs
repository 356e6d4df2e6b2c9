//! What may be read by somebody who should not. A process of its own, because it listens to all of it.

#[cfg(test)]
mod planted;
#[cfg(test)]
mod reset_and_mfa;
#[cfg(test)]
mod search;
