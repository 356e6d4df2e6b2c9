//! What a suspended flow is made of, and what is not resumed.
//!
//! That every state goes on after it as if nothing had happened is shown by the walks, which are all taken by such an
//! app too.

#[cfg(test)]
#[path = "../common/at.rs"]
mod at;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod refused;
#[cfg(test)]
#[path = "../common/setting.rs"]
mod setting;
#[cfg(test)]
mod steps;
