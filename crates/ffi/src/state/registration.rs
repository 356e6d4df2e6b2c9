//! A strong authentication method has to be registered.

use std::sync::Arc;

use native_auth::Zeroizing;

use super::method::objects;
use crate::shared::Shared;
use crate::{AuthenticationMethod, CancelToken, FlowKind, Result, Step};

/// A strong authentication method has to be registered: the person chooses a kind and says where it reaches them.
#[derive(Debug, uniffi::Object)]
pub struct RegistrationRequired {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::RegistrationRequired,
}

#[uniffi::export]
impl RegistrationRequired {
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

    /// What can be registered, in the server's order; never empty. A hint is a suggestion to fill the field with.
    #[must_use]
    pub fn methods(&self) -> Vec<Arc<AuthenticationMethod>> {
        objects(self.state.methods())
    }

    /// Registers the method with this id: `contact` is the e-mail address, or the phone number with `+` and country code.
    /// It leads to `CodeRequired`, or straight on if the address was verified in this flow already.
    ///
    /// # Errors
    ///
    /// `InvalidContact` or `MethodBlocked`, after which this state can be used again, and everything that any request can
    /// meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn register(
        &self,
        id: String,
        contact: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let contact = Zeroizing::new(contact);
        Step::run(&self.shared, self.state.register(&id, &contact), cancel).await
    }
}
