//! What is written where: results to stdout, everything else to stderr.

use std::fmt;
use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::AutoStream;

use crate::failure::Failure;

/// Stdout, line by line. Cheap to clone; clones share it.
///
#[derive(Clone)]
pub(crate) struct Output(Arc<Mutex<AutoStream<io::Stdout>>>);

impl Output {
    /// For a person: styles are left out where stdout is no terminal or `NO_COLOR` is set.
    pub(crate) fn for_a_person() -> Self {
        Self(Arc::new(Mutex::new(anstream::stdout())))
    }

    /// For a program: what is written arrives byte for byte.
    pub(crate) fn for_a_program() -> Self {
        let stream = AutoStream::always_ansi(io::stdout());
        Self(Arc::new(Mutex::new(stream)))
    }

    /// Writes a line at once: whoever reads along sees it as it happens.
    ///
    /// Fails with [`Failure::OutputClosed`] if the reader is gone.
    pub(crate) fn line(&self, line: &str) -> Result<(), Failure> {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(stream, "{line}")
            .and_then(|()| stream.flush())
            .map_err(|_| Failure::OutputClosed)
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Output")
    }
}

/// Writes a line to stderr.
pub(crate) fn tell(line: &str) {
    // There is nobody left to tell that stderr is closed.
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Writes a prompt to stderr, which leaves stdout to the result.
pub(crate) fn prompt(text: &str) {
    let mut stderr = anstream::stderr();
    let _ = write!(stderr, "{text}").and_then(|()| stderr.flush());
}

/// Says on stderr what went wrong.
pub(crate) fn complain(sentence: &str) {
    tell(&format!("error: {sentence}"));
}
