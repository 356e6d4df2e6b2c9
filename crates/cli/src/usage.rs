//! What is said of a command line that cannot be used.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::exit::Exit;
use crate::output;

/// Prints the help that was asked for, or what is wrong with the command line.
///
/// Somebody may have put a password or an e-mail address there, so nothing of it is repeated but names of options.
pub(crate) fn explain(mut error: Error) -> Exit {
    if error.use_stderr() {
        for kind in [
            ContextKind::InvalidArg,
            ContextKind::InvalidValue,
            ContextKind::InvalidSubcommand,
            ContextKind::ActualNumValues,
        ] {
            if let Some(value) = error.remove(kind) {
                error.insert(kind, without_values(value));
            }
        }
        // These repeat what was typed, as an example of how else to write it.
        error.remove(ContextKind::Suggested);
        // Whoever writes --code does not mean --scope, which is merely spelled alike.
        error.remove(ContextKind::SuggestedArg);
    }
    let exit = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done,
        _ => Exit::Usage,
    };
    if error.print().is_err() {
        return Exit::Internal;
    }
    if exit == Exit::Usage {
        output::tell(
            "\nNames, passwords and codes are never arguments: they are asked for, or read from stdin.",
        );
    }
    exit
}

fn without_values(value: ContextValue) -> ContextValue {
    match value {
        ContextValue::String(text) => ContextValue::String(shown(text)),
        ContextValue::Strings(texts) => {
            ContextValue::Strings(texts.into_iter().map(shown).collect())
        }
        other => other,
    }
}

/// The text if it can only be an option, else a placeholder. No text at all stands for a value that is missing.
fn shown(text: String) -> String {
    if text.is_empty() {
        return text;
    }
    let option = text.split([' ', '=']).next().unwrap_or_default();
    let is_option = option.len() <= 32
        && option.strip_prefix("--").is_some_and(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        });
    // clap writes an option of its own with its value's name: `--port <PORT>`.
    let is_ours = text.len() == option.len() || text.ends_with('>');
    match (is_option, is_ours) {
        (true, true) => text,
        (true, false) => option.to_owned(),
        (false, _) => "(not shown)".to_owned(),
    }
}
