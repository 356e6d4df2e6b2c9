//! What follows each form.

use std::sync::Arc;

use axum::response::Response;
use serde_json::Value;

use super::super::Shared;
use super::super::forced::Subject;
use super::super::protocol;
use super::deliver;
use super::pages::{Look, Method, Page};
use crate::asker::Asker;
use crate::flows::{Answer, Endpoint};
use crate::form::Form;
use crate::hosted::Authorize;
use crate::problem::Problem;
use crate::refusals;

/// The pages can do all of it, whatever the app announces of itself.
const CHALLENGE_TYPES: &str = "oob password redirect";
const CAPABILITIES: &str = "mfa_required registration_required";

/// One form that came back.
pub(super) struct Visit {
    pub(super) shared: Arc<Shared>,
    pub(super) subject: Subject,
    pub(super) asker: Asker,
    pub(super) authorize: Authorize,
    pub(super) look: Look,
}

/// A form, by the hidden field `step`. That it stands with the right token is for the flow to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Username,
    Password,
    Code,
    Method,
    SecondFactor,
    Contact,
    ContactCode,
}

type Fields<'f> = &'f [(&'f str, &'f str)];

impl Visit {
    /// The next page, or the way back to the app.
    pub(super) async fn next(self, given: &Form) -> Response {
        let field = |name: &str| given.optional(name).ok().flatten().unwrap_or_default();
        let token = field("continuation_token");
        let step = match field("step") {
            "password" => Step::Password,
            "code" => Step::Code,
            "method" => Step::Method,
            "second_factor" => Step::SecondFactor,
            "contact" => Step::Contact,
            "contact_code" => Step::ContactCode,
            _ => Step::Username,
        };
        let outcome = match step {
            Step::Username => self.username(field("username")).await,
            Step::Password => {
                self.prove("password", token, "password", field("password"))
                    .await
            }
            Step::Code => self.prove("oob", token, "oob", field("oob")).await,
            Step::Method => self.method(token, field("id")).await,
            Step::SecondFactor => self.prove("mfa_oob", token, "oob", field("oob")).await,
            Step::Contact => self.contact(token, field("contact")).await,
            Step::ContactCode => self.contact_code(token, field("oob")).await,
        };
        outcome.unwrap_or_else(|problem| self.refused(step, token, &problem))
    }

    /// The name: the person is asked for a password, or sent a code.
    async fn username(&self, username: &str) -> Result<Response, Problem> {
        let begun = [
            ("username", username),
            ("challenge_type", CHALLENGE_TYPES),
            ("capabilities", CAPABILITIES),
        ];
        let begun = self.ask(Endpoint::Initiate, &begun).await?;
        let token = text(&begun, "continuation_token");
        let fields = [("continuation_token", token.as_str())];
        let challenged = self.ask(Endpoint::Challenge, &fields).await?;
        if text(&challenged, "challenge_type") == "password" {
            let token = &text(&challenged, "continuation_token");
            return Ok(self.show(&Page::Password { token }));
        }
        let label = text(&challenged, "challenge_target_label");
        self.code_page(&challenged, "code", &label)
    }

    /// A proof: done, or another is wanted.
    async fn prove(
        &self,
        grant: &str,
        token: &str,
        name: &str,
        value: &str,
    ) -> Result<Response, Problem> {
        let mut fields = vec![
            ("grant_type", grant),
            ("continuation_token", token),
            ("scope", self.authorize.code.scope.as_str()),
            (name, value),
        ];
        if let Some(claims) = &self.authorize.claims {
            fields.push(("claims", claims));
        }
        match self.ask(Endpoint::Token, &fields).await {
            Ok(answer) if answer.outcome == "authorization_code" => {
                let delivery = self.authorize.granted(&answer.body);
                Ok(deliver(&delivery, "authorization_code", self.look.words))
            }
            Ok(_) => Err(refusals::not_possible_here()),
            Err(problem) => match (problem.suberror_word(), problem.next_token()) {
                (Some("mfa_required"), Some(token)) => self.second_factor(token).await,
                (Some("registration_required"), Some(token)) => {
                    Ok(self.show(&Page::Contact { token }))
                }
                _ => Err(problem),
            },
        }
    }

    /// The one registered method gets a code; of several the person chooses.
    async fn second_factor(&self, token: &str) -> Result<Response, Problem> {
        let (token, methods) = self.methods(token).await?;
        match methods.as_slice() {
            [] => Err(refusals::not_possible_here()),
            [only] => self.second_code(&self.challenge(&token, &only.id).await?),
            _ => Ok(self.show(&Page::Methods {
                token: &token,
                methods: &methods,
            })),
        }
    }

    /// The method was chosen. What is wrong with it is told where another can be.
    async fn method(&self, token: &str, id: &str) -> Result<Response, Problem> {
        match self.challenge(token, id).await {
            Ok(sent) => self.second_code(&sent),
            Err(problem) => {
                let (token, methods) = self.methods(token).await?;
                let form = Page::Methods {
                    token: &token,
                    methods: &methods,
                };
                Ok(self.again(&form, &problem))
            }
        }
    }

