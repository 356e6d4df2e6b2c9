//! What a named answer is made of: the request it answers, and the person the request is about.

use serde_json::{Map, Value, json};

use super::person::Person;
use crate::address;
use crate::attributes::{self, Attribute, Attributes};
use crate::clock::Moment;
use crate::contact::{Channel, Contact};
use crate::continuation::Mint;
use crate::domain::Domain;
use crate::flows::Answer;
use crate::form::Form;
use crate::one_time_code::CODE_LENGTH;
use crate::problem::Problem;
use crate::refusals;
use crate::tenant::{App, Tenant};
use crate::tokens::{Grant, RefreshGrant, Scopes, token_response};
use crate::users::{StrongMethod, User};

/// Stands for the person where a request names nobody.
const SOMEBODY: &str = "somebody@example.com";
/// Stands for a number where nobody has registered one; no subscriber can have it.
const SOME_NUMBER: &str = "+15550100";
/// The attribute to name where the user flow asks for none.
const NAME: &str = "displayName";
/// Seconds between two polls, and before another code is offered, as the endpoints say them.
const POLL_INTERVAL: u64 = 2;
const RESEND_INTERVAL: u64 = 300;

type Outcome = Result<Answer, Problem>;

/// One request that gets a named answer. What is not known of it stays out of the answer or is made
/// up; nothing but a refresh token is kept.
pub(crate) struct Stage<'a> {
    pub(crate) domain: &'a Domain,
    pub(crate) path: &'a str,
    pub(crate) tenant: Option<&'a Tenant>,
    pub(crate) form: Option<&'a Form>,
    pub(crate) now: Moment,
}

impl<'a> Stage<'a> {
    /// A token good for what the request's own is good for; a made-up one if it has none.
    pub(crate) fn token(&mut self) -> String {
        let mint = Mint {
            randomness: &self.domain.randomness,
            now: self.now,
            expires: self.now.plus(self.domain.lifetimes.continuation_token()),
        };
        let given = self.field("continuation_token");
        let another = given.and_then(|token| self.domain.state().flows.another(token, &mint));
        another.unwrap_or_else(|| self.domain.randomness.opaque::<192>())
    }

    pub(crate) fn only_token(&mut self, outcome: &'static str) -> Outcome {
        let body = json!({ "continuation_token": self.token() });
        Ok(Answer { body, outcome })
    }

    pub(crate) fn lasting_token(&mut self, outcome: &'static str) -> Outcome {
        let life = self.domain.lifetimes.continuation_token_seconds;
        let body = json!({ "continuation_token": self.token(), "expires_in": life });
        Ok(Answer { body, outcome })
    }

    pub(crate) fn password_challenge(&mut self) -> Outcome {
        let token = self.token();
        Ok(Answer {
            body: json!({ "challenge_type": "password", "continuation_token": token }),
            outcome: "password_challenge",
        })
    }

    pub(crate) fn code_challenge(&mut self, channel: Channel) -> Outcome {
        let mut body = json!({
            "challenge_type": "oob",
            "continuation_token": self.token(),
            "binding_method": "prompt",
            "challenge_channel": channel.as_str(),
            "challenge_target_label": self.contact(channel).masked(),
            "code_length": CODE_LENGTH,
        });
        // Only sign-up says how long to wait.
        if self.path.starts_with("signup/") {
            set(&mut body, "interval", json!(RESEND_INTERVAL));
        }
        Ok(Answer {
            body,
            outcome: "code_sent",
        })
    }

    pub(crate) fn submitted(&mut self) -> Outcome {
        let token = self.token();
        Ok(Answer {
            body: json!({ "continuation_token": token, "poll_interval": POLL_INTERVAL }),
            outcome: "password_submitted",
        })
    }

    pub(crate) fn polled_to_the_end(&mut self, status: &'static str) -> Outcome {
        let mut answer = self.lasting_token(status)?;
        set(&mut answer.body, "status", json!(status));
        Ok(answer)
    }

