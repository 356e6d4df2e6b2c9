//! The authorization endpoint's pages: a sign-in in the browser, with forms and nothing else.
//!
//! The pages are a client of the same flows as the apps are; a flow's continuation token travels in
//! a hidden field, and the app's request in the query all along. So what a tenant demands, what it
//! refuses and whom it locks out is the same here.

mod pages;
mod steps;

use std::sync::Arc;

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Method, Uri};
use axum::response::Response;
use url::form_urlencoded;

use super::exchange::Told;
use super::forced::Subject;
use super::{Shared, protocol};
use crate::form::Form;
use crate::hosted::{Authorize, Delivery, Rejected, ResponseMode};
use crate::problem::Stamp;
use crate::refusals;
use crate::tenant::Tenant;

use pages::Page;

/// The paths after the tenant.
pub(super) const AUTHORIZE: &str = "oauth2/v2.0/authorize";
pub(super) const LOGOUT: &str = "oauth2/v2.0/logout";

/// `GET` and `POST` of the authorization endpoint.
pub(super) async fn authorize(shared: Arc<Shared>, request: Request, stamp: Stamp) -> Response {
    let uri = request.uri().clone();
    let domain = shared.domain();
    let Some((tenant, _)) = domain.tenant(protocol::first_segment(&uri)) else {
        return pages::refusal(&refusals::tenant_not_found());
    };
    let authorize = match Authorize::parse(uri.query().unwrap_or_default(), tenant) {
        Ok(authorize) => authorize,
        Err(Rejected::Shown(problem)) => return pages::refusal(&problem),
        Err(Rejected::SentBack(delivery)) => return deliver(&delivery, "refused"),
    };
    let app = tenant.find_app(&authorize.client_id);
    let told = Told {
        app: app.map(|app| app.name.clone()),
        ..Told::default()
    };
    let mut response = if request.method() == Method::POST {
        answered(shared, request, authorize, &stamp).await
    } else {
        let hint = authorize.login_hint.as_deref();
        Page::Username { hint }.render(&action(&uri), None)
    };
    response.extensions_mut().insert(told);
    response
}

/// A form came back.
async fn answered(
    shared: Arc<Shared>,
    request: Request,
    authorize: Authorize,
    stamp: &Stamp,
) -> Response {
    let uri = request.uri().clone();
    let asker = protocol::asker(&request, stamp);
    let content_type = request.headers().get(CONTENT_TYPE).cloned();
    let domain = shared.domain();
    let limit = domain.limits.body_bytes;
    let body = match protocol::read(request.into_body(), limit, stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let content_type = content_type.as_ref().and_then(|value| value.to_str().ok());
    let given = Form::parse(content_type, &body);
    let subject = Subject {
        domain,
        uri: uri.clone(),
        path: AUTHORIZE,
        form: None,
    };
    steps::Visit {
        shared,
        subject,
        asker,
        authorize,
        action: action(&uri),
    }
    .next(&given)
    .await
}

/// `GET` of the logout endpoint. It would end the browser's session; none is kept, so there is
/// nothing to do but to send the person on, if the address is one of the tenant's apps'.
pub(super) fn logout(shared: &Shared, uri: &Uri) -> Response {
    let domain = shared.domain();
    let Some((tenant, _)) = domain.tenant(protocol::first_segment(uri)) else {
        return pages::refusal(&refusals::tenant_not_found());
    };
    let query = uri.query().unwrap_or_default();
    let param = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    match param("post_logout_redirect_uri").filter(|uri| is_known(tenant, uri)) {
        Some(redirect_uri) => {
            let delivery = Delivery {
                redirect_uri,
                mode: ResponseMode::Query,
                members: param("state")
                    .map(|state| ("state", state))
                    .into_iter()
                    .collect(),
            };
            deliver(&delivery, "signed_out")
        }
        None => pages::signed_out(),
    }
}

fn is_known(tenant: &Tenant, redirect_uri: &str) -> bool {
    let mut apps = tenant.apps().iter();
    apps.any(|app| app.takes_answers_at(redirect_uri))
}

/// Sends the browser to the app.
fn deliver(delivery: &Delivery, outcome: &'static str) -> Response {
    if delivery.mode == ResponseMode::FormPost {
        return pages::posting(delivery, outcome);
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
