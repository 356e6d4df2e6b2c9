//! What the workspace's own build gives: programs and the library of the facade.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::command;
use crate::workspace::Workspace;

/// Where the workspace's build has put things.
pub(crate) struct Built {
    /// `cargo build`'s messages, one JSON object per line.
    messages: String,
}

impl Built {
    /// Builds the whole workspace, as the Rust tests did, since building one package alone would choose other features for
    /// the shared dependencies and compile them anew.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn workspace(workspace: &Workspace) -> Result<Self> {
        Self::with(workspace, &["build", "--workspace", "--all-targets"])
    }

    /// Builds with other arguments.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn with(workspace: &Workspace, arguments: &[&str]) -> Result<Self> {
        Self::by(&mut workspace.cargo(arguments))
    }

    /// Builds by a command of cargo's.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn by(cargo: &mut Command) -> Result<Self> {
        cargo.args(["--message-format", "json-render-diagnostics"]);
        let messages = command::read(cargo)?;
        Ok(Self { messages })
    }

    /// The path of a binary.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn binary(&self, name: &str) -> Result<PathBuf> {
        executable(&self.messages, "bin", name)
            .with_context(|| format!("the workspace builds no binary `{name}`"))
    }

    /// The path of the program of an integration test.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn test(&self, name: &str) -> Result<PathBuf> {
        executable(&self.messages, "test", name)
            .with_context(|| format!("the workspace builds no tests `{name}`"))
    }

    /// The path of the dynamic library of this name.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn library(&self, name: &str) -> Result<PathBuf> {
        library(&self.messages, name)
            .with_context(|| format!("the workspace builds no dynamic library `{name}`"))
    }
}

/// Finds the path of a target of this kind, `bin` or `test`. A binary's own unit tests appear there under the same name;
/// they are not what is asked for.
fn executable(messages: &str, kind: &str, name: &str) -> Option<PathBuf> {
    objects(messages).find_map(|message| {
        let is_it = message.pointer("/target/kind/0").and_then(Value::as_str) == Some(kind)
            && message.pointer("/target/name").and_then(Value::as_str) == Some(name)
            && message.pointer("/profile/test").and_then(Value::as_bool) == Some(kind == "test");
        let path = message.get("executable").and_then(Value::as_str);
        path.filter(|_| is_it).map(PathBuf::from)
    })
}

fn library(messages: &str, name: &str) -> Option<PathBuf> {
    let suffix = std::env::consts::DLL_EXTENSION;
    objects(messages).find_map(|message| {
        let is_it = message.pointer("/target/name").and_then(Value::as_str) == Some(name)
            && message.pointer("/profile/test").and_then(Value::as_bool) == Some(false);
        let files = message.get("filenames").and_then(Value::as_array)?.iter();
        let mut paths = files.filter_map(Value::as_str).map(Path::new);
        let found = paths.find(|path| path.extension().is_some_and(|e| e == suffix));
        found.filter(|_| is_it).map(Path::to_path_buf)
    })
}

fn objects(messages: &str) -> impl Iterator<Item = Value> {
    let lines = messages.lines();
    lines.filter_map(|line| serde_json::from_str(line).ok())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{executable, library};

    const MESSAGES: &str = r#"
        {"reason":"compiler-artifact","target":{"kind":["lib","cdylib"],"name":"tool"},"profile":{"test":false},"filenames":["/t/libtool.rlib","/t/libtool.EXT"],"executable":null}
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"tool"},"profile":{"test":true},"executable":"/t/deps/tool-1"}
        not JSON at all
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"other"},"profile":{"test":false},"executable":"/t/other"}
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"tool"},"profile":{"test":false},"filenames":["/t/tool"],"executable":"/t/tool"}
        {"reason":"compiler-artifact","target":{"kind":["test"],"name":"checks"},"profile":{"test":true},"executable":"/t/deps/checks-1"}
        {"reason":"build-finished","success":true}
    "#;

    #[test]
    fn the_binary_is_told_from_its_tests_its_library_and_other_binaries() {
        assert_eq!(
            executable(MESSAGES, "bin", "tool").as_deref(),
            Some(Path::new("/t/tool"))
        );
    }

    #[test]
    fn tests_are_told_from_binaries() {
        assert_eq!(
            executable(MESSAGES, "test", "checks").as_deref(),
            Some(Path::new("/t/deps/checks-1"))
        );
        assert_eq!(executable(MESSAGES, "test", "tool"), None);
        assert_eq!(executable(MESSAGES, "bin", "checks"), None);
    }

    #[test]
    fn the_dynamic_library_is_told_from_the_others() {
        let messages = MESSAGES.replace("EXT", std::env::consts::DLL_EXTENSION);
        let path = format!("/t/libtool.{}", std::env::consts::DLL_EXTENSION);
        assert_eq!(
            library(&messages, "tool").as_deref(),
            Some(Path::new(&path))
        );
        assert_eq!(library(MESSAGES, "tool"), None);
        assert_eq!(library(&messages, "other"), None);
    }

    #[test]
    fn a_binary_that_was_not_built_is_not_found() {
        assert_eq!(executable(MESSAGES, "bin", "absent"), None);
        assert_eq!(executable("", "bin", "tool"), None);
    }
}