    /// The registered methods, and the token to choose one with.
    async fn methods(&self, token: &str) -> Result<(String, Vec<Method>), Problem> {
        let fields = [("continuation_token", token)];
        let listed = self.ask(Endpoint::Introspect, &fields).await?;
        let entries = listed.body.get("methods").and_then(Value::as_array);
        let entries = entries.ok_or_else(refusals::not_possible_here)?;
        let method = |entry: &Value| {
            let member = |name: &str| Some(entry.get(name)?.as_str()?.to_owned());
            Some(Method {
                id: member("id")?,
                label: member("login_hint")?,
                is_email: member("challenge_channel")? == "email",
            })
        };
        let methods = entries.iter().filter_map(method).collect();
        Ok((text(&listed, "continuation_token"), methods))
    }

    async fn challenge(&self, token: &str, id: &str) -> Result<Answer, Problem> {
        let fields = [("continuation_token", token), ("id", id)];
        self.ask(Endpoint::Challenge, &fields).await
    }

    fn second_code(&self, sent: &Answer) -> Result<Response, Problem> {
        let label = text(sent, "challenge_target_label");
        self.code_page(sent, "second_factor", &label)
    }

    /// The form for a code, if that is what is wanted: the answer may be that these pages will not do.
    fn code_page(&self, sent: &Answer, step: &str, label: &str) -> Result<Response, Problem> {
        if text(sent, "challenge_type") != "oob" {
            return Err(refusals::not_possible_here());
        }
        let token = &text(sent, "continuation_token");
        Ok(self.show(&Page::Code { step, token, label }))
    }

    /// What is to be the person's second factor gets a code.
    async fn contact(&self, token: &str, contact: &str) -> Result<Response, Problem> {
        let fields = [("continuation_token", token)];
        let listed = self.ask(Endpoint::RegistrationIntrospect, &fields).await?;
        let token = text(&listed, "continuation_token");
        let fields = [
            ("continuation_token", token.as_str()),
            ("challenge_type", "oob"),
            ("challenge_target", contact),
        ];
        let sent = match self.ask(Endpoint::RegistrationChallenge, &fields).await {
            Ok(sent) => sent,
            // The list has used up the token of the form.
            Err(problem) => return Ok(self.again(&Page::Contact { token: &token }, &problem)),
        };
        self.code_page(&sent, "contact_code", contact)
    }

    /// The second factor is the person's, and the sign-in is done.
    async fn contact_code(&self, token: &str, code: &str) -> Result<Response, Problem> {
        let fields = [
            ("continuation_token", token),
            ("grant_type", "oob"),
            ("oob", code),
        ];
        let registered = self.ask(Endpoint::RegistrationContinue, &fields).await?;
        let token = text(&registered, "continuation_token");
        self.prove("continuation_token", &token, "username", "")
            .await
    }

    /// The flow's word on some fields, as if an app had sent them.
    async fn ask(&self, endpoint: Endpoint, fields: Fields<'_>) -> Result<Answer, Problem> {
        let client = [("client_id", self.authorize.client_id.as_str())];
        let all = client.iter().chain(fields);
        let all = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let subject = Subject {
            form: Some(Arc::new(Form::of(all.collect()))),
            ..self.subject.clone()
        };
        let mut asker = self.asker.clone();
        asker.browser = Some(Arc::new(self.authorize.code.clone()));
        protocol::answer(endpoint, &self.shared, &subject, asker).await
    }

    /// A form is shown again with what is wrong, where it can be put right. What the person cannot
    /// change the app is told.
    fn refused(&self, step: Step, token: &str, problem: &Problem) -> Response {
        let error = problem.error();
        if matches!(
            error,
            "access_denied" | "server_error" | "temporarily_unavailable"
        ) {
            let delivery = self.authorize.refused(error, problem);
            return deliver(&delivery, "refused", self.look.words);
        }
        // These leave the flow where it stands; anything else begins anew.
        let stays = error == "invalid_grant";
        let label = "";
        let page = match step {
            Step::Password if stays => Page::Password { token },
            Step::Code if stays => Page::Code {
                step: "code",
                token,
                label,
            },
            Step::SecondFactor if stays => Page::Code {
                step: "second_factor",
                token,
                label,
            },
            Step::ContactCode if stays => Page::Code {
                step: "contact_code",
                token,
                label,
            },
            _ => Page::Username {
                hint: self.authorize.login_hint.as_deref(),
            },
        };
        self.again(&page, problem)
    }

    fn show(&self, page: &Page<'_>) -> Response {
        self.look.render(page, None)
    }

    fn again(&self, page: &Page<'_>, problem: &Problem) -> Response {
        self.look.render(page, Some(problem))
    }
}

fn text(answer: &Answer, member: &str) -> String {
    let value = answer.body.get(member).and_then(Value::as_str);
    value.unwrap_or_default().to_owned()
}