    /// Real tokens, signed and good; the person's if there is one, else of somebody made up.
    pub(crate) fn tokens(&mut self) -> Outcome {
        let tenant = self.tenant.ok_or_else(refusals::tenant_not_found)?;
        let app = self.app().ok_or_else(refusals::app_not_found)?;
        let scope = self.field("scope").unwrap_or_default();
        let scopes = Scopes::parse(scope, tenant, &app.client_id).unwrap_or_default();
        let randomness = &self.domain.randomness;
        let mut guard = self.domain.state();
        let state = &mut *guard;
        let person = self.form.and_then(|f| Person::of(state, self.tenant, f));
        let made_up;
        let user = match person.as_ref().and_then(|p| p.user(&state.users)) {
            Some(user) => user,
            None => {
                let name = person.map_or_else(|| SOMEBODY.to_owned(), |p| p.name);
                made_up = User::new(randomness.guid(), &tenant.id, &name, self.now);
                &made_up
            }
        };
        let kept = RefreshGrant {
            tenant_id: tenant.id.clone(),
            client_id: app.client_id.clone(),
            user_id: user.id.clone(),
            session_id: randomness.guid(),
            by_password: false,
            second_factor: true,
            ends: None,
        };
        let refresh_token = state.refresh_tokens.issue(
            kept.clone(),
            self.now
                .plus(app.tokens.lifetimes(&self.domain.lifetimes).refresh_token()),
            self.domain.limits.refresh_tokens,
            randomness,
        );
        let grant = Grant {
            tenant,
            user,
            app,
            scopes: &scopes.signing_in(),
            session_id: &kept.session_id,
            client_info: matches!(self.field("client_info"), Some("1" | "true")),
            refresh_token,
            claims: &Map::new(),
            contexts: &[],
            nonce: None,
        };
        Ok(Answer {
            body: token_response(&grant, &self.domain.lifetimes, self.now, randomness)?,
            outcome: "tokens",
        })
    }

    /// One registered method on each of these channels.
    pub(crate) fn methods(&mut self, channels: &[Channel]) -> Outcome {
        let mut methods = Vec::new();
        for &channel in channels {
            let id = self.registered(channel).map(|method| method.id);
            methods.push(json!({
                "id": id.unwrap_or_else(|| self.domain.randomness.guid()),
                "challenge_type": "oob",
                "challenge_channel": channel.as_str(),
                "login_hint": self.contact(channel).masked(),
            }));
        }
        self.listed(methods)
    }

    /// The methods that can be registered; here the ID is a word.
    pub(crate) fn registrable(&mut self) -> Outcome {
        let mut email =
            json!({ "id": "email", "challenge_type": "oob", "challenge_channel": "email" });
        set(
            &mut email,
            "login_hint",
            json!(self.contact(Channel::Email).target),
        );
        let sms = json!({ "id": "sms", "challenge_type": "oob", "challenge_channel": "sms" });
        self.listed(vec![email, sms])
    }

    /// A code sent to what is to be registered, which is repeated in full.
    pub(crate) fn registration(&mut self, channel: Channel) -> Outcome {
        let given = self.field("challenge_target").map(str::to_owned);
        let target = given.unwrap_or_else(|| self.contact(channel).target);
        Ok(Answer {
            body: json!({
                "continuation_token": self.token(),
                "challenge_type": "oob",
                "binding_method": "prompt",
                "challenge_target": target,
                "challenge_channel": channel.as_str(),
                "code_length": CODE_LENGTH,
            }),
            outcome: "code_sent",
        })
    }

    /// All that the app's user flow requires, or a display name where it requires nothing.
    pub(crate) fn attributes_required(&mut self) -> Problem {
        let asked = self.asked();
        let mut required = attributes::missing(asked, &Attributes::new());
        if required.is_empty() {
            required = vec![json!({ "name": NAME, "type": "string", "required": true })];
        }
        refusals::attributes_required(self.token(), required)
    }

    pub(crate) fn attributes_refused(&mut self) -> Problem {
        let first = self.asked().first();
        let name = first.map_or_else(|| NAME.to_owned(), |attribute| attribute.name.clone());
        refusals::attributes_not_valid(&[name])
    }

    fn listed(&mut self, methods: Vec<Value>) -> Outcome {
        Ok(Answer {
            body: json!({ "continuation_token": self.token(), "methods": methods }),
            outcome: "methods",
        })
    }

    fn asked(&self) -> &'a [Attribute] {
        let flow = self
            .tenant
            .zip(self.app())
            .and_then(|(tenant, app)| tenant.user_flow(app).ok());
        flow.map_or(&[], |flow| &flow.attributes)
    }

    fn app(&self) -> Option<&'a App> {
        self.tenant?.find_app(self.field("client_id")?)
    }

    fn contact(&self, channel: Channel) -> Contact {
        if let Some(method) = self.registered(channel) {
            return method.contact;
        }
        let name = self.person().map(|person| person.name);
        let target = match channel {
            Channel::Email => name
                .filter(|n| address::is_email(n))
                .unwrap_or_else(|| SOMEBODY.to_owned()),
            Channel::Sms => SOME_NUMBER.to_owned(),
        };
        Contact { channel, target }
    }

    fn registered(&self, channel: Channel) -> Option<StrongMethod> {
        let person = self.person()?;
        let state = self.domain.state();
        person.user(&state.users)?.method_on(channel).cloned()
    }

    fn person(&self) -> Option<Person> {
        Person::of(&self.domain.state(), self.tenant, self.form?)
    }

    /// A parameter that is there once and not empty.
    fn field(&self, name: &str) -> Option<&'a str> {
        self.form?.optional(name).ok()?
    }
}

fn set(body: &mut Value, name: &str, value: Value) {
    if let Some(members) = body.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}
