//! A password is wanted.

use std::sync::Arc;
use std::time::Duration;

use crate::shared::Shared;
use crate::{CancelToken, FlowKind, PasswordPurpose, Result, Step};

/// A password is wanted.
#[derive(Debug, uniffi::Object)]
pub struct PasswordRequired {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::PasswordRequired,
}

#[uniffi::export]
impl PasswordRequired {
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

    /// Whether it is the account's password or a new one.
    #[must_use]
    pub fn purpose(&self) -> PasswordPurpose {
        self.state.purpose()
    }

    /// How long the person has to enter it, counted from when this state came, if the server says. Later the flow has
    /// expired.
    #[must_use]
    pub fn expires_in(&self) -> Option<Duration> {
        self.state.expires_in()
    }

    /// Submits the password exactly as typed.
    ///
    /// # Errors
    ///
    /// `InvalidCredentials` for a wrong one and `PasswordRejected` for a new one that breaks the rules, after which this
    /// state can be used again, and everything that any request can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn submit_password(
        &self,
        password: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        Step::run(&self.shared, self.state.submit_password(password), cancel).await
    }
}
