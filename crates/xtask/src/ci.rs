//! `cargo xtask ci`: all that a change must pass.

use crate::languages::Missing;
use crate::report::Report;
use crate::workspace::Workspace;
use crate::{command, deny, test};

/// Runs every check, the quickest first, then the tests.
pub(crate) fn run(workspace: &Workspace, report: &mut Report) {
    report.part("format", || {
        command::run(&mut workspace.cargo(&["fmt", "--all", "--check"]))
    });
    report.part("clippy", || {
        let lint = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ];
        command::run(&mut workspace.cargo(&lint))?;
        // Left out of all targets, since it needs sessions of its own to run in.
        command::run(&mut workspace.cargo(&[
            "clippy",
            "--workspace",
            "--features",
            "native-auth-cache/keyring",
            "--test",
            "key_store",
            "--",
            "--deny",
            "warnings",
        ]))
    });
    report.part("docs", || {
        let mut docs = workspace.cargo(&["doc", "--workspace", "--no-deps"]);
        command::run(docs.env("RUSTDOCFLAGS", "--deny warnings"))
    });
    report.part("dependency rules", || deny::check(workspace));
    test::run(workspace, Missing::Fails, report);
}
