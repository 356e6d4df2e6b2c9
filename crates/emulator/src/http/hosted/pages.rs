//! The pages: plain HTML, no script, no style, nothing from elsewhere.

use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{DOCTYPE, Markup, html};

use super::super::reply::Outcome;
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
    Contact {
        token: &'a str,
    },
}

impl Page<'_> {
    /// The form, with what was wrong with the last one.
    pub(super) fn render(&self, action: &str, problem: Option<&Problem>) -> Response {
        let title = match self {
            Self::Contact { .. } => "Add a second factor",
            _ => "Sign in",
        };
        let body = html! {
            @if let Some(problem) = problem { p role="alert" { (problem.description()) } }
            form method="post" action=(action) { (self.fields()) button { "Go on" } }
        };
        let outcome = problem.map_or_else(|| "page".to_owned(), Problem::outcome);
        page(StatusCode::OK, title, &body, outcome)
    }

    fn fields(&self) -> Markup {
        match self {
            Self::Username { hint } => html! {
                (hidden("step", "username"))
                label { "E-mail address or user name "
                    input name="username" autocomplete="username" required value=[hint]; }
            },
            Self::Password { token } => html! {
                (hidden("step", "password")) (hidden("continuation_token", token))
                label { "Password "
                    input type="password" name="password" autocomplete="current-password" required; }
            },
            Self::Code { step, token, label } => html! {
                (hidden("step", step)) (hidden("continuation_token", token))
                @if !label.is_empty() { p { "A code was sent to " (label) "." } }
                label { "Code "
                    input name="oob" autocomplete="one-time-code" inputmode="numeric" required; }
            },
            Self::Contact { token } => html! {
                (hidden("step", "contact")) (hidden("continuation_token", token))
                label { "E-mail address, or phone number with + and country code "
                    input name="contact" required; }
            },
        }
    }
}

/// What nobody but the person is told.
pub(super) fn refusal(problem: &Problem) -> Response {
    let body = html! { p role="alert" { (problem.description()) } };
    let outcome = problem.outcome();
    page(StatusCode::BAD_REQUEST, "Sign in", &body, outcome)
}

pub(super) fn signed_out() -> Response {
    let body = html! { p { "You are signed out." } };
    page(StatusCode::OK, "Signed out", &body, "signed_out".to_owned())
}

/// The answer as a form to the app (Form Post Response Mode). It would send itself with a script;
/// these pages have none, so the person does.
pub(super) fn posting(delivery: &Delivery, outcome: &'static str) -> Response {
    let body = html! {
        form method="post" action=(delivery.redirect_uri) {
            @for (name, value) in &delivery.members { (hidden(name, value)) }
            button { "Go on to the app" }
        }
    };
    page(StatusCode::OK, "Back to the app", &body, outcome.to_owned())
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

fn page(status: StatusCode, title: &str, body: &Markup, outcome: String) -> Response {
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) " (emulator)" }
            }
            body {
                h1 { (title) }
                p { "This is a development tool and not an identity provider." }
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
