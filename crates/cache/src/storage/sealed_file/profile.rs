//! The name of a profile, which is also that of its directory.

use crate::storage::{StorageError, StorageErrorKind};

/// The longest name; with what stands before it, it has to be a path on every system.
const LONGEST: usize = 64;

/// Names that Windows gives to devices, in every directory and with every ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name in lower case, if it is a simple one: letters, digits, `-`, `_` and `.`, not first.
pub(in crate::storage) fn checked(profile: &str) -> Result<String, StorageError> {
    let simple = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = profile.to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let numbered = |device: &str| {
        let number = stem.strip_prefix(device);
        number.is_some_and(|number| number.len() == 1 && number != "0")
    };
    let device = DEVICES.contains(&stem)
        || ["com", "lpt"]
            .into_iter()
            .any(|device| numbered(device) && stem.ends_with(|c: char| c.is_ascii_digit()));
    let allowed = (1..=LONGEST).contains(&name.len())
        && name.chars().all(simple)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !device;
    if allowed {
        Ok(name)
    } else {
        Err(StorageError::new(StorageErrorKind::ProfileInvalid))
    }
}

#[cfg(test)]
mod tests {
    use super::checked;
    use crate::StorageErrorKind;

    #[test]
    fn a_simple_name_is_a_profile_whatever_its_case() {
        for (name, profile) in [
            ("default", "default"),
            ("Work", "work"),
            ("a.b-c_9", "a.b-c_9"),
            ("console", "console"),
            ("com0", "com0"),
            ("commander", "commander"),
        ] {
            assert_eq!(checked(name).unwrap(), profile);
        }
    }

    #[test]
    fn what_is_no_simple_name_is_refused() {
        let long = "a".repeat(65);
        for name in [
            "", ".", "..", ".a", "a.", "a/b", "a\\b", "/a", "a b", "a:b", "ä", "a\0", "CON",
            "nul.txt", "com1", "LPT9.x", &long,
        ] {
            let error = checked(name).unwrap_err();
            assert_eq!(error.kind(), StorageErrorKind::ProfileInvalid, "{name:?}");
        }
    }
}
