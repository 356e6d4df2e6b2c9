//! What every endpoint works with, and the answers several of them give.

use std::time::Duration;

use serde_json::{Value, json};

use super::Answer;
use crate::address::masked_email;
use crate::clock::Moment;
use crate::continuation::{Found, Mint, Owner, Step};
use crate::domain::{Domain, State};
use crate::form::Form;
use crate::inbox::Message;
use crate::negotiation::ChallengeTypes;
use crate::one_time_code::{CODE_LENGTH, OneTimeCode};
use crate::problem::Problem;
use crate::tenant::{App, Tenant, TenantForm};

/// One request, with everything it may look at and change.
pub(super) struct Context<'a> {
    pub(super) domain: &'a Domain,
    pub(super) tenant: &'a Tenant,
    pub(super) form: TenantForm,
    pub(super) app: &'a App,
    pub(super) params: &'a Form,
    pub(super) now: Moment,
    pub(super) state: &'a mut State,
}

/// A code about to be sent.
pub(super) struct Sending<'a> {
    pub(super) address: &'a str,
    pub(super) purpose: &'static str,
    /// Where the flow stands once it is sent.
    pub(super) step: Step,
    /// Seconds the app should wait before it offers to send another; sign-up only.
    pub(super) interval: Option<u32>,
}

impl<'a> Context<'a> {
    pub(super) fn owner(&self) -> Owner {
        Owner {
            tenant_id: self.tenant.id.clone(),
            form: self.form,
            client_id: self.app.client_id.clone(),
        }
    }

    /// The flow the request's continuation token belongs to.
    pub(super) fn found(&self) -> Result<Found, Problem> {
        let token = self.params.required("continuation_token")?;
        self.state.flows.find(token, &self.owner(), self.now)
    }

    /// The list this request gives, or else the one the flow began with.
    pub(super) fn challenge_types(&mut self, found: Found) -> Result<ChallengeTypes, Problem> {
        match self.params.optional("challenge_type")? {
            Some(list) => ChallengeTypes::parse(list),
            None => Ok(self.state.flows.flow(found)?.challenge_types),
        }
    }

    pub(super) fn mint(&self) -> Mint<'a> {
        Mint {
            randomness: &self.domain.randomness,
            now: self.now,
            expires: self.now.plus(self.domain.lifetimes.continuation_token()),
        }
    }

    /// The step was taken: a new token, and every older one is dead.
    pub(super) fn advance(&mut self, found: Found, step: Step) -> String {
        let mint = self.mint();
        self.state.flows.advance(found, step, &mint)
    }

    /// The native flow is over; the app goes on in a browser.
    pub(super) fn redirect(&mut self, found: Option<Found>, reason: &str) -> Answer {
        if let Some(found) = found {
            self.state.flows.end(found);
        }
        Answer {
            body: json!({ "challenge_type": "redirect", "redirect_reason": reason }),
            outcome: "redirect",
        }
    }

    pub(super) fn password_challenge(&mut self, found: Found, step: Step) -> Answer {
        let token = self.advance(found, step);
        Answer {
            body: json!({ "challenge_type": "password", "continuation_token": token }),
            outcome: "password_challenge",
        }
    }

    /// Sends a code by e-mail, which here means to the inbox. A code sent before is dead.
    pub(super) fn send_code(
        &mut self,
        found: Found,
        sending: &Sending<'_>,
    ) -> Result<Answer, Problem> {
        let limits = &self.domain.limits;
        self.state.code_counts.count(
            &self.tenant.id,
            sending.address,
            self.now,
            limits.codes_per_window,
            Duration::from_secs(limits.code_window_seconds),
        )?;
        let expires = self.now.plus(self.domain.lifetimes.code());
        let code = OneTimeCode::new(&self.domain.randomness, expires);
        self.state.inbox.deliver(Message {
            recipient: sending.address.to_owned(),
            channel: "email",
            code: code.digits().to_owned(),
            purpose: sending.purpose,
            sent_at: self.now.rfc3339(),
        });
        self.state.flows.flow(found)?.code = Some(code);
        let token = self.advance(found, sending.step);
        let mut body = json!({
            "challenge_type": "oob",
            "continuation_token": token,
            "binding_method": "prompt",
            "challenge_channel": "email",
            "challenge_target_label": masked_email(sending.address),
            "code_length": CODE_LENGTH,
        });
        if let (Some(seconds), Some(members)) = (sending.interval, body.as_object_mut()) {
            members.insert("interval".to_owned(), json!(seconds));
        }
        Ok(Answer {
            body,
            outcome: "code_sent",
        })
    }
}

/// An answer that is nothing but a continuation token.
pub(super) fn only_token(token: String, outcome: &'static str) -> Answer {
    Answer {
        body: json!({ "continuation_token": Value::String(token) }),
        outcome,
    }
}
