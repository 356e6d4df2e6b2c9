//! One enum for every wait of every flow.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::running::Running;
use crate::shared::Shared;
use crate::{
    Account, AttributesRequired, BrowserRequired, CancelToken, CodeRequired, Completed,
    MethodRequired, PasswordRequired, RegistrationRequired, Result, running,
};

/// Where a flow stands: what the person is asked for, or how it ended.
///
/// A policy of the tenant may add, repeat or reorder steps, so an app has one `match` over this and goes wherever it leads.
#[derive(Debug, Clone, uniffi::Enum)]
#[must_use = "a step says what to ask the person next"]
pub enum Step {
    /// A one-time code was sent. The state's purpose tells what it proves.
    CodeRequired {
        /// What to show, and what can be done.
        state: Arc<CodeRequired>,
    },
    /// A password is wanted, the account's or a new one. The state's purpose tells which.
    PasswordRequired {
        /// What to show, and what can be done.
        state: Arc<PasswordRequired>,
    },
    /// Facts about the person are wanted before the account can exist.
    AttributesRequired {
        /// What to show, and what can be done.
        state: Arc<AttributesRequired>,
    },
    /// A second factor is wanted: one of the person's authentication methods is to be chosen.
    MethodRequired {
        /// What to show, and what can be done.
        state: Arc<MethodRequired>,
    },
    /// A strong authentication method has to be registered before the person can be signed in.
    RegistrationRequired {
        /// What to show, and what can be done.
        state: Arc<RegistrationRequired>,
    },
    /// The tenant wants a browser: the native flow is over. The state's reason tells why.
    BrowserRequired {
        /// What to show.
        state: Arc<BrowserRequired>,
    },
    /// Signed in. The tokens are kept already.
    SignedIn {
        /// Who.
        account: Arc<Account>,
    },
    /// The account exists, or its password is new, and nobody is signed in: it was not asked for, or it failed.
    Completed {
        /// Why, and the way to sign in where the server left one.
        state: Arc<Completed>,
    },
}

impl Step {
    pub(crate) fn bind(shared: &Arc<Shared>, step: native_auth::Step) -> Self {
        use native_auth::Step as Core;
        let shared = Arc::clone(shared);
        macro_rules! bound {
            ($variant:ident, $state:expr) => {
                Self::$variant {
                    state: Arc::new($variant {
                        shared,
                        state: $state,
                    }),
                }
            };
        }
        match step {
            Core::CodeRequired { state } => bound!(CodeRequired, state),
            Core::PasswordRequired { state } => bound!(PasswordRequired, state),
            Core::AttributesRequired { state } => bound!(AttributesRequired, state),
            Core::MethodRequired { state } => bound!(MethodRequired, state),
            Core::RegistrationRequired { state } => bound!(RegistrationRequired, state),
            Core::BrowserRequired { state } => Self::BrowserRequired {
                state: Arc::new(BrowserRequired { state }),
            },
            Core::SignedIn { account } => Self::SignedIn {
                account: Account::bind(&shared, account),
            },
            Core::Completed { state } => bound!(Completed, state),
        }
    }

    /// Runs an action of a state, or of an account.
    pub(crate) fn run(
        shared: &Arc<Shared>,
        action: native_auth::Action,
        cancel: Option<Arc<CancelToken>>,
    ) -> BoxFuture<'static, Result<Self>> {
        let work = |client: native_auth::Client| async move { client.run(action).await };
        Self::of(shared, cancel, work)
    }

    /// Runs what leads to a step.
    pub(crate) fn of<F>(
        shared: &Arc<Shared>,
        cancel: Option<Arc<CancelToken>>,
        work: impl FnOnce(native_auth::Client) -> F,
    ) -> BoxFuture<'static, Result<Self>>
    where
        F: Future<Output = native_auth::Result<native_auth::Step>> + Send + 'static,
    {
        Self::bound(Arc::clone(shared), running::run(shared, cancel, work))
    }

    /// The one future of all that lead to a step.
    fn bound(
        shared: Arc<Shared>,
        running: Result<Running<native_auth::Step>>,
    ) -> BoxFuture<'static, Result<Self>> {
        Box::pin(async move { Ok(Self::bind(&shared, running?.await?)) })
    }

    /// The step of the Rust SDK that this is.
    pub(crate) fn inner(&self) -> Result<native_auth::Step> {
        use native_auth::Step as Core;
        macro_rules! unbound {
            ($variant:ident, $state:expr) => {
                Core::$variant {
                    state: $state.state.clone(),
                }
            };
        }
        Ok(match self {
            Self::CodeRequired { state } => unbound!(CodeRequired, state),
            Self::PasswordRequired { state } => unbound!(PasswordRequired, state),
            Self::AttributesRequired { state } => unbound!(AttributesRequired, state),
            Self::MethodRequired { state } => unbound!(MethodRequired, state),
            Self::RegistrationRequired { state } => unbound!(RegistrationRequired, state),
            Self::BrowserRequired { state } => unbound!(BrowserRequired, state),
            Self::SignedIn { account } => Core::SignedIn {
                account: account.inner()?,
            },
            Self::Completed { state } => unbound!(Completed, state),
        })
    }
}
