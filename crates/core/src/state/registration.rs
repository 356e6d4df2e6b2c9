//! Waiting for an authentication method to be registered.

use native_auth_wire::{AuthenticationMethod, CorrelationId, Secret};
use serde_json::Value;

use crate::session::Session;
use crate::state::Offered;
use crate::suspended::StateForm;
use crate::v1::registration;
use crate::{Action, FlowKind};

/// A strong authentication method has to be registered: the person chooses a kind and says where it reaches them.
#[derive(Debug, Clone)]
pub struct RegistrationRequired {
    session: Session,
    methods: Offered,
}

impl RegistrationRequired {
    pub(crate) fn new(session: &Session, token: Secret, methods: Offered) -> Self {
        Self {
            session: session.next(Some(token)),
            methods,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let methods = self.methods.to_form();
        (&self.session, StateForm::RegistrationRequired { methods })
    }

    pub(crate) fn restored(session: Session, methods: &[Value]) -> Option<Self> {
        let methods = Offered::restored(methods)?;
        Some(Self { session, methods })
    }

    /// Which flow this is. A registration may also be wanted after a sign-up or a reset.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// What can be registered, in the server's order; never empty. A hint is a suggestion to fill the field with.
    #[must_use]
    pub fn methods(&self) -> &[AuthenticationMethod] {
        self.methods.as_slice()
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// Registers the method with this id: `contact` is the e-mail address, or the phone number with `+` and country
    /// code (spaces, dots, hyphens and brackets in it do not matter).
    ///
    /// It leads to [`CodeRequired`](crate::CodeRequired), or straight on if the address was verified in this flow
    /// already. Running it fails with [`InvalidContact`](crate::ErrorKind::InvalidContact) or
    /// [`MethodBlocked`](crate::ErrorKind::MethodBlocked), after which this state can be used again.
    pub fn register(&self, id: &str, contact: &str) -> Action {
        let (methods, chosen) = (self.methods.clone(), self.methods.find(id));
        let contact = Secret::from(contact.trim());
        Action::from_state("register", &self.session, move |session| {
            registration::begin(session, methods, chosen?, &contact)
        })
    }
}
