//! The native flow is over: a browser is wanted.

use native_auth_wire::CorrelationId;

use crate::FlowKind;
use crate::session::Session;

/// The tenant wants the person in a browser. There is no way on in this flow.
#[derive(Debug)]
pub struct BrowserRequired {
    session: Session,
    reason: BrowserReason,
}

/// Why a browser is wanted.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrowserReason {
    /// The server asked for it: what the person needs is not among the challenge types and capabilities that the
    /// client declared, or the native API cannot do it.
    Requested {
        /// The server's own words, for a developer's eyes.
        server_text: Option<String>,
    },
    /// A second factor is wanted, which the client did not declare it can handle.
    SecondFactor,
    /// A strong authentication method has to be registered, which the client did not declare it can handle.
    Registration,
}

impl BrowserRequired {
    pub(crate) fn new(session: Session, reason: BrowserReason) -> Self {
        Self { session, reason }
    }

    /// Which flow this was.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// Whether the person has an account, so that the browser is for signing in. In a sign-up it tells whether the
    /// account was created before the browser was asked for.
    #[must_use]
    pub fn account_exists(&self) -> bool {
        self.session.account_exists()
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &BrowserReason {
        &self.reason
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }
}

impl std::fmt::Debug for BrowserReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Requested { .. } => "Requested",
            Self::SecondFactor => "SecondFactor",
            Self::Registration => "Registration",
        })
    }
}
