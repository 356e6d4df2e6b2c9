//! The example of a language, led through its questions as a program of its own.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::emulator::{Emulator, PASSWORD, USERNAME};

/// Has the example sign Ada in, after a wrong password.
///
/// # Errors
/// When it does not, with what it said.
pub(super) fn sign_in(example: &mut Command, emulator: &Emulator) -> Result<()> {
    example.args(emulator.app()?);
    let said = talk(example, &[USERNAME, "Wrong-Password-1", PASSWORD])?;
    if !said.contains("There is a token for: ") {
        bail!("the example did not get a token; it said:\n{said}");
    }
    Ok(())
}

/// Runs a program with these lines on its standard input. Gives what it wrote.
///
/// # Errors
/// When it fails, with what it wrote.
pub(super) fn talk(program: &mut Command, lines: &[&str]) -> Result<String> {
    let name = program.get_program().to_string_lossy().into_owned();
    let mut process = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{name} did not start"))?;
    // A few lines, which fit into any pipe; whoever does not read them is judged by how it ends.
    let input = process.stdin.take().context("no way to type")?;
    let _ = (&input).write_all((lines.join("\n") + "\n").as_bytes());
    drop(input);
    let output = process.wait_with_output()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    if !output.status.success() {
        bail!("{name} ended with {} and said:\n{said}", output.status);
    }
    Ok(said)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::process::Command;

    use super::talk;

    #[test]
    fn what_is_typed_is_read_and_what_is_said_is_heard() {
        let said = talk(
            Command::new("sh").args(["-c", "tr a b; echo c >&2"]),
            &["a"],
        )
        .unwrap();
        assert_eq!(said, "b\nc\n");
    }

    #[test]
    fn a_program_that_fails_is_quoted() {
        let mut program = Command::new("sh");
        let error = talk(program.args(["-c", "echo alas; exit 3"]), &["a"]).unwrap_err();
        assert!(error.to_string().contains("alas"), "{error}");
    }
}
