//! Only a browser can go on.

use native_auth::BrowserReason as Reason;

use crate::{Capability, ChallengeType, FlowKind};

/// Why a browser is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum BrowserReason {
    /// The server asked for it: what the person needs is not among the challenge types and capabilities that the client
    /// declared, or the native API cannot do it.
    Requested,
    /// A second factor is wanted, which the client did not declare it can handle.
    SecondFactor,
    /// A strong authentication method has to be registered, which the client did not declare it can handle.
    Registration,
}

/// The tenant wants the person in a browser. There is no way on in this flow.
#[derive(Debug, uniffi::Object)]
pub struct BrowserRequired {
    pub(crate) state: native_auth::BrowserRequired,
}

#[uniffi::export]
impl BrowserRequired {
    /// Which flow this is.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.state.flow()
    }

    /// The flow's correlation id, to quote to support.
    #[must_use]
    pub fn correlation_id(&self) -> String {
        self.state.correlation_id().to_string()
    }

    /// Whether the person has an account, so that the browser is for signing in.
    #[must_use]
    pub fn account_exists(&self) -> bool {
        self.state.account_exists()
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> BrowserReason {
        match self.state.reason() {
            Reason::Requested { .. } => BrowserReason::Requested,
            Reason::SecondFactor => BrowserReason::SecondFactor,
            Reason::Registration => BrowserReason::Registration,
        }
    }

    /// The server's own words, for a developer's eyes, if it asked for it.
    #[must_use]
    pub fn server_text(&self) -> Option<String> {
        match self.state.reason() {
            Reason::Requested { server_text } => server_text.clone(),
            Reason::SecondFactor | Reason::Registration => None,
        }
    }

    /// The challenge types that were declared.
    #[must_use]
    pub fn challenge_types(&self) -> Vec<ChallengeType> {
        self.state.challenge_types().to_vec()
    }

    /// The capabilities that were declared.
    #[must_use]
    pub fn capabilities(&self) -> Vec<Capability> {
        self.state.capabilities().to_vec()
    }

    /// What a developer can change so that this flow goes on natively, in one sentence; `None` if only a browser can help.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        self.state.advice()
    }
}
