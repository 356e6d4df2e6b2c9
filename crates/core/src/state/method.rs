//! Waiting for the choice of a second factor.

use native_auth_wire::{AuthenticationMethod, CorrelationId, Secret};
use serde_json::Value;

use crate::session::Session;
use crate::state::Offered;
use crate::suspended::StateForm;
use crate::v1::second_factor;
use crate::{Action, FlowKind};

/// A second factor is wanted: the person chooses by which of their methods they get a code.
#[derive(Debug, Clone)]
pub struct MethodRequired {
    session: Session,
    methods: Offered,
}

impl MethodRequired {
    pub(crate) fn new(session: &Session, token: Secret, methods: Offered) -> Self {
        Self {
            session: session.next(Some(token)),
            methods,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let methods = self.methods.to_form();
        (&self.session, StateForm::MethodRequired { methods })
    }

    pub(crate) fn restored(session: Session, methods: &[Value]) -> Option<Self> {
        let methods = Offered::restored(methods)?;
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
        self.methods.as_slice()
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
        let (methods, chosen) = (self.methods.clone(), self.methods.find(id));
        Action::from_state("choose_method", &self.session, move |session| {
            second_factor::challenge(session, methods, chosen?)
        })
    }
}
