//! The native flow is over: a browser is wanted.

use native_auth_wire::{Capability, ChallengeType, CorrelationId};

use crate::FlowKind;
use crate::session::Session;

/// The tenant wants the person in a browser. There is no way on in this flow.
#[derive(Debug, Clone)]
pub struct BrowserRequired {
    session: Session,
    reason: BrowserReason,
}

/// Why a browser is wanted.
#[derive(Clone, PartialEq, Eq)]
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

    /// The challenge types that were declared.
    #[must_use]
    pub fn challenge_types(&self) -> &[ChallengeType] {
        &self.session.application().challenge_types
    }

    /// The capabilities that were declared.
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        &self.session.application().capabilities
    }

    /// What a developer can change so that this flow goes on natively, in one sentence; `None` if nothing was left out
    /// that could be declared, so that only a browser can help.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        let mut missing: Vec<String> = Vec::new();
        for challenge_type in [ChallengeType::Oob, ChallengeType::Password] {
            if !self.challenge_types().contains(&challenge_type) {
                let name = challenge_type.as_str();
                missing.push(format!("the challenge type {name}"));
            }
        }
        for capability in [Capability::MfaRequired, Capability::RegistrationRequired] {
            if !self.capabilities().contains(&capability) {
                let name = capability.as_str();
                missing.push(format!("the capability {name}"));
            }
        }
        (!missing.is_empty()).then(|| {
            format!(
                "what the tenant wants may be one of those that the client did not declare: {}",
                missing.join(", ")
            )
        })
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
