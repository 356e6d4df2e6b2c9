//! Waiting for the choice of a second factor.

use std::sync::Arc;

use native_auth_wire::{AuthenticationMethod, CorrelationId, Secret};

use serde_json::Value;

use crate::error::catalogue;
use crate::session::Session;
use crate::state::kept_methods::{read_methods, write_methods};
use crate::suspended::StateForm;
use crate::v1::second_factor;
use crate::{Action, Error, FlowKind};

/// A second factor is wanted: the person chooses by which of their methods they get a code.
#[derive(Debug)]
pub struct MethodRequired {
    session: Session,
    methods: Arc<[AuthenticationMethod]>,
}

impl MethodRequired {
    pub(crate) fn new(
        session: &Session,
        token: Secret,
        methods: Arc<[AuthenticationMethod]>,
    ) -> Self {
        Self {
            session: session.next(Some(token)),
            methods,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let methods = write_methods(&self.methods);
        (&self.session, StateForm::MethodRequired { methods })
    }

    pub(crate) fn restored(session: Session, methods: &[Value]) -> Option<Self> {
        let methods = read_methods(methods)?;
        Some(Self { session, methods })
    }

    /// Which flow this is. A second factor may also be wanted after a sign-up or a reset.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// The person's methods, in the server's order; never empty.
    #[must_use]
    pub fn methods(&self) -> &[AuthenticationMethod] {
        &self.methods
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// Sends a code by the method with this id.
    ///
    /// Running it fails with [`MethodBlocked`](crate::ErrorKind::MethodBlocked) if the method cannot be used now,
    /// after which this state can be used again for another one, and with [`Misuse`](crate::ErrorKind::Misuse) if
    /// no method has this id.
    pub fn choose_method(&self, id: &str) -> Action {
        let chosen = self
            .methods
            .iter()
            .find(|method| method.id() == id)
            .cloned();
        let methods = Arc::clone(&self.methods);
        Action::from_state("choose_method", &self.session, move |session| {
            let chosen = chosen.ok_or_else(|| Error::new(&catalogue::METHOD_UNKNOWN))?;
            second_factor::challenge(session, methods, chosen)
        })
    }
}
