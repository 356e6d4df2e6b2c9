//! Whether to try again, and when.

use std::time::Duration;

/// Whether running the same action of the same state again can help, and when.
///
/// It speaks of that action alone; [`Error::recovery`](crate::Error::recovery) says what else leads on. The library
/// itself never sends a request twice, so trying again is always the app's decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// It cannot help: the answer would be the same.
    Never,
    /// Once something else was entered or chosen; the same input would be refused again.
    AfterChange,
    /// Once the action under way has ended, which frees the state.
    WhenFree,
    /// At once, or as soon as what the message names is mended, such as the connection.
    Now,
    /// After this long: what the server asked for in its answer, or else what is usual for this error.
    After(Duration),
}
