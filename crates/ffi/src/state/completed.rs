//! The flow has done what it was for, and nobody is signed in.

use std::sync::Arc;

use crate::shared::Shared;
use crate::{CancelToken, FlowKind, NativeAuthError, Result, Step};

/// The flow has done what it was for, and nobody is signed in: it was not asked for, or it failed.
#[derive(Debug, uniffi::Object)]
pub struct Completed {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::Completed,
}

#[uniffi::export]
impl Completed {
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

    /// Why signing in failed; `None` if it was not asked for.
    #[must_use]
    pub fn sign_in_error(&self) -> Option<Arc<NativeAuthError>> {
        let error = self.state.sign_in_error()?;
        Some(NativeAuthError::wrap(error.clone()))
    }

    /// Whether `sign_in` goes on where the server left a way.
    #[must_use]
    pub fn can_sign_in(&self) -> bool {
        self.state.sign_in().is_some()
    }

    /// Signs in without asking the person for what they have given already. `None` where the server left no way; sign in as
    /// usual then.
    ///
    /// # Errors
    ///
    /// Everything that a sign-in can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn sign_in(&self, cancel: Option<Arc<CancelToken>>) -> Result<Option<Step>> {
        match self.state.sign_in() {
            Some(action) => Step::run(&self.shared, action, cancel).await.map(Some),
            None => Ok(None),
        }
    }
}
