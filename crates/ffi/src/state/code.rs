//! A one-time code was sent.

use std::sync::Arc;
use std::time::Duration;

use native_auth::Zeroizing;

use crate::shared::Shared;
use crate::{CancelToken, ChallengeChannel, CodePurpose, FlowKind, Result, Step};

/// A one-time code was sent; the person is to type it.
#[derive(Debug, uniffi::Object)]
pub struct CodeRequired {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::CodeRequired,
}

#[uniffi::export]
impl CodeRequired {
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

    /// What the code proves.
    #[must_use]
    pub fn purpose(&self) -> CodePurpose {
        self.state.purpose()
    }

    /// How it was sent.
    #[must_use]
    pub fn channel(&self) -> ChallengeChannel {
        self.state.channel().clone()
    }

    /// Where it was sent, masked by the server, to show to the person. Its form varies: never compare it.
    #[must_use]
    pub fn target(&self) -> Option<String> {
        self.state.target().map(str::to_owned)
    }

    /// How many characters the code has, if the server says. Do not assume a length, nor that it is all digits.
    #[must_use]
    pub fn code_length(&self) -> Option<u32> {
        self.state.code_length()
    }

    /// How long to wait before offering to send the code again, if the server says.
    #[must_use]
    pub fn resend_after(&self) -> Option<Duration> {
        self.state.resend_after()
    }

    /// Whether there was a choice of methods to go back to.
    #[must_use]
    pub fn can_choose_another_method(&self) -> bool {
        self.state.choose_another_method().is_some()
    }

    /// Submits the code as typed; white space around it does not matter.
    ///
    /// # Errors
    ///
    /// `InvalidCode` or `CodeExpired`, after which this state can be used again, and everything that any request can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn submit_code(
        &self,
        code: String,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        let code = Zeroizing::new(code);
        Step::run(&self.shared, self.state.submit_code(&code), cancel).await
    }

    /// Sends a new code, which makes the one before worthless, and leads to a new state for it.
    ///
    /// # Errors
    ///
    /// `TooManyCodes` when it is asked for too often, and everything that any request can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn resend_code(&self, cancel: Option<Arc<CancelToken>>) -> Result<Step> {
        Step::run(&self.shared, self.state.resend_code(), cancel).await
    }

    /// Goes back to the choice of a method, or of the method to register; nothing is sent. `None` where there was no choice.
    ///
    /// # Errors
    ///
    /// `InProgress` and `Misuse`, if the state is not free.
    #[uniffi::method(default(cancel = None))]
    pub async fn choose_another_method(
        &self,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Option<Step>> {
        match self.state.choose_another_method() {
            Some(action) => Step::run(&self.shared, action, cancel).await.map(Some),
            None => Ok(None),
        }
    }
}
