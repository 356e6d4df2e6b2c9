//! Other programs: start them, wait, and turn a failure into one sentence.

use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, Result, bail};

/// Runs the program to its end with its output on ours.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = as_typed(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{line}` did not start"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs the program to its end and gives what it wrote to standard output; its standard error goes to ours.
///
/// # Errors
/// As [`run`], and when the output is not UTF-8.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let line = as_typed(command);
    let output = output(command.stderr(Stdio::inherit()))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{line}` wrote something that is not UTF-8"))
}

/// Whether the program can be started and succeeds; what it writes is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    output(command).is_ok_and(|output| output.status.success())
}

fn output(command: &mut Command) -> Result<Output> {
    let line = as_typed(command);
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` did not start"))
}

/// The command line without its environment, for messages.
fn as_typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{read, run, succeeds};

    #[test]
    #[cfg(unix)]
    fn a_program_that_fails_is_an_error_that_names_the_command() {
        let error = run(Command::new("false").arg("--some-option")).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`false --some-option` ended with"),
            "{error}"
        );
        assert!(read(&mut Command::new("false")).is_err());
        assert!(!succeeds(&mut Command::new("false")));
    }

    #[test]
    fn a_program_that_is_missing_is_an_error_that_names_it() {
        let error = run(&mut Command::new("no-such-program-anywhere")).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("`no-such-program-anywhere` did not start"),
            "{error}"
        );
        assert!(!succeeds(&mut Command::new("no-such-program-anywhere")));
    }

    #[test]
    fn standard_output_is_handed_back() {
        let version = read(Command::new(env!("CARGO")).arg("--version")).unwrap();
        assert!(version.starts_with("cargo "), "{version}");
    }
}
