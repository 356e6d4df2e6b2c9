//! One line at a time.

use std::fmt;
use std::io::{BufRead, ErrorKind, Read as _};

use native_auth::Secret;

use crate::failure::Failure;

/// The longest line that is read, in bytes. The longest sensible answer is a dozen attributes.
const LONGEST: usize = 64 * 1024;

/// Lines of text, each of which may be a secret.
pub(crate) struct Lines<R>(R);

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self(reader)
    }

    /// The next line without its end.
    ///
    /// Fails with [`Failure::AnswersEnded`] if there is none.
    pub(crate) fn next(&mut self) -> Result<Secret, Failure> {
        // Room at once: growing would leave copies of a secret behind.
        let mut line = String::with_capacity(LONGEST);
        let read = (&mut self.0)
            .take(LONGEST as u64)
            .read_line(&mut line)
            .map_err(|error| match error.kind() {
                ErrorKind::InvalidData => {
                    Failure::usage("answer_not_text", "an answer on stdin is not UTF-8 text")
                }
                kind => Failure::usage("stdin_unreadable", format!("stdin cannot be read: {kind}")),
            })?;
        let line = Secret::new(line);
        if read == 0 {
            return Err(Failure::AnswersEnded);
        }
        let Some(text) = line.expose().strip_suffix('\n') else {
            // Either the last line has no end, or the end is farther away than we read.
            return match read < LONGEST {
                true => Ok(line),
                false => Err(Failure::usage(
                    "answer_too_long",
                    "an answer on stdin is longer than 64 KiB",
                )),
            };
        };
        Ok(Secret::from(text.strip_suffix('\r').unwrap_or(text)))
    }
}

impl<R> fmt::Debug for Lines<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<String, &'static str>> {
        let mut lines = Lines::new(bytes);
        let mut all = Vec::new();
        loop {
            let next = lines.next();
            let text = next.as_ref().map(|line| line.expose().to_owned());
            all.push(text.map_err(Failure::code));
            if next.is_err() {
                return all;
            }
        }
    }

    #[test]
    fn a_line_ends_in_either_way_or_with_the_input() {
        let lines = read(b"one\ntwo\r\n\n three ");
        let expected = ["one", "two", "", " three "].map(|line| Ok(line.to_owned()));
        assert_eq!(lines[..4], expected);
        assert_eq!(lines[4..], [Err("answers_ended")]);
    }

    #[test]
    fn what_is_no_text_or_too_long_is_refused() {
        assert_eq!(read(b"\xff\n"), [Err("answer_not_text")]);
        assert_eq!(read(&vec![b'a'; LONGEST + 1]), [Err("answer_too_long")]);
        let longest = vec![b'a'; LONGEST - 1];
        assert_eq!(read(&longest).len(), 2);
    }
}
