//! The log of a client, for the app.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use tracing::field::{self, Field};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, Registry};

use crate::CallbackFailure;
use crate::foreign::{Foreign, Visit};

/// How many lines wait for a sink that is slow. Later ones are dropped, and how many is told.
const WAITING_LINES: usize = 1024;

/// Where the log of a client goes. It holds no secret and no e-mail address.
#[uniffi::export(foreign)]
pub trait LogSink: Send + Sync {
    /// Takes one line. Called on a thread of its own, in order; a sink that is too slow misses lines.
    ///
    /// # Errors
    ///
    /// [`CallbackFailure`], which changes nothing.
    fn log(&self, entry: LogEntry) -> Result<(), CallbackFailure>;
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LogEntry {
    /// How much it matters.
    pub level: LogLevel,
    /// The part of the library that it comes from.
    pub target: String,
    /// What happened, with the facts about it behind.
    pub message: String,
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Something is wrong.
    Error,
    /// Something may be wrong, or is not as it should be.
    Warn,
    /// What happens: one line for each step.
    Info,
    /// What happens on the way: one line for each request.
    Debug,
    /// Everything.
    Trace,
}

/// While there is one dispatcher alone, `tracing` asks that of the thread whether a place in the code is of interest, and
/// keeps the answer: a client without a sink would switch the log of another one off. So there are never less than two.
static ANOTHER: OnceLock<Dispatch> = OnceLock::new();

/// What a client's work writes its log with: the app's sink, or nothing of ours.
pub(crate) fn dispatch(sink: Option<Arc<dyn LogSink>>, least: LogLevel) -> Dispatch {
    let Some(sink) = sink else {
        // Whatever the process has, if it is a Rust one.
        return tracing::dispatcher::get_default(Clone::clone);
    };
    ANOTHER.get_or_init(|| Dispatch::new(NoSubscriber::default()));
    let sink = Foreign::new(sink);
    let (lines, waiting) = sync_channel(WAITING_LINES);
    let deliver = move || deliver(&*sink, &waiting);
    // Without a thread there is no log, and everything else goes on.
    let started = std::thread::Builder::new().name("native-auth-log".to_owned());
    if started.spawn(deliver).is_err() {
        return Dispatch::none();
    }
    let layer = Lines {
        lines,
        missed: AtomicU64::new(0),
    };
    Dispatch::new(
        Registry::default().with(layer.with_filter(LevelFilter::from_level(least.into()))),
    )
}

/// Ends when the last one who writes is gone.
fn deliver(sink: &dyn LogSink, waiting: &Receiver<LogEntry>) {
    while let Ok(entry) = waiting.recv() {
        let Some(_visit) = Visit::begin() else {
            return;
        };
        // What the sink throws is the app's to see to; the next line may do.
        let _ = sink.log(entry);
    }
}

struct Lines {
    lines: SyncSender<LogEntry>,
    missed: AtomicU64,
}

/// The facts of a span, behind each line within it.
struct Facts(String);

impl<S> Layer<S> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut text = Text::default();
        attributes.record(&mut text);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Facts(text.facts));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut text = Text::default();
        event.record(&mut text);
        let mut message = text.message + &text.facts;
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(Facts(facts)) = span.extensions().get() {
                message.push_str(facts);
            }
        }
        let missed = self.missed.swap(0, Ordering::Relaxed);
        if missed > 0 {
            let _ = write!(message, " missed_lines={missed}");
        }
        let entry = LogEntry {
            level: event.metadata().level().into(),
            target: event.metadata().target().to_owned(),
            message,
        };
        if self.lines.try_send(entry).is_err() {
            self.missed.fetch_add(missed + 1, Ordering::Relaxed);
        }
    }
}

/// The message, and ` name=value` for everything else.
#[derive(Default)]
struct Text {
    message: String,
    facts: String,
}

impl field::Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.facts, " {name}={value:?}"),
        };
    }
}

impl From<LogLevel> for Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
            LogLevel::Trace => Self::TRACE,
        }
    }
}

impl From<&Level> for LogLevel {
    fn from(level: &Level) -> Self {
        match *level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warn,
            Level::INFO => Self::Info,
            Level::DEBUG => Self::Debug,
            Level::TRACE => Self::Trace,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Sender, channel};

    use super::{LogEntry, LogLevel, LogSink, dispatch};
    use crate::CallbackFailure;

    struct Keeps(Sender<LogEntry>);

    impl LogSink for Keeps {
        fn log(&self, entry: LogEntry) -> Result<(), CallbackFailure> {
            self.0.send(entry).map_err(|_| CallbackFailure::Failed)
        }
    }

    #[test]
    fn a_line_has_its_facts_and_those_of_its_span() {
        let (sender, lines) = channel();
        let logs = dispatch(Some(Arc::new(Keeps(sender))), LogLevel::Info);
        tracing::dispatcher::with_default(&logs, || {
            let span = tracing::info_span!("flow", correlation_id = "c1");
            let _entered = span.enter();
            tracing::debug!("not that much");
            tracing::info!(step = "code_required", "done");
        });
        drop(logs);
        let lines: Vec<_> = lines.iter().collect();
        let expected = LogEntry {
            level: LogLevel::Info,
            target: "native_auth_ffi::logs::tests".to_owned(),
            message: "done step=code_required correlation_id=c1".to_owned(),
        };
        assert_eq!(lines, [expected]);
    }
}
