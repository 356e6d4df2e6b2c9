//! What must be done outside before a request can be answered, and what came of it.
//!
//! The flows know no IO and hold the one lock while they work. So a flow that needs somebody else's
//! word stops before it has changed anything, says what it needs, and is run again from its start
//! with the word in its hand. Whatever has changed in between it sees then.

mod call;
mod courier;

use crate::config::ExtensionEvent;
use crate::extensions::{Callout, Failure, Reply};
use crate::one_time_code;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

pub(crate) use courier::Courier;

/// One thing to be done.
pub(crate) enum Errand {
    /// An extension is to be asked.
    Callout(Callout),
}

/// What one request has learnt from outside so far, and what it wants to know next.
#[derive(Default)]
pub(crate) struct Outside {
    replies: Vec<(ExtensionEvent, Result<Reply, Failure>)>,
    /// The code that an errand takes along: the same each time the flow is run.
    code: Option<String>,
    wanted: Option<Errand>,
}

impl Outside {
    /// The word of the extension at this event. An error also when it is yet to be asked: then the
    /// flow must not have changed anything, and ends here until the word has come.
    pub(crate) fn reply(
        &mut self,
        event: ExtensionEvent,
        question: impl FnOnce() -> Result<Callout, Problem>,
    ) -> Result<Reply, Problem> {
        let known = self.replies.iter().find(|(asked, _)| *asked == event);
        match known {
            Some((_, Ok(reply))) => Ok(reply.clone()),
            Some((_, Err(failure))) => Err(failure.refusal()),
            None => {
                self.wanted = Some(Errand::Callout(question()?));
                Err(refusals::server_error())
            }
        }
    }

    /// The code to send.
    pub(crate) fn code(&mut self, randomness: &Randomness) -> String {
        self.code
            .get_or_insert_with(|| one_time_code::digits(randomness))
            .clone()
    }

    /// What the flow stopped for, if it did.
    pub(crate) fn take_wanted(&mut self) -> Option<Errand> {
        self.wanted.take()
    }

    pub(crate) fn hear(&mut self, event: ExtensionEvent, reply: Result<Reply, Failure>) {
        self.replies.push((event, reply));
    }
}
