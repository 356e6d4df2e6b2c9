//! A second factor is wanted.

use std::sync::Arc;

use crate::shared::Shared;
use crate::{CancelToken, ChallengeChannel, FlowKind, Result, Step};

/// A second factor is wanted: the person chooses by which of their methods they get a code.
#[derive(Debug, uniffi::Object)]
pub struct MethodRequired {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::MethodRequired,
}

#[uniffi::export]
impl MethodRequired {
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

    /// The person's methods, in the server's order; never empty.
    #[must_use]
    pub fn methods(&self) -> Vec<Arc<AuthenticationMethod>> {
        objects(self.state.methods())
    }

    /// Sends a code by the method with this id.
    ///
    /// # Errors
    ///
    /// `MethodBlocked` if the method cannot be used now, after which this state can be used again for another one, `Misuse` if
    /// no method has this id, and everything that any request can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn choose_method(
        &self,
        id: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        Step::run(&self.shared, self.state.choose_method(&id), cancel).await
    }
}

/// One way of proving who somebody is. It shows nothing by itself.
#[derive(Debug, uniffi::Object)]
pub struct AuthenticationMethod(native_auth::AuthenticationMethod);

#[uniffi::export]
impl AuthenticationMethod {
    /// Its id, to choose it by.
    #[must_use]
    pub fn id(&self) -> String {
        self.0.id().to_owned()
    }

    /// How it reaches the person.
    #[must_use]
    pub fn channel(&self) -> ChallengeChannel {
        self.0.channel().clone()
    }

    /// Where it reaches the person, masked by the server, or a suggestion to fill the field with, if there is one.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.0.hint().map(str::to_owned)
    }
}

pub(super) fn objects(
    methods: &[native_auth::AuthenticationMethod],
) -> Vec<Arc<AuthenticationMethod>> {
    let methods = methods.iter().cloned();
    methods
        .map(|method| Arc::new(AuthenticationMethod(method)))
        .collect()
}
