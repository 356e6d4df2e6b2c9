//! What every endpoint works with, and the answers several of them give.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Answer, extensions};
use crate::asker::Asker;
use crate::clock::Moment;
use crate::config::ExtensionEvent;
use crate::contact::{Channel, Contact};
use crate::continuation::{Flow, Found, Mint, Owner, Step, Subject};
use crate::domain::{Domain, State};
use crate::errands::Outside;
use crate::extensions::{About, Occasion, RequestType};
use crate::form::Form;
use crate::inbox::Message;
use crate::language;
use crate::mail::Letter;
use crate::mfa::MfaPolicy;
use crate::negotiation::{Capabilities, ChallengeTypes};
use crate::one_time_code::{CODE_LENGTH, OneTimeCode};
use crate::problem::Problem;
use crate::refusals;
use crate::tenant::{App, Tenant, TenantForm};
use crate::users::User;

/// One request, with everything it may look at and change.
pub(super) struct Context<'a> {
    pub(super) domain: &'a Domain,
    pub(super) tenant: &'a Tenant,
    pub(super) form: TenantForm,
    pub(super) app: &'a App,
    pub(super) params: &'a Form,
    pub(super) asker: &'a Asker,
    pub(super) outside: &'a mut Outside,
    pub(super) now: Moment,
    pub(super) state: &'a mut State,
}

/// A code about to be sent.
pub(super) struct Sending<'a> {
    pub(super) contact: &'a Contact,
    pub(super) purpose: Purpose,
    /// Where the flow stands once it is sent.
    pub(super) step: Step,
}

/// What a code is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    SignUp,
    SignIn,
    SecondFactor,
    Registration,
    ResetPassword,
}

