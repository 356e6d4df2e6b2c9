//! Telling the story as it happens.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use native_auth::Error;
use serde::Serialize;

use super::exchange::{Exchange, milliseconds};
use crate::failure::Failure;
use crate::plain_text::plain;
use crate::report::Report;
use crate::report::error_json::ErrorBody;

const CHAPTER: Style = Style::new().bold();
const ASKED: Style = AnsiColor::Cyan.on_default();
const REFUSED: Style = AnsiColor::Yellow.on_default();
const DONE: Style = AnsiColor::Green.on_default();
const DETAIL: Style = Style::new().dimmed();

/// Prints what happens, to a person or as JSON. Cheap to clone; clones share the counters.
#[derive(Debug, Clone)]
pub(crate) struct Narrator {
    report: Report,
    chapters: Arc<AtomicUsize>,
    exchanges: Arc<AtomicUsize>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Line<'a> {
    Chapter {
        number: usize,
        title: &'a str,
    },
    Exchange(&'a Exchange),
    Outcome {
        asked: &'a str,
        result: Option<&'a str>,
        refused: Option<Box<ErrorBody>>,
        requests: usize,
        milliseconds: f64,
    },
    Summary {
        chapters: usize,
        exchanges: usize,
        milliseconds: f64,
    },
}

impl Narrator {
    pub(crate) fn new(report: Report) -> Self {
        Self {
            report,
            chapters: Arc::default(),
            exchanges: Arc::default(),
        }
    }

    /// Says something that is no part of the story.
    pub(crate) fn preface(&self, sentence: &str) -> Result<(), Failure> {
        match self.report.is_json() {
            true => Ok(()),
            false => self.report.output().line(sentence),
        }
    }

    /// How many exchanges there were so far.
    pub(crate) fn exchanges(&self) -> usize {
        self.exchanges.load(Ordering::SeqCst)
    }

    pub(crate) fn chapter(&self, title: &str) -> Result<(), Failure> {
        let number = self.chapters.fetch_add(1, Ordering::SeqCst) + 1;
        if self.report.is_json() {
            return self.report.json_line(&Line::Chapter { number, title });
        }
        let line = format!("\n{CHAPTER}{number}. {title}{CHAPTER:#}");
        self.report.output().line(&line)
    }

    /// Tells what the app asks for, lets it happen, and tells what came of it. `told` puts a success in words.
    pub(crate) async fn watch<T>(
        &self,
        asked: &str,
        happening: impl Future<Output = Result<T, Error>>,
        told: impl FnOnce(&T) -> String,
    ) -> Result<Result<T, Error>, Failure> {
        if !self.report.is_json() {
            let line = format!("\n   {ASKED}{}{ASKED:#}", plain(asked));
            self.report.output().line(&line)?;
        }
        let (before, begun) = (self.exchanges(), Instant::now());
        let outcome = happening.await;
        let (requests, took) = (self.exchanges() - before, begun.elapsed());
        let told = outcome.as_ref().map(told);
        let result = told.as_ref().map(String::as_str).map_err(|error| *error);
        self.outcome(asked, result, requests, took)?;
        Ok(outcome)
    }

    /// Prints an exchange at once. If nobody reads any more, the next thing that is told says so.
    pub(crate) fn exchange(&self, exchange: &Exchange) {
        self.exchanges.fetch_add(1, Ordering::SeqCst);
        let _ = match self.report.is_json() {
            true => self.report.json_line(&Line::Exchange(exchange)),
            false => self.report.output().line(&format!(
                "     {}\n       {DETAIL}{}{DETAIL:#}\n     {}\n       {DETAIL}{} ms, correlation id {}{DETAIL:#}",
                plain(&exchange.target()),
                plain(&exchange.form()),
                plain(&exchange.answer()),
                exchange.milliseconds(),
                exchange.correlation_id(),
            )),
        };
    }

    pub(crate) fn summary(&self, took: Duration) -> Result<(), Failure> {
        let (chapters, exchanges) = (self.chapters.load(Ordering::SeqCst), self.exchanges());
        if self.report.is_json() {
            return self.report.json_line(&Line::Summary {
                chapters,
                exchanges,
                milliseconds: milliseconds(took),
            });
        }
        self.report.output().line(&format!(
            "\n{DONE}Everything went as it should{DONE:#}: {chapters} chapters, {exchanges} requests, {} ms.",
            milliseconds(took)
        ))
    }

    fn outcome(
        &self,
        asked: &str,
        result: Result<&str, &Error>,
        requests: usize,
        took: Duration,
    ) -> Result<(), Failure> {
        if self.report.is_json() {
            return self.report.json_line(&Line::Outcome {
                asked,
                result: result.ok(),
                refused: result.err().map(ErrorBody::of_error).map(Box::new),
                requests,
                milliseconds: milliseconds(took),
            });
        }
        let told = match result {
            Ok(told) => format!("{DONE}=>{DONE:#} {}", plain(told)),
            Err(error) => format!(
                "{REFUSED}=> {}{REFUSED:#}: {error} ({:?})",
                error.code(),
                error.recovery()
            ),
        };
        let network = match requests {
            0 => "no request".to_owned(),
            1 => "1 request".to_owned(),
            several => format!("{several} requests"),
        };
        self.report.output().line(&format!(
            "   {told}  {DETAIL}[{network}, {} ms]{DETAIL:#}",
            milliseconds(took)
        ))
    }
}
