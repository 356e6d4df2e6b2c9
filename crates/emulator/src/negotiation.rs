//! What the client said it can do.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::refusals;

/// The challenge types a client listed. `redirect` is always among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChallengeTypes {
    pub(crate) oob: bool,
    pub(crate) password: bool,
}

impl ChallengeTypes {
    /// Reads a list in any order, with any repetition.
    pub(crate) fn parse(list: &str) -> Result<Self, Problem> {
        let mut types = Self::default();
        let mut redirect = false;
        for word in list.split_whitespace() {
            match word {
                "oob" => types.oob = true,
                "password" => types.password = true,
                "redirect" => redirect = true,
                _ => return Err(refusals::challenge_type_unknown()),
            }
        }
        if redirect {
            Ok(types)
        } else {
            Err(refusals::redirect_not_listed())
        }
    }
}

/// What a client announced that it can do beyond the first factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Capabilities {
    pub(crate) mfa_required: bool,
    pub(crate) registration_required: bool,
}

impl Capabilities {
    /// Reads a list in any order. What to do with a word nobody knows is not documented; it is
    /// passed over, since a newer client may announce more than the server makes use of.
    pub(crate) fn parse(list: &str) -> Self {
        let mut capabilities = Self::default();
        for word in list.split_whitespace() {
            match word {
                "mfa_required" => capabilities.mfa_required = true,
                "registration_required" => capabilities.registration_required = true,
                _ => {}
            }
        }
        capabilities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let types = |oob, password| ChallengeTypes { oob, password };
        for (list, expected) in [
            ("oob password redirect", types(true, true)),
            ("redirect oob oob", types(true, false)),
            ("  redirect  password ", types(false, true)),
            ("redirect", types(false, false)),
        ] {
            assert_eq!(ChallengeTypes::parse(list).unwrap(), expected, "{list}");
        }
        for list in ["oob", "oob password", "oob,redirect", "OOB redirect", " "] {
            assert!(ChallengeTypes::parse(list).is_err(), "{list}");
        }
    }

    #[test]
    fn capabilities() {
        let can = |mfa_required, registration_required| Capabilities {
            mfa_required,
            registration_required,
        };
        for (list, expected) in [
            ("", can(false, false)),
            ("mfa_required", can(true, false)),
            ("registration_required mfa_required", can(true, true)),
            ("registration_required time_travel", can(false, true)),
            // Older documentation had a comma; the service never did.
            ("mfa_required,registration_required", can(false, false)),
        ] {
            assert_eq!(Capabilities::parse(list), expected, "{list}");
        }
    }
}
