//! `cargo xtask test`: every test there is.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::report::Report;
use crate::workspace::Workspace;
use crate::{command, microsoft, python};

/// The binary whose emulator the tests in other languages start.
const BINARY: &str = "native-auth";

/// Runs the Rust tests and documentation examples, then those in other languages.
pub(crate) fn run(workspace: &Workspace, report: &mut Report) {
    report.part("rust tests", || {
        let mut tests = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
        // These rewrite what the tests compare with; a run that judges must not.
        tests.env_remove("UPDATE_ALLOWED");
        command::run(tests.env_remove("UPDATE_GENERATED"))
    });
    report.part("python tests", || {
        let binary = build_binary(workspace)?;
        python::run_tests(workspace, &binary)
    });
    report.part("javascript client tests", || {
        let binary = build_binary(workspace)?;
        microsoft::run_javascript_tests(workspace, &binary)
    });
    report.part("android client tests", || {
        let binary = build_binary(workspace)?;
        microsoft::run_android_tests(workspace, &binary)
    });
}

/// Builds the command line program and gives its path.
///
/// The whole workspace is built, as the Rust tests did, since building one package alone would choose other features
/// for the shared dependencies and compile them anew.
fn build_binary(workspace: &Workspace) -> Result<PathBuf> {
    let build = [
        "build",
        "--workspace",
        "--all-targets",
        "--message-format",
        "json-render-diagnostics",
    ];
    let messages = command::read(&mut workspace.cargo(&build))?;
    executable(&messages, BINARY)
        .with_context(|| format!("the workspace builds no binary `{BINARY}`"))
}

/// Finds the path of a binary in cargo's messages, one JSON object per line. The binary's own unit tests appear there
/// under the same name; they are not what is asked for.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let mut messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.find_map(|message| {
        let is_binary = message.pointer("/target/kind/0").and_then(Value::as_str) == Some("bin")
            && message.pointer("/target/name").and_then(Value::as_str) == Some(name)
            && message.pointer("/profile/test").and_then(Value::as_bool) == Some(false);
        let path = message.get("executable").and_then(Value::as_str);
        path.filter(|_| is_binary).map(PathBuf::from)
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
        {"reason":"build-finished","success":true}
    "#;

    #[test]
    fn the_binary_is_told_from_its_tests_its_library_and_other_binaries() {
        assert_eq!(
            executable(MESSAGES, "tool").as_deref(),
            Some(Path::new("/t/tool"))
        );
    }

    #[test]
    fn a_binary_that_was_not_built_is_not_found() {
        assert_eq!(executable(MESSAGES, "absent"), None);
        assert_eq!(executable("", "tool"), None);
    }
}
