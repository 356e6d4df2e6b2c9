//! What every state and every continuation of one flow carries.

use std::fmt;
use std::sync::Arc;

use native_auth_wire::{AccountId, Answer, Call, CorrelationId, Secret};

use crate::action::{Exchange, Next};
use crate::error::catalogue;
use crate::state::{BrowserReason, BrowserRequired};
use crate::token_answer::TokenAnswer;
use crate::turn::{Rest, Turn, TurnGuard};
use crate::v1::Waypoint;
use crate::{Application, ClientTag, Error, FlowKind, Result, Step};

/// The facts of one flow, and the turn of the state it is in.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    facts: Arc<Facts>,
    turn: Turn,
    /// Whether the server has confirmed what the flow is for: the new account, or the new password.
    confirmed: bool,
}

/// What a flow makes of a failure.
pub(crate) type Otherwise = fn(Session, Error) -> Result<Next>;

/// What does not change during a flow.
pub(crate) struct Facts {
    pub(crate) application: Arc<Application>,
    pub(crate) kind: FlowKind,
    pub(crate) correlation_id: CorrelationId,
    pub(crate) username: Secret,
    /// Whether to sign in at the end of a sign-up or a reset.
    pub(crate) sign_in: bool,
    /// With the OpenID Connect scopes.
    pub(crate) scopes: Vec<String>,
    pub(crate) claims: Option<String>,
    /// Who has to be signed in at the end; anybody, unless an account steps up.
    pub(crate) account: Option<AccountId>,
}

impl Session {
    pub(crate) fn new(facts: Facts) -> Self {
        Self {
            confirmed: false,
            facts: Arc::new(facts),
            turn: Turn::new(None),
        }
    }

    /// A flow as it was before the app was gone.
    pub(crate) fn restored(facts: Facts, confirmed: bool, rest: Rest) -> Self {
        Self {
            confirmed,
            facts: Arc::new(facts),
            turn: Turn::restored(rest),
        }
    }

    /// What the turn remembers, if nobody has it.
    pub(crate) fn rest(&self) -> Result<Rest> {
        self.turn.rest()
    }

    /// The same flow in its next state.
    pub(crate) fn next(&self, token: Option<Secret>) -> Self {
        Self {
            facts: Arc::clone(&self.facts),
            turn: Turn::new(token),
            confirmed: self.confirmed,
        }
    }

    /// The same flow in its next state, where signing in goes on from the same point.
    pub(crate) fn next_at_same_point(&self) -> Self {
        let rest = Rest {
            token: self.turn.token().ok(),
            waypoint: None,
            held: self.turn.held(),
        };
        Self {
            facts: Arc::clone(&self.facts),
            turn: Turn::restored(rest),
            confirmed: self.confirmed,
        }
    }

    /// The server has confirmed what the flow is for.
    pub(crate) fn into_confirmed(mut self) -> Self {
        self.confirmed = true;
        self
    }

    pub(crate) fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(crate) fn application(&self) -> &Application {
        &self.facts.application
    }

    pub(crate) fn owner(&self) -> ClientTag {
        self.facts.application.tag
    }

    pub(crate) fn flow(&self) -> FlowKind {
        self.facts.kind
    }

    pub(crate) fn correlation_id(&self) -> CorrelationId {
        self.facts.correlation_id
    }

    pub(crate) fn account_exists(&self) -> bool {
        self.confirmed || self.flow() != FlowKind::SignUp
    }

    pub(crate) fn take_turn(&self) -> Result<TurnGuard> {
        self.turn.take()
    }

    pub(crate) fn token(&self) -> Result<Secret> {
        self.turn.token()
    }

    /// The tokens that wait for their ID token to be verified. Only a spent state has none where that is the point.
    pub(crate) fn held(&self) -> Result<Arc<TokenAnswer>> {
        let held = self.turn.held();
        held.ok_or_else(|| Error::new(&catalogue::STATE_STALE))
    }

    /// Whether there is anything to sign in with: a continuation token, or tokens that wait to be verified.
    pub(crate) fn can_go_on(&self) -> bool {
        self.turn.token().is_ok() || self.turn.held().is_some()
    }

    pub(crate) fn hold(&self, answer: Arc<TokenAnswer>) {
        self.turn.hold(answer);
    }

    pub(crate) fn waypoint(&self) -> Option<Waypoint> {
        self.turn.waypoint()
    }

    pub(crate) fn renew(&self, token: Secret) {
        self.turn.renew(token);
    }

    pub(crate) fn back(&self, token: Option<Secret>) {
        self.turn.back(token);
    }

    pub(crate) fn pass(&self, waypoint: Waypoint, token: Secret) {
        self.turn.pass(waypoint, token);
    }

    /// Sends a call and goes on with its reply. A failure is the flow's.
    pub(crate) fn call<C: Call>(
        self,
        call: &C,
        then: impl FnOnce(Self, C::Reply) -> Result<Next> + Send + Sync + 'static,
    ) -> Next {
        self.call_or(call, then, Self::fail)
    }

    /// What a failure means unless a flow knows better: it is the flow's.
    pub(crate) fn fail(self, error: Error) -> Result<Next> {
        Err(error)
    }

    /// Sends a call and goes on with its reply; `otherwise` decides about a failure.
    ///
    /// A redirect ends the native flow whatever the endpoint, so it is decided here and nowhere else. A refusal that
    /// brings a new token replaces the state's.
    pub(crate) fn call_or<C: Call>(
        self,
        call: &C,
        then: impl FnOnce(Self, C::Reply) -> Result<Next> + Send + Sync + 'static,
        otherwise: Otherwise,
    ) -> Next {
        let request = call.request(&self.application().authority);
        let correlation_id = self.correlation_id();
        Next::Send(Exchange::new(
            C::ENDPOINT,
            request,
            correlation_id,
            move |outcome| {
                let answer = outcome.and_then(|response| {
                    C::answer(&response).map_err(|malformed| Error::malformed(malformed, &response))
                });
                let session = self.clone();
                let next = match answer {
                    Ok(Answer::Reply(reply)) => then(self, reply),
                    Ok(Answer::Redirect(redirect)) => {
                        self.browser_required(BrowserReason::Requested {
                            server_text: redirect.reason,
                        })
                    }
                    Ok(Answer::Refused(mut problem)) => {
                        if let Some(token) = problem.take_continuation_token() {
                            self.renew(token);
                        }
                        Err(Error::refused(C::ENDPOINT, problem))
                    }
                    Err(error) => Err(error),
                };
                next.or_else(|error| otherwise(session, error.of_flow(correlation_id)))
            },
        ))
    }

    /// The native flow is over.
    pub(crate) fn browser_required(self, reason: BrowserReason) -> Result<Next> {
        Ok(Next::Done(Step::BrowserRequired {
            state: BrowserRequired::new(self.next(None), reason),
        }))
    }
}

/// The claims request is the app's text and may name the person.
impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facts")
            .field("application", &self.application)
            .field("kind", &self.kind)
            .field("correlation_id", &self.correlation_id)
            .field("sign_in", &self.sign_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
