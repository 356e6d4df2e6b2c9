//! The request to the authorization endpoint.

use serde_json::Value;
use url::form_urlencoded;

use super::{CodeRequest, Delivery, ResponseMode};
use crate::claims_request;
use crate::form::Form;
use crate::problem::Problem;
use crate::refusals;
use crate::tenant::{App, Tenant};
use crate::tokens::Scopes;

/// A request that can be answered. It names a person, so it has no `Debug`.
#[derive(Clone)]
pub(crate) struct Authorize {
    pub(crate) client_id: String,
    pub(crate) code: CodeRequest,
    pub(crate) login_hint: Option<String>,
    /// The languages that the app would like the pages in, with spaces between (OpenID Connect Core 1.0,
    /// section 3.1.2.1).
    pub(crate) ui_locales: Option<String>,
    /// As given; good JSON.
    pub(crate) claims: Option<String>,
    mode: ResponseMode,
    state: Option<String>,
}

/// A request that cannot.
pub(crate) enum Rejected {
    /// Nobody knows whether the app may be told: the person is.
    Shown(Problem),
    /// The app is told.
    SentBack(Delivery),
}

impl Authorize {
    /// Reads the query. First who asks and where the answer goes: a wrong address must never be
    /// redirected to.
    pub(crate) fn parse(query: &str, tenant: &Tenant) -> Result<Self, Rejected> {
        let params = Form::of(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        );
        let (app, redirect_uri) = addressee(&params, tenant).map_err(Rejected::Shown)?;
        let mut back = Delivery {
            redirect_uri: redirect_uri.clone(),
            mode: ResponseMode::Query,
            members: Vec::new(),
        };
        let state = params.optional("state").ok().flatten();
        back.members
            .extend(state.map(|state| ("state", state.to_owned())));
        match response_mode(&params) {
            Ok(mode) => back.mode = mode,
            Err(problem) => {
                return Err(Rejected::SentBack(refused(
                    back,
                    "invalid_request",
                    &problem,
                )));
            }
        }
        Self::wanted(&params, tenant, app, redirect_uri, back.mode).map_err(|problem| {
            // No page can ask for consent: only administrators give it.
            let error = match problem.error() {
                "invalid_grant" => "consent_required",
                other => other,
            };
            Rejected::SentBack(refused(back, error, &problem))
        })
    }

    fn wanted(
        params: &Form,
        tenant: &Tenant,
        app: &App,
        redirect_uri: String,
        mode: ResponseMode,
    ) -> Result<Self, Problem> {
        if params.required("response_type")? != "code" {
            return Err(refusals::response_type_not_supported());
        }
        let scope = params.required("scope")?;
        Scopes::parse(scope, tenant, &app.client_id)?;
        let code_challenge = params.required("code_challenge")?;
        // Without a method the verifier itself would go through the browser.
        let method = params.required("code_challenge_method")?;
        if method != "S256" || !is_code_challenge(code_challenge) {
            return Err(refusals::not_valid("code_challenge"));
        }
        let claims = params.optional("claims")?;
        if let Some(claims) = claims {
            claims_request::contexts(claims, tenant)?;
        }
        match params.optional("prompt")? {
            // No session is kept in the browser that could sign anybody in unseen.
            Some("none") => return Err(refusals::login_required()),
            None | Some("login" | "select_account" | "consent") => {}
            // Among them `create`: these pages make no accounts.
            Some(_) => return Err(refusals::not_valid("prompt")),
        }
        let text = |name: &str| Ok(params.optional(name)?.map(str::to_owned));
        Ok(Self {
            client_id: app.client_id.clone(),
            code: CodeRequest {
                is_spa: app.spa_redirect_uris.contains(&redirect_uri),
                redirect_uri,
                scope: scope.to_owned(),
                nonce: text("nonce")?,
                code_challenge: code_challenge.to_owned(),
                client_info: matches!(params.optional("client_info")?, Some("1" | "true")),
            },
            ui_locales: text("ui_locales")?,
            login_hint: text("login_hint")?,
            claims: claims.map(str::to_owned),
            mode,
            state: text("state")?,
        })
    }

    /// The app gets its code, and what else the answer of the token endpoint's flow says of the sign-in.
    pub(crate) fn granted(&self, answer: &Value) -> Delivery {
        let mut delivery = self.delivery();
        let told = ["code", "client_info", "session_state"].into_iter();
        let told = told.filter_map(|name| {
            let value = answer.get(name).and_then(Value::as_str)?;
            Some((name, value.to_owned()))
        });
        delivery.members.splice(0..0, told);
        delivery
    }

    /// The app is told that it gets none.
    pub(crate) fn refused(&self, error: &'static str, problem: &Problem) -> Delivery {
        refused(self.delivery(), error, problem)
    }

    fn delivery(&self) -> Delivery {
        let state = self.state.clone().map(|state| ("state", state));
        Delivery {
            redirect_uri: self.code.redirect_uri.clone(),
            mode: self.mode,
            members: state.into_iter().collect(),
        }
    }
}

fn addressee<'t>(params: &Form, tenant: &'t Tenant) -> Result<(&'t App, String), Problem> {
    let app = tenant.app(params.required("client_id")?)?;
    let redirect_uri = params.required("redirect_uri")?;
    // Letter by letter, as registered.
    if app.takes_answers_at(redirect_uri) {
        Ok((app, redirect_uri.to_owned()))
    } else {
        Err(refusals::redirect_uri_not_registered())
    }
}

fn response_mode(params: &Form) -> Result<ResponseMode, Problem> {
    match params.optional("response_mode")? {
        None => Ok(ResponseMode::Query),
        Some(word) => ResponseMode::named(word).ok_or_else(|| refusals::not_valid("response_mode")),
    }
}

fn refused(mut back: Delivery, error: &'static str, problem: &Problem) -> Delivery {
    let told = [
        ("error", error.to_owned()),
        ("error_description", problem.description()),
    ];
    back.members.splice(0..0, told);
    back
}

/// SHA-256 in base64url without padding.
fn is_code_challenge(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    text.len() == 43 && text.bytes().all(is_word)
}
