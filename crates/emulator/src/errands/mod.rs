//! What must be done outside before a request can be answered, and what came of it.
//!
//! The flows know no IO and hold the one lock while they work. So a flow that needs somebody else's
//! word stops before it has changed anything, says what it needs, and is run again from its start
//! with the word in its hand. Whatever has changed in between it sees then.

mod call;
mod courier;

use std::sync::{Arc, Weak};

use crate::config::ExtensionEvent;
use crate::extensions::{Callout, Failure, Reply};
use crate::mail::Letter;
use crate::one_time_code;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

pub(crate) use courier::Courier;

/// One thing to be done.
pub(crate) enum Errand {
    /// An extension is to be asked.
    Callout(Callout),
    /// A message is to be sent.
    Mail(Letter),
}

/// What one request has learnt from outside so far, and what it wants to know next.
#[derive(Default)]
pub(crate) struct Outside {
    replies: Vec<(ExtensionEvent, Result<Reply, Failure>)>,
    /// The code that an errand takes along: the same each time the flow is run.
    code: Option<String>,
    /// Whether the message was delivered, once it was sent.
    mailed: Option<bool>,
    wanted: Option<Errand>,
    /// That a code is about to be sent, for as long as this request lives or until it was.
    sending: Option<Arc<()>>,
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

    /// The mark that a code is being sent, which others see until [`sent`](Self::sent) or until this
    /// request is over, whatever became of it. `None` if the request has made its mark before.
    pub(crate) fn begin_sending(&mut self) -> Option<Weak<()>> {
        if self.sending.is_some() {
            return None;
        }
        let mark = Arc::new(());
        let seen = Arc::downgrade(&mark);
        self.sending = Some(mark);
        Some(seen)
    }

    /// The code was sent, and is counted.
    pub(crate) fn sent(&mut self) {
        self.sending = None;
    }

    /// Has a message sent, of which a request sends one at most. An error also when it is yet to be
    /// sent, as with [`reply`](Self::reply); 50185 if it could not be delivered.
    pub(crate) fn mail(&mut self, letter: impl FnOnce() -> Letter) -> Result<(), Problem> {
        match self.mailed {
            Some(true) => Ok(()),
            Some(false) => Err(refusals::code_not_delivered()),
            None => {
                self.wanted = Some(Errand::Mail(letter()));
                Err(refusals::server_error())
            }
        }
    }

    /// What the flow stopped for, if it did.
    pub(crate) fn take_wanted(&mut self) -> Option<Errand> {
        self.wanted.take()
    }

    pub(crate) fn hear(&mut self, event: ExtensionEvent, reply: Result<Reply, Failure>) {
        self.replies.push((event, reply));
    }

    pub(crate) fn hear_of_mail(&mut self, delivered: bool) {
        self.mailed = Some(delivered);
    }
}
