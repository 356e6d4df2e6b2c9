//! The parts of a run: a heading before each, how long it took, and a summary at the end.

use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

/// What has run so far, and how it went.
pub(crate) struct Report {
    say: fn(&str),
    parts: Vec<Part>,
}

struct Part {
    name: &'static str,
    took: Duration,
    passed: bool,
}

impl Report {
    /// An empty report that tells what happens to the person who watches.
    pub(crate) fn new() -> Self {
        Self {
            say,
            parts: Vec::new(),
        }
    }

    /// Runs one part under a heading. A failure is told at once and remembered; later parts still run.
    pub(crate) fn part(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        (self.say)(&format!("\n==== {name} ===="));
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        match &outcome {
            Ok(()) => (self.say)(&format!("==== {name}: ok, {} ====", in_words(took))),
            Err(error) => (self.say)(&format!(
                "==== {name}: FAILED, {}: {error:#} ====",
                in_words(took)
            )),
        }
        self.parts.push(Part {
            name,
            took,
            passed: outcome.is_ok(),
        });
    }

    /// Prints the summary. The exit code is a success only when something ran and all of it passed.
    pub(crate) fn finish(&self) -> ExitCode {
        (self.say)(&self.summary());
        if self.all_passed() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn all_passed(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.passed)
    }

    fn summary(&self) -> String {
        let mut text = String::from("\n==== summary ====");
        for part in &self.parts {
            let outcome = if part.passed { "ok" } else { "FAILED" };
            text.push_str(&format!(
                "\n{:<24} {outcome:<7} {:>10}",
                part.name,
                in_words(part.took)
            ));
        }
        let total = self.parts.iter().map(|part| part.took).sum();
        let outcome = if self.all_passed() { "ok" } else { "FAILED" };
        text.push_str(&format!(
            "\n{:<24} {outcome:<7} {:>10}",
            "all",
            in_words(total)
        ));
        text
    }
}

/// Writes a line for the person who watches. Standard error, so that it keeps its place among cargo's own messages; a
/// closed stream is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// `4 s` or `3 m 07 s`; anything shorter than a second is `0 s`.
fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} m {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Report, in_words};

    /// Its headings would be taken for those of the run that these tests are a part of.
    fn quiet() -> Report {
        Report {
            say: |_| {},
            parts: Vec::new(),
        }
    }

    #[test]
    fn one_failed_part_fails_the_run_and_the_later_parts_still_run() {
        let mut report = quiet();
        let mut last_ran = false;
        report.part("first", || Ok(()));
        report.part("second", || anyhow::bail!("it broke"));
        report.part("third", || {
            last_ran = true;
            Ok(())
        });

        assert!(last_ran);
        assert!(!report.all_passed());
        let summary = report.summary();
        assert!(
            summary
                .lines()
                .any(|line| line.starts_with("second") && line.contains("FAILED")),
            "{summary}"
        );
        assert!(
            summary
                .lines()
                .any(|line| line.starts_with("third") && line.contains("ok")),
            "{summary}"
        );
        assert!(
            summary
                .lines()
                .any(|line| line.starts_with("all") && line.contains("FAILED")),
            "{summary}"
        );
    }

    #[test]
    fn a_run_of_nothing_is_no_success() {
        assert!(!quiet().all_passed());
    }

    #[test]
    fn times_read_as_minutes_and_seconds() {
        assert_eq!(in_words(Duration::from_millis(900)), "0 s");
        assert_eq!(in_words(Duration::from_secs(59)), "59 s");
        assert_eq!(in_words(Duration::from_secs(187)), "3 m 07 s");
    }
}
