//! Where files go if the app does not say.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

use super::sealed_file::checked;
use super::{StorageError, StorageErrorKind};

/// Where the platform has the app of this name keep its data. Nothing is made there yet.
///
/// | | |
/// |---|---|
/// | Linux, FreeBSD | `$XDG_DATA_HOME/<app>/native-auth`, or `~/.local/share/<app>/native-auth` |
/// | macOS | `~/Library/Application Support/<app>/native-auth` |
/// | Windows | `%LOCALAPPDATA%\<app>\native-auth`: it does not roam, since the key does not either |
///
/// `app` is the identifier that the app goes by on the platform, such as `com.example.app`: what may be a profile's name
/// may be this. Elsewhere, as on Android and iOS, an app has one directory of its own and knows it.
///
/// This reads the environment; a client never does unless it is asked to by this call.
///
/// # Errors
///
/// [`ProfileInvalid`](StorageErrorKind::ProfileInvalid) if the name has other than letters, digits, `-`, `_` and `.`, or
/// more than 64 of them; [`Unreachable`](StorageErrorKind::Unreachable) if the person who runs this has no home.
pub fn default_directory(app: &str) -> Result<PathBuf, StorageError> {
    checked(app)?;
    let mut directory = data_directory().map_err(|_| {
        StorageError::with_detail(StorageErrorKind::Unreachable, "there is no home directory")
    })?;
    directory.push(app);
    directory.push("native-auth");
    Ok(directory)
}

#[cfg(windows)]
fn data_directory() -> Result<PathBuf, etcetera::HomeDirError> {
    // The local one of the two; there it is called the one for caches.
    Ok(etcetera::base_strategy::Windows::new()?.cache_dir())
}

#[cfg(target_vendor = "apple")]
fn data_directory() -> Result<PathBuf, etcetera::HomeDirError> {
    Ok(etcetera::base_strategy::Apple::new()?.data_dir())
}

#[cfg(not(any(windows, target_vendor = "apple")))]
fn data_directory() -> Result<PathBuf, etcetera::HomeDirError> {
    Ok(etcetera::base_strategy::Xdg::new()?.data_dir())
}

#[cfg(test)]
mod tests {
    use super::default_directory;
    use crate::storage::StorageErrorKind;

    #[test]
    fn an_app_has_a_directory_of_its_own() {
        let directory = default_directory("com.example.app").unwrap();
        assert!(directory.is_absolute());
        assert!(directory.ends_with("com.example.app/native-auth"));
    }

    #[test]
    fn no_name_of_an_app_leads_elsewhere() {
        for app in ["", "..", "a/b", "a\\b", "/a"] {
            let refused = default_directory(app).unwrap_err();
            assert_eq!(refused.kind(), StorageErrorKind::ProfileInvalid, "{app}");
        }
    }
}
