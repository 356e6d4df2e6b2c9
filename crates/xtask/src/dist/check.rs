//! What every artefact has to be: under the workspace's version, with its licences, and silent about where it was built.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::VERSION;
use super::archive;
use super::notices::FILES;

/// Checks a finished artefact. What is told is to be found in none of its files: directories of the machine that built it.
///
/// # Errors
/// When it is not as it has to be.
pub(super) fn artefact(path: &Path, told: &[PathBuf]) -> Result<()> {
    let name = path.file_name().context("an artefact without a name")?;
    let name = name.to_string_lossy();
    let contents = archive::contents(path)?;
    judge(&name, &contents, told)
        .with_context(|| format!("{} cannot be handed out", path.display()))
}

fn judge(name: &str, contents: &[(String, Vec<u8>)], told: &[PathBuf]) -> Result<()> {
    if !name.contains(&format!("-{VERSION}")) {
        bail!("it is not of version {VERSION}, which is the workspace's");
    }
    // One file is no place for others.
    if contents.len() > 1 {
        for notice in FILES {
            if !contents.iter().any(|(name, _)| name.ends_with(notice)) {
                bail!("it has no {notice}");
            }
        }
    }
    for (name, bytes) in contents {
        for directory in told {
            // With what follows, so that `/src` is not found in `/src-1.2.3`.
            let mut text = directory.to_string_lossy().into_owned();
            text.push(std::path::MAIN_SEPARATOR);
            if holds(bytes, text.as_bytes()) {
                bail!("{name} names {text}, a directory of the machine that built it");
            }
        }
    }
    Ok(())
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::judge;
    use crate::dist::VERSION;
    use crate::dist::notices::FILES;

    fn contents(text: &str) -> Vec<(String, Vec<u8>)> {
        let notices = FILES.map(|name| (format!("a/{name}"), Vec::new()));
        let mut contents: Vec<_> = notices.into();
        contents.push(("a/library".to_owned(), text.into()));
        contents
    }

    fn told() -> [PathBuf; 1] {
        [std::path::Path::new("/home/somebody").join("project")]
    }

    #[test]
    fn one_that_is_as_it_should_be_passes() {
        let name = format!("a-{VERSION}.zip");
        judge(&name, &contents("/native-auth/src/lib.rs"), &told()).unwrap();
        judge(&name, &contents("/home/somebody/projects"), &told()).unwrap();
        let pom = [("a.pom".to_owned(), Vec::new())];
        judge(&format!("a-{VERSION}.pom"), &pom, &told()).unwrap();
    }

    #[test]
    fn another_version_is_refused() {
        let error = judge("a-9.9.9.zip", &contents(""), &told()).unwrap_err();
        assert!(error.to_string().contains("not of version"), "{error}");
    }

    #[test]
    fn one_without_a_licence_is_refused() {
        let contents = &contents("")[1..];
        let error = judge(&format!("a-{VERSION}.zip"), contents, &told()).unwrap_err();
        assert!(error.to_string().contains(FILES[0]), "{error}");
    }

    #[test]
    fn one_that_tells_where_it_was_built_is_refused() {
        let inside = told()[0].join("src");
        let contents = contents(&format!("\0{}\0", inside.display()));
        let error = judge(&format!("a-{VERSION}.zip"), &contents, &told()).unwrap_err();
        assert!(error.to_string().contains("a/library names"), "{error}");
    }
}
