//! What UniFFI makes of the library of the facade: the sources of a language.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::workspace::Workspace;

/// The package of the generator.
pub(crate) const PACKAGE: &str = "native-auth-uniffi-bindgen";

/// Its program.
pub(crate) const PROGRAM: &str = "uniffi-bindgen";

/// Makes the sources of a language, of a library that has its symbols.
///
/// # Errors
/// When nothing can be generated.
pub(crate) fn generate(
    workspace: &Workspace,
    program: &Path,
    library: &Path,
    language: &str,
    directory: &Path,
) -> Result<()> {
    let mut generate = Command::new(program);
    generate.arg("generate").arg(library);
    generate
        .arg("--config")
        .arg(workspace.root().join("uniffi.toml"));
    generate.args(["--language", language, "--no-format", "--out-dir"]);
    command::run(generate.arg(directory).current_dir(workspace.root()))
}
