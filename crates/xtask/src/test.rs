//! `cargo xtask test`: every test there is.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::report::{Report, say};
use crate::workspace::Workspace;
use crate::{command, key_store, microsoft, python};

/// The binary whose emulator the tests in other languages start.
const BINARY: &str = "native-auth";

/// The binary that the tests in Python lead, to share a cache file with it.
const SHARED_FILE: &str = "native-auth-shared-file";

/// The tests that need sessions with and without a key store.
const KEY_STORE_TESTS: &str = "key_store";

/// Runs the Rust tests and documentation examples, then those in other languages.
pub(crate) fn run(workspace: &Workspace, report: &mut Report) {
    report.part("rust tests", || {
        let mut tests = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
        // These rewrite what the tests compare with; a run that judges must not.
        tests.env_remove("UPDATE_ALLOWED");
        command::run(tests.env_remove("UPDATE_GENERATED"))
    });
    run_key_store(workspace, report);
    report.part("python tests", || {
        let binary = build_binary(workspace, BINARY)?;
        let shared_file = build_binary(workspace, SHARED_FILE)?;
        python::run_tests(workspace, &binary, &shared_file)
    });
    report.part("javascript client tests", || {
        let binary = build_binary(workspace, BINARY)?;
        microsoft::run_javascript_tests(workspace, &binary)
    });
    report.part("android client tests", || {
        let binary = build_binary(workspace, BINARY)?;
        microsoft::run_android_tests(workspace, &binary)
    });
}

/// Runs the tests of the key store.
pub(crate) fn run_key_store(workspace: &Workspace, report: &mut Report) {
    report.part("key store tests", || {
        if !cfg!(target_os = "linux") {
            say("these are of the key store of Linux, and this is another system");
            return Ok(());
        }
        key_store::run_tests(&build_key_store_tests(workspace)?)
    });
}

/// Builds a binary and gives its path.
///
/// The whole workspace is built, as the Rust tests did, since building one package alone would choose other features
/// for the shared dependencies and compile them anew.
fn build_binary(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let build = [
        "build",
        "--workspace",
        "--all-targets",
        "--message-format",
        "json-render-diagnostics",
    ];
    let messages = command::read(&mut workspace.cargo(&build))?;
    executable(&messages, "bin", name)
        .with_context(|| format!("the workspace builds no binary `{name}`"))
}

/// Builds the tests of the key store, which are left out of the others, and gives the path of their program. The whole
/// workspace is named for the reason above.
fn build_key_store_tests(workspace: &Workspace) -> Result<PathBuf> {
    let mut build = workspace.cargo(&["test", "--workspace", "--no-run"]);
    build.args(["--features", "native-auth-cache/keyring"]);
    build.args(["--test", KEY_STORE_TESTS]);
    build.args(["--message-format", "json-render-diagnostics"]);
    let messages = command::read(&mut build)?;
    executable(&messages, "test", KEY_STORE_TESTS)
        .with_context(|| format!("the workspace builds no tests `{KEY_STORE_TESTS}`"))
}

/// Finds the path of a target of this kind, `bin` or `test`, in cargo's messages, one JSON object per line. A binary's own
/// unit tests appear there under the same name; they are not what is asked for.
fn executable(messages: &str, kind: &str, name: &str) -> Option<PathBuf> {
    let mut messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.find_map(|message| {
        let is_it = message.pointer("/target/kind/0").and_then(Value::as_str) == Some(kind)
            && message.pointer("/target/name").and_then(Value::as_str) == Some(name)
            && message.pointer("/profile/test").and_then(Value::as_bool) == Some(kind == "test");
        let path = message.get("executable").and_then(Value::as_str);
        path.filter(|_| is_it).map(PathBuf::from)
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::executable;

    const MESSAGES: &str = r#"
        {"reason":"compiler-artifact","target":{"kind":["lib"],"name":"tool"},"profile":{"test":false},"executable":null}
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"tool"},"profile":{"test":true},"executable":"/t/deps/tool-1"}
        not JSON at all
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"other"},"profile":{"test":false},"executable":"/t/other"}
        {"reason":"compiler-artifact","target":{"kind":["bin"],"name":"tool"},"profile":{"test":false},"executable":"/t/tool"}
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
    fn a_binary_that_was_not_built_is_not_found() {
        assert_eq!(executable(MESSAGES, "bin", "absent"), None);
        assert_eq!(executable("", "bin", "tool"), None);
    }
}
