//! The authorization endpoint's pages: a sign-in in the browser, with forms and nothing else.
//!
//! The pages are a client of the same flows as the apps are; a flow's continuation token travels in
//! a hidden field, and the app's request in the query all along. So what a tenant demands, what it
//! refuses and whom it locks out is the same here.

mod pages;
mod steps;
mod words;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, Uri};
use axum::response::Response;
use url::form_urlencoded;

use super::caller::Waiting;
use super::exchange::Told;
use super::forced::{self, Subject, Verdict};
use super::{Shared, protocol};
use crate::asker::Asker;
use crate::faults::endpoints;
use crate::form::Form;
use crate::hosted::{Authorize, Delivery, Rejected, ResponseMode};
use crate::language;
use crate::problem::Stamp;
use crate::refusals;
use crate::tenant::Tenant;

use pages::{Look, Page};
use words::{Words, words};

/// `GET` and `POST` of the authorization endpoint.
pub(super) async fn authorize(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let domain = shared.domain();
    let uri = request.uri().clone();
    let asker = protocol::asker(&request, &stamp);
    let waiting = request.extensions().get::<Waiting>().cloned();
    let given = if request.method() == Method::POST {
        match form(request, domain.limits.body_bytes, &stamp).await {
            Ok(form) => Some(Arc::new(form)),
            Err(response) => return *response,
        }
    } else {
        None
    };
    let subject = Subject {
        form: given.clone().or_else(|| named_in(&uri, "login_hint")),
        domain,
        uri,
        path: endpoints::AUTHORIZE,
    };
    let mark = match forced::verdict(&shared.faults, &subject, waiting, &stamp).await {
        Verdict::Answer(response) => return response,
        Verdict::Process(mark) => mark,
    };
    let mut response = signing_in(shared, subject, asker, given.as_deref()).await;
    response.extensions_mut().insert(mark);
    response
}

/// The first page, or what follows a form that came back.
async fn signing_in(
    shared: Arc<Shared>,
    subject: Subject,
    mut asker: Asker,
    given: Option<&Form>,
) -> Response {
    let Some(tenant) = subject.tenant() else {
        return pages::refusal(&refusals::tenant_not_found());
    };
    let authorize = match Authorize::parse(subject.uri.query().unwrap_or_default(), tenant) {
        Ok(authorize) => authorize,
        Err(Rejected::Shown(problem)) => return pages::refusal(&problem),
        Err(Rejected::SentBack(delivery)) => return deliver(&delivery, "refused", words("en")),
    };
    let app = tenant.find_app(&authorize.client_id);
    let told = Told {
        app: app.map(|app| app.name.clone()),
        ..Told::default()
    };
    // What the app asks for goes before what the browser would like, for the codes by e-mail too.
    if let Some(wanted) = &authorize.ui_locales {
        let wanted: Vec<&str> = wanted
            .split_whitespace()
            .chain(asker.languages.as_deref())
            .collect();
        asker.languages = Some(wanted.join(","));
    }
    let flow = app.and_then(|app| tenant.user_flow(app).ok());
    let offered = flow.map_or(&[][..], |flow| &flow.languages);
    let look = Look {
        action: action(&subject.uri),
        words: words(language::chosen(offered, asker.languages.as_deref())),
    };
    let mut response = match given {
        Some(given) => {
            let visit = steps::Visit {
                shared,
                subject,
                asker,
                authorize,
                look,
            };
            visit.next(given).await
        }
        None => {
            let hint = authorize.login_hint.as_deref();
            look.render(&Page::Username { hint }, None)
        }
    };
    response.extensions_mut().insert(told);
    response
}

/// The fields of a form that came back.
async fn form(request: Request, limit: usize, stamp: &Stamp) -> Result<Form, Box<Response>> {
    let content_type = request.headers().get(CONTENT_TYPE).cloned();
    let body = protocol::read(request.into_body(), limit, stamp).await?;
    let content_type = content_type.as_ref().and_then(|value| value.to_str().ok());
    Ok(Form::parse(content_type, &body))
}

/// `GET` of the logout endpoint. It would end the browser's session; none is kept, so there is
/// nothing to do but to send the person on, if the address is one of the tenant's apps'.
pub(super) async fn logout(shared: &Shared, request: Request, stamp: &Stamp) -> Response {
    let uri = request.uri().clone();
    let subject = Subject {
        domain: shared.domain(),
        form: named_in(&uri, "logout_hint"),
        uri,
        path: endpoints::LOGOUT,
    };
    let waiting = request.extensions().get::<Waiting>().cloned();
    let mark = match forced::verdict(&shared.faults, &subject, waiting, stamp).await {
        Verdict::Answer(response) => return response,
        Verdict::Process(mark) => mark,
    };
    let mut response = signing_out(&subject);
    response.extensions_mut().insert(mark);
    response
}

fn signing_out(subject: &Subject) -> Response {
    let Some(tenant) = subject.tenant() else {
        return pages::refusal(&refusals::tenant_not_found());
    };
    let redirect_uri = param(&subject.uri, "post_logout_redirect_uri");
    match redirect_uri.filter(|uri| is_known(tenant, uri)) {
        Some(redirect_uri) => {
            let delivery = Delivery {
                redirect_uri,
                mode: ResponseMode::Query,
                members: param(&subject.uri, "state")
                    .map(|state| ("state", state))
                    .into_iter()
                    .collect(),
            };
            deliver(&delivery, "signed_out", words("en"))
        }
        None => pages::signed_out(),
    }
}

/// The person a query hints at, as the form of a native request names one, for the faults to be
/// found by.
fn named_in(uri: &Uri, hint: &str) -> Option<Arc<Form>> {
    let username = param(uri, hint)?;
    let fields = vec![("username".to_owned(), username)];
    Some(Arc::new(Form::of(fields)))
}

fn param(uri: &Uri, wanted: &str) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes())
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.into_owned())
}

fn is_known(tenant: &Tenant, redirect_uri: &str) -> bool {
    let mut apps = tenant.apps().iter();
    apps.any(|app| app.takes_answers_at(redirect_uri))
}

/// Sends the browser to the app.
fn deliver(delivery: &Delivery, outcome: &'static str, words: &Words) -> Response {
    if delivery.mode == ResponseMode::FormPost {
        return pages::posting(delivery, outcome, words);
    }
    let location = delivery.location();
    match location.and_then(|uri| HeaderValue::from_str(&uri).ok()) {
        Some(location) => pages::redirect(location, outcome),
        None => pages::refusal(&refusals::redirect_uri_not_registered()),
    }
}

/// Where the forms go: the same address, with the app's request in it.
fn action(uri: &Uri) -> String {
    let path = uri.path();
    match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}
