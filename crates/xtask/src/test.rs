//! `cargo xtask test`: every test there is.

use crate::built::Built;
use crate::languages::{self, Missing};
use crate::report::{Report, say};
use crate::workspace::Workspace;
use crate::{command, key_store, microsoft, python};

/// The binary whose emulator the tests in other languages start.
pub(crate) const BINARY: &str = "native-auth";

/// The binary that the tests in Python lead, to share a cache file with it.
const SHARED_FILE: &str = "native-auth-shared-file";

/// The tests that need sessions with and without a key store.
const KEY_STORE_TESTS: &str = "key_store";

/// Runs the Rust tests and documentation examples, then those in other languages.
pub(crate) fn run(workspace: &Workspace, missing: Missing, report: &mut Report) {
    report.part("rust tests", || {
        let mut tests = workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
        // These rewrite what the tests compare with; a run that judges must not.
        tests.env_remove("UPDATE_ALLOWED");
        command::run(tests.env_remove("UPDATE_GENERATED"))
    });
    run_key_store(workspace, report);
    report.part("python tests", || {
        let built = Built::workspace(workspace)?;
        let (binary, shared_file) = (built.binary(BINARY)?, built.binary(SHARED_FILE)?);
        python::run_tests(workspace, &binary, &shared_file)
    });
    report.part("javascript client tests", || {
        let binary = Built::workspace(workspace)?.binary(BINARY)?;
        microsoft::run_javascript_tests(workspace, &binary)
    });
    report.part("android client tests", || {
        let binary = Built::workspace(workspace)?.binary(BINARY)?;
        microsoft::run_android_tests(workspace, &binary)
    });
    languages::run(workspace, missing, report);
}

/// Runs the tests of the key store.
pub(crate) fn run_key_store(workspace: &Workspace, report: &mut Report) {
    report.part("key store tests", || {
        if !cfg!(target_os = "linux") {
            say("these are of the key store of Linux, and this is another system");
            return Ok(());
        }
        // Left out of the others. The whole workspace is named for the same features.
        let built = Built::with(
            workspace,
            &[
                "test",
                "--workspace",
                "--no-run",
                "--features",
                "native-auth-cache/keyring",
                "--test",
                KEY_STORE_TESTS,
            ],
        )?;
        key_store::run_tests(&built.test(KEY_STORE_TESTS)?)
    });
}
