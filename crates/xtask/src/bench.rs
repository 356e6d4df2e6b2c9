//! The figures of docs/benchmarks.md.

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{command, python};

/// Makes the Python with MSAL that a store is compared with, then builds and runs the benchmarks with these arguments.
///
/// # Errors
/// When Python or its packages cannot be had, the build fails, or the benchmarks do.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let requirements = workspace
        .root()
        .join("crates/bench/python/requirements.txt");
    // The name under which the benchmarks look for it when they are run by hand.
    let python = python::environment(workspace, "bench-python", &requirements)?;
    let run = ["run", "--release", "--package", "native-auth-bench", "--"];
    let mut run = workspace.cargo(&run);
    command::run(run.arg("--python").arg(python).args(arguments))
}
