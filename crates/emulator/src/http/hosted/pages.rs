//! The pages: plain HTML, no script, no style, nothing from elsewhere.

use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{DOCTYPE, Markup, html};

use super::super::reply::Outcome;
use super::words::Words;
use crate::hosted::Delivery;
use crate::problem::Problem;

/// Says as much to the browser. Where forms may lead is not restricted: they end at the app's
/// address, which can have any scheme.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/// A form for the person.
pub(super) enum Page<'a> {
    Username {
        hint: Option<&'a str>,
    },
    Password {
        token: &'a str,
    },
    Code {
        step: &'a str,
        token: &'a str,
        label: &'a str,
    },
    /// Several second factors are the person's.
    Methods {
        token: &'a str,
        methods: &'a [Method],
    },
    Contact {
        token: &'a str,
    },
}

/// One second factor to choose.
pub(super) struct Method {
    pub(super) id: String,
    /// Its address or number, masked.
    pub(super) label: String,
    pub(super) is_email: bool,
}

/// What all pages of one visit have in common.
pub(super) struct Look {
    /// Where the forms go.
    pub(super) action: String,
    pub(super) words: &'static Words,
}

impl Look {
    /// The form, with what was wrong with the last one.
    pub(super) fn render(&self, form: &Page<'_>, problem: Option<&Problem>) -> Response {
        let words = self.words;
        let title = match form {
            Page::Contact { .. } => words.add_factor,
            _ => words.sign_in,
        };
        let body = html! {
            @if let Some(problem) = problem { (alert(problem)) }
            form method="post" action=(self.action) { (form.fields(words)) button { (words.go_on) } }
        };
        let outcome = problem.map_or_else(|| "page".to_owned(), Problem::outcome);
        page(StatusCode::OK, words.language, title, &body, outcome)
    }
}

impl Page<'_> {
    fn fields(&self, words: &Words) -> Markup {
        match self {
            Self::Username { hint } => html! {
                (hidden("step", "username"))
                label { (words.username) " "
                    input name="username" autocomplete="username" required value=[hint]; }
            },
            Self::Password { token } => html! {
                (hidden("step", "password")) (hidden("continuation_token", token))
                label { (words.password) " "
                    input type="password" name="password" autocomplete="current-password" required; }
            },
            Self::Code { step, token, label } => html! {
                (hidden("step", step)) (hidden("continuation_token", token))
                @if !label.is_empty() { p { (words.code_sent_to) " " (label) } }
                label { (words.code) " "
                    input name="oob" autocomplete="one-time-code" inputmode="numeric" required; }
            },
            Self::Methods { token, methods } => html! {
                (hidden("step", "method")) (hidden("continuation_token", token))
                fieldset {
                    legend { (words.choose) }
                    @for method in *methods {
                        label {
                            input type="radio" name="id" value=(method.id) required;
                            (if method.is_email { words.by_email } else { words.by_sms })
                            " " (method.label)
                        }
                    }
                }
            },
            Self::Contact { token } => html! {
                (hidden("step", "contact")) (hidden("continuation_token", token))
                label { (words.contact) " " input name="contact" required; }
            },
        }
    }
}

/// What nobody but the person is told. Nobody knows whose page it would be, so it is in English.
pub(super) fn refusal(problem: &Problem) -> Response {
    let outcome = problem.outcome();
    let status = StatusCode::BAD_REQUEST;
    page(status, "en", "Sign in", &alert(problem), outcome)
}

/// No app's page, so in English too.
pub(super) fn signed_out() -> Response {
    let body = html! { p { "You are signed out." } };
    let outcome = "signed_out".to_owned();
    page(StatusCode::OK, "en", "Signed out", &body, outcome)
}

/// The answer as a form to the app (Form Post Response Mode). It would send itself with a script;
/// these pages have none, so the person does.
pub(super) fn posting(delivery: &Delivery, outcome: &'static str, words: &Words) -> Response {
    let body = html! {
        form method="post" action=(delivery.redirect_uri) {
            @for (name, value) in &delivery.members { (hidden(name, value)) }
            button { (words.go_on_to_app) }
        }
    };
    let outcome = outcome.to_owned();
    page(StatusCode::OK, words.language, words.back, &body, outcome)
}

pub(super) fn redirect(location: HeaderValue, outcome: &'static str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(LOCATION, location);
    finished(response, outcome.to_owned())
}

fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// As the protocol has it, in English.
fn alert(problem: &Problem) -> Markup {
    html! { p role="alert" lang="en" { (problem.description()) } }
}

fn page(
    status: StatusCode,
    language: &str,
    title: &str,
    body: &Markup,
    outcome: String,
) -> Response {
    let whole = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) " (emulator)" }
            }
            body {
                h1 { (title) }
                p lang="en" { "This is a development tool and not an identity provider." }
                (body)
            }
        }
    };
    let mut response = Response::new(Body::from(whole.into_string()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    finished(response, outcome)
}

fn finished(mut response: Response, outcome: String) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        // The address holds the app's request and perhaps a name.
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(Outcome(outcome));
    response
}
