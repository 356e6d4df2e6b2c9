//! One version for all: what is written in the files of the other languages is the workspace's.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::VERSION;
use crate::workspace::Workspace;

/// Files with a version in them, and what stands before it. Swift has none of its own: there a version is a tag.
const PLACES: [(&str, &str); 5] = [
    ("bindings/python/pyproject.toml", "\nversion = \""),
    (
        "bindings/kotlin/pom.xml",
        "<artifactId>native-auth</artifactId>\n  <version>",
    ),
    ("bindings/kotlin/android/build.gradle.kts", "\nversion = \""),
    (
        "examples/kotlin/pom.xml",
        "<artifactId>native-auth-example</artifactId>\n  <version>",
    ),
    (
        "examples/kotlin/pom.xml",
        "<artifactId>native-auth</artifactId>\n      <version>",
    ),
];

/// Compares them all.
///
/// # Errors
/// When one differs, or is not where it was.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    for (file, before) in PLACES {
        let text = fs::read_to_string(workspace.root().join(file))
            .with_context(|| format!("{file} cannot be read"))?;
        let version = after(&text, before)
            .with_context(|| format!("{file} has no version after {before:?}"))?;
        if version != VERSION {
            bail!("{file} says version {version}, and the workspace {VERSION}");
        }
    }
    Ok(())
}

fn after<'t>(text: &'t str, before: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split(['"', '<']).next()
}

#[cfg(test)]
mod tests {
    use super::{after, check};
    use crate::workspace::Workspace;

    #[test]
    fn every_language_has_the_version_of_the_workspace() {
        check(&Workspace::locate().unwrap()).unwrap();
    }

    #[test]
    fn a_version_is_read_from_where_it_stands() {
        assert_eq!(
            after("a\nversion = \"1.2\"\n", "\nversion = \""),
            Some("1.2")
        );
        assert_eq!(after("<a>b</a><c>1.2</c>", "</a><c>"), Some("1.2"));
        assert_eq!(after("", "version"), None);
    }
}
