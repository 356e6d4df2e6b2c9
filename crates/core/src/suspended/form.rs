//! The kept form, version 1: what a state consists of, by name.
//!
//! A kept flow lives for minutes, so there are no migrations: the version stands outside, in what is sealed around
//! it, and another version is refused there.

use std::sync::Arc;
use std::time::Duration;

use native_auth_wire::{AccountId, CorrelationId, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer_form::AnswerForm;
use super::secret_text;
use crate::error::CATALOGUE;
use crate::session::{Facts, Session};
use crate::turn::Rest;
use crate::v1::Waypoint;
use crate::{Application, Error, FlowKind, PasswordPurpose, Result};

#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    pub(super) authority: String,
    pub(super) client_id: String,
    /// Seconds since 1970.
    pub(super) suspended_at: u64,
    /// Seconds since 1970.
    pub(super) expires_at: u64,
    pub(super) session: SessionForm,
    pub(super) state: StateForm,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SessionForm {
    flow: FlowKind,
    correlation_id: String,
    #[serde(with = "secret_text")]
    username: Secret,
    sign_in: bool,
    scopes: Vec<String>,
    claims: Option<String>,
    /// Tenant id and object id.
    account: Option<(String, String)>,
    confirmed: bool,
    #[serde(with = "secret_text::option")]
    token: Option<Secret>,
    waypoint: Option<Waypoint>,
    /// Tokens that could not be verified yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    held: Option<AnswerForm>,
}

/// One variant for each state that can be gone on with.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateForm {
    CodeRequired(CodeForm),
    PasswordRequired(PasswordForm),
    AttributesRequired { attributes: Vec<Value> },
    MethodRequired { methods: Vec<Value> },
    RegistrationRequired { methods: Vec<Value> },
    Completed(CompletedForm),
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PasswordForm {
    pub(crate) purpose: PasswordPurpose,
    pub(crate) expires_in: Option<Duration>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CodeForm {
    pub(crate) origin: CodeOriginForm,
    pub(crate) channel: String,
    pub(crate) target: Option<String>,
    pub(crate) code_length: Option<u32>,
    pub(crate) resend_after: Option<Duration>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CodeOriginForm {
    FirstFactor,
    SignUp,
    ResetPassword,
    SecondFactor {
        methods: Vec<Value>,
        chosen: Value,
    },
    Registration {
        methods: Vec<Value>,
        chosen: Value,
        #[serde(with = "secret_text")]
        contact: Secret,
    },
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CompletedForm {
    pub(crate) point: Waypoint,
    pub(crate) sign_in_error: Option<ErrorForm>,
}

/// An error that a state carries; what else it held is about a request long past.
#[derive(Serialize, Deserialize)]
pub(crate) struct ErrorForm {
    code: String,
    retry_after: Option<Duration>,
}

impl ErrorForm {
    pub(crate) fn of(error: &Error) -> Self {
        Self {
            code: error.code().to_owned(),
            retry_after: error.retry_after(),
        }
    }

    /// `away` is how long the app was gone: so much less there is to wait.
    pub(crate) fn restore(&self, away: Duration) -> Option<Error> {
        let entry = CATALOGUE.iter().find(|entry| entry.code == self.code)?;
        let wait = self.retry_after.map(|wait| wait.saturating_sub(away));
        Some(Error::new(entry).with_retry_after(wait))
    }
}

impl SessionForm {
    pub(super) fn of(session: &Session) -> Result<Self> {
        let facts = session.facts();
        let rest = session.rest()?;
        Ok(Self {
            flow: facts.kind,
            correlation_id: facts.correlation_id.to_string(),
            username: facts.username.clone(),
            sign_in: facts.sign_in,
            scopes: facts.scopes.clone(),
            claims: facts.claims.clone(),
            account: facts
                .account
                .as_ref()
                .map(|id| (id.tenant_id().to_owned(), id.object_id().to_owned())),
            confirmed: session.is_confirmed(),
            token: rest.token,
            waypoint: rest.waypoint,
            held: rest.held.as_deref().map(AnswerForm::of),
        })
    }

    pub(super) fn restore(self, application: Arc<Application>) -> Option<Session> {
        let facts = Facts {
            application,
            kind: self.flow,
            correlation_id: CorrelationId::parse(&self.correlation_id).ok()?,
            username: self.username,
            sign_in: self.sign_in,
            scopes: self.scopes,
            claims: self.claims,
            account: self
                .account
                .map(|(tenant, object)| AccountId::new(&tenant, &object)),
        };
        let rest = Rest {
            token: self.token,
            waypoint: self.waypoint,
            held: self.held.map(|held| Arc::new(held.restore())),
        };
        Some(Session::restored(facts, self.confirmed, rest))
    }
}