impl<'a> Context<'a> {
    /// What the request is, for whoever is asked about it.
    pub(super) fn about(&self) -> Result<About<'a>, Problem> {
        let flow = self.tenant.user_flow(self.app)?;
        let accepted = self.asker.languages.as_deref();
        Ok(About {
            tenant: self.tenant,
            app: self.app,
            asker: self.asker,
            language: language::chosen(&flow.languages, accepted),
            locale: language::locale(&flow.languages, accepted),
            now: self.now,
        })
    }

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

    /// What the client can do; only the calls that begin a flow say so. The older name of the
    /// parameter, `capability`, is one that nobody knows.
    pub(super) fn capabilities(&self) -> Result<Capabilities, Problem> {
        let list = self.params.optional("capabilities")?;
        Ok(list.map(Capabilities::parse).unwrap_or_default())
    }

    /// Begins a flow, and answers with nothing but its token.
    pub(super) fn begin(
        &mut self,
        challenge_types: ChallengeTypes,
        subject: Subject,
        step: Step,
    ) -> Result<Answer, Problem> {
        let capabilities = self.capabilities()?;
        let flow = Flow::new(self.owner(), challenge_types, capabilities, subject);
        let mint = self.mint();
        let most = self.domain.limits.live_flows;
        let token = self.state.flows.begin(flow, step, most, &mint)?;
        Ok(only_token(token, "started"))
    }

    /// The user a flow is about, who may have been deleted in the meantime.
    pub(super) fn user(&mut self, found: Found) -> Result<&mut User, Problem> {
        let Subject::User(id) = &self.state.flows.flow(found)?.subject else {
            return Err(refusals::continuation_token_not_valid());
        };
        let id = id.clone();
        let user = self.state.users.get_mut(&id);
        user.ok_or_else(refusals::user_vanished)
    }

    /// The app's rules for the second factor, as they are now.
    pub(super) fn mfa(&self) -> MfaPolicy {
        let configured = &self.app.mfa;
        let key = (self.tenant.id.clone(), self.app.client_id.clone());
        let said = self.state.mfa_demands.get(&key);
        configured.with_required(said.copied().unwrap_or(configured.required))
    }

    /// The code of this flow, which is good only once.
    pub(super) fn verify_code(&mut self, found: Found, given: &str) -> Result<(), Problem> {
        let now = self.now;
        let flow = self.state.flows.flow(found)?;
        let code = flow.code.as_mut().ok_or_else(refusals::code_wrong)?;
        code.verify(given, now)
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

    /// Sends a code, which here means to the inbox, or has an extension send it; a code sent before
    /// is dead. The answer has the contact masked, as all but one endpoint give it.
    pub(super) fn send_code(
        &mut self,
        found: Found,
        sending: &Sending<'_>,
    ) -> Result<Answer, Problem> {
        let contact = sending.contact;
        self.reserve_code(found, &contact.target)?;
        let digits = self.outside.code(&self.domain.randomness);
        // Nothing has changed yet: whoever is asked to send it may fail.
        let is_sent = self.sent_elsewhere(sending, &digits)?;
        if !is_sent && self.domain.mails_codes && contact.channel == Channel::Email {
            let (about, life) = (self.about()?, self.domain.lifetimes.code());
            let (to, name) = (&contact.target, &self.tenant.name);
            let letter = || Letter::with_code(to, about.language, name, &digits, life);
            self.outside.mail(letter)?;
        }
        if contact.channel == Channel::Sms {
            let (traffic, address) = (&self.domain.traffic, self.asker.address);
            traffic.text_message(&self.tenant.id, &contact.target, address, self.now)?;
        }
        let (id, target) = (&self.tenant.id, &contact.target);
        self.state.code_counts.add(id, target, self.now);
        self.outside.sent();
        if !is_sent {
            self.state.inbox.deliver(Message {
                recipient: contact.target.clone(),
                channel: contact.channel.as_str(),
                code: digits.clone(),
                purpose: sending.purpose.as_str(),
                sent_at: self.now.rfc3339(),
            });
        }
        let expires = self.now.plus(self.domain.lifetimes.code());
        self.state.flows.flow(found)?.code = Some(OneTimeCode::new(digits, expires));
        let token = self.advance(found, sending.step);
        Ok(Answer {
            body: json!({
                "challenge_type": "oob",
                "continuation_token": token,
                "binding_method": "prompt",
                "challenge_channel": contact.channel.as_str(),
                "challenge_target_label": contact.masked(),
                "code_length": CODE_LENGTH,
            }),
            outcome: "code_sent",
        })
    }

    /// Keeps room for one more code before anybody sends it: whoever sends one takes their time, and
    /// another request must neither send a second for the same flow meanwhile nor go over the limit
    /// together with this one. Refuses both with 701014, which tells a client to try again later.
    fn reserve_code(&mut self, found: Found, target: &str) -> Result<(), Problem> {
        let limits = &self.domain.limits;
        let Some(mark) = self.outside.begin_sending() else {
            return Ok(());
        };
        if self.state.flows.flow(found)?.sending.strong_count() > 0 {
            return Err(refusals::too_many_codes());
        }
        let counts = &mut self.state.code_counts;
        let window = Duration::from_secs(limits.code_window_seconds);
        let most = limits.codes_per_window;
        counts.check(&self.tenant.id, target, self.now, most, window)?;
        counts.reserve(&self.tenant.id, target, mark.clone());
        self.state.flows.flow(found)?.sending = mark;
        Ok(())
    }

    /// Has a code by e-mail sent by the app's own extension, if there is one; text messages have no
    /// such event.
    fn sent_elsewhere(&mut self, sending: &Sending<'_>, digits: &str) -> Result<bool, Problem> {
        if sending.contact.channel != Channel::Email {
            return Ok(false);
        }
        let occasion = Occasion::Code {
            address: &sending.contact.target,
            code: digits,
            request: sending.purpose.request_type(),
        };
        let event = ExtensionEvent::OtpSend;
        let reply = extensions::ask(&self.about()?, self.outside, event, &occasion)?;
        Ok(reply.is_some())
    }
}

impl Purpose {
    /// As a message tells it.
    fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::Registration => "registration",
            Self::ResetPassword => "reset_password",
        }
    }

    /// As an extension is told it. A second factor and its registration belong to a sign-in.
    fn request_type(self) -> RequestType {
        match self {
            Self::SignUp => RequestType::SignUp,
            Self::ResetPassword => RequestType::PasswordReset,
            Self::SignIn | Self::SecondFactor | Self::Registration => RequestType::SignIn,
        }
    }
}

impl Answer {
    /// The same answer with one more member.
    pub(super) fn with(mut self, name: &str, value: Value) -> Self {
        if let Some(members) = self.body.as_object_mut() {
            members.insert(name.to_owned(), value);
        }
        self
    }

    /// The same answer without a member.
    pub(super) fn without(mut self, name: &str) -> Self {
        if let Some(members) = self.body.as_object_mut() {
            members.remove(name);
        }
        self
    }
}

/// An answer that is nothing but a continuation token.
pub(super) fn only_token(token: String, outcome: &'static str) -> Answer {
    Answer {
        body: json!({ "continuation_token": Value::String(token) }),
        outcome,
    }
}
