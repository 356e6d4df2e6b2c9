//! Actions: what waits for the server.

use std::fmt;
use std::time::Duration;

use native_auth_wire::{CorrelationId, Endpoint, HttpRequest, HttpResponse};

use crate::error::catalogue;
use crate::session::Session;
use crate::turn::TurnGuard;
use crate::{ClientTag, Error, Result, Step, Tokens, Verification};

/// Something to do, inert until a client runs it.
#[must_use = "an action does nothing until a client runs it"]
pub struct Action {
    name: &'static str,
    owner: ClientTag,
    correlation_id: CorrelationId,
    start: Start,
}

/// What to do next to get on with an action.
#[derive(Debug)]
pub enum Next {
    /// Send this request, then resume with what came of it.
    Send(Exchange),
    /// Let this much time pass, then resume.
    Wait(Pause),
    /// Verify this ID token, then resume with its claims.
    Verify(Verification),
    /// The person's turn, or the end.
    Done(Step<Tokens>),
}

/// Time that has to pass before the server is asked again.
#[must_use = "a pause has to be waited for and resumed"]
pub struct Pause {
    delay: Duration,
    resume: AfterPause,
}

/// A request to send and the way to go on after it.
#[must_use = "an exchange has to be sent and resumed"]
pub struct Exchange {
    endpoint: Endpoint,
    request: HttpRequest,
    resume: Resume,
}

type Begin = Box<dyn FnOnce() -> Result<Next> + Send + Sync>;
type Submit = Box<dyn FnOnce(Session) -> Result<Next> + Send + Sync>;
type AfterPause = Box<dyn FnOnce(Result<()>) -> Result<Next> + Send + Sync>;
type Resume = Box<dyn FnOnce(Result<HttpResponse>) -> Result<Next> + Send + Sync>;

enum Start {
    /// Begins a flow.
    Flow(Begin),
    /// Goes on from a state, whose turn it needs.
    State(Session, Submit),
}

impl Action {
    /// An action that begins a flow.
    pub(crate) fn begin_flow(
        name: &'static str,
        owner: ClientTag,
        correlation_id: CorrelationId,
        begin: impl FnOnce() -> Result<Next> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            owner,
            correlation_id,
            start: Start::Flow(Box::new(begin)),
        }
    }

    /// An action that goes on from a state.
    pub(crate) fn from_state(
        name: &'static str,
        session: &Session,
        submit: impl FnOnce(Session) -> Result<Next> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            owner: session.owner(),
            correlation_id: session.correlation_id(),
            start: Start::State(session.clone(), Box::new(submit)),
        }
    }

    /// What the action does, as a stable word for logs, such as `submit_code`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The correlation id of the flow it belongs to.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.correlation_id
    }

    /// Whether it begins a flow, rather than going on from a state.
    #[must_use]
    pub fn begins_flow(&self) -> bool {
        matches!(self.start, Start::Flow(_))
    }

    /// Takes the state's turn and gives the first thing to do. `client` is who runs it.
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if another client made the action, or if the state has already led to a
    /// next one; [`InProgress`](crate::ErrorKind::InProgress) if an action of the same state is under way. Nothing
    /// has been sent then. Otherwise the error of what the person entered, such as an empty code; the state stays
    /// usable.
    pub fn begin(self, client: ClientTag) -> Result<(TurnGuard, Next)> {
        let correlation_id = self.correlation_id;
        self.start_for(client)
            .map_err(|error| error.of_flow(correlation_id))
    }

    fn start_for(self, client: ClientTag) -> Result<(TurnGuard, Next)> {
        if client != self.owner {
            return Err(Error::new(&catalogue::ACTION_OF_ANOTHER_CLIENT));
        }
        match self.start {
            Start::Flow(begin) => Ok((TurnGuard::none(), begin()?)),
            Start::State(session, submit) => {
                let guard = session.take_turn()?;
                let next = match session.waypoint() {
                    Some(waypoint) => waypoint.go_on(session)?,
                    None => submit(session)?,
                };
                Ok((guard, next))
            }
        }
    }
}

impl Exchange {
    pub(crate) fn new(
        endpoint: Endpoint,
        mut request: HttpRequest,
        correlation_id: CorrelationId,
        resume: impl FnOnce(Result<HttpResponse>) -> Result<Next> + Send + Sync + 'static,
    ) -> Self {
        request.set_header("client-request-id", &correlation_id.to_string());
        request.set_header("return-client-request-id", "true");
        Self {
            endpoint,
            request,
            resume: Box::new(move |outcome| {
                resume(outcome).map_err(|error| error.of_flow(correlation_id))
            }),
        }
    }

    /// Which endpoint it goes to.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// The request to send, once and never again.
    #[must_use]
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// Goes on with the response, or with the reason why there is none.
    ///
    /// A failed exchange has to be handed in too: after the server has confirmed a new account the flow no longer
    /// fails, and only this knows.
    ///
    /// # Errors
    ///
    /// What the server refused, what it answered that the protocol does not know, or the failure handed in.
    pub fn resume(self, outcome: Result<HttpResponse>) -> Result<Next> {
        (self.resume)(outcome)
    }
}

impl Pause {
    pub(crate) fn new(
        delay: Duration,
        correlation_id: CorrelationId,
        resume: impl FnOnce(Result<()>) -> Result<Next> + Send + Sync + 'static,
    ) -> Self {
        Self {
            delay,
            resume: Box::new(move |outcome| {
                resume(outcome).map_err(|error| error.of_flow(correlation_id))
            }),
        }
    }

    /// How much time has to pass.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// Goes on after the time has passed, or with the reason why there is no more time.
    ///
    /// # Errors
    ///
    /// The reason handed in.
    pub fn resume(self, outcome: Result<()>) -> Result<Next> {
        (self.resume)(outcome)
    }
}

impl fmt::Debug for Pause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pause")
            .field("delay", &self.delay)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Action")
            .field("name", &self.name)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
