//! Which path leads where.

use std::sync::Arc;

use axum::extract::{Extension, OriginalUri, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};
use axum::{Router, middleware};

use super::protocol::Document;
use super::{
    Shared, api_page, clock_page, cors, exchange, fault_page, hosted, management, protocol, reply,
    snapshot_page, spelling,
};
use crate::faults::endpoints;
use crate::flows::Endpoint;
use crate::problem::Stamp;
use crate::refusals;

/// The page that takes the tenants' own tokens.
pub(super) const API: &str = "/api";

/// The whole emulator as one service.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    let mut tenants = Router::new();
    for page in Document::ALL {
        tenants = tenants.route(&format!("/{{tenant}}/{}", page.path), document(page));
    }
    for endpoint in Endpoint::ALL {
        tenants = tenants.route(&format!("/{{tenant}}/{}", endpoint.path()), form(endpoint));
    }
    let tenants = tenants
        .route(
            &format!("/{{tenant}}/{}", endpoints::AUTHORIZE),
            only("GET, POST", get(authorize).post(authorize)),
        )
        .route(
            &format!("/{{tenant}}/{}", endpoints::LOGOUT),
            only("GET", get(logout)),
        );
    let faults = get(list_faults).post(add_faults).delete(clear_faults);
    let management = Router::new()
        .route("/messages", only("GET", get(messages)))
        .route("/requests", only("GET", get(requests)))
        .route("/users", only("GET, POST", get(users).post(add_user)))
        .route(
            "/users/{id}",
            only("DELETE, PATCH", delete(delete_user).patch(change_user)),
        )
        .route("/mfa", only("POST", post(mfa)))
        .route("/export", only("GET", get(export)))
        .route("/import", only("POST", post(import)))
        .route("/clock", only("GET, POST", get(clock).post(advance)))
        .route("/faults", only("GET, POST, DELETE", faults))
        .route("/reset", only("POST", post(reset)))
        .route(API, only("GET", get(api)))
        .fallback(nowhere);
    let around = middleware::from_fn_with_state(Arc::clone(&shared), exchange::around);
    let mut tenants = tenants.fallback(nowhere).layer(around.clone());
    // Outside of everything else: a page must be able to read every answer, refusals included.
    if let Some(cors) = cors::layer(&shared.cors_origins) {
        tenants = tenants.layer(cors);
    }
    let emulator = Router::new()
        .nest(exchange::MANAGEMENT, management)
        .layer(around)
        .merge(tenants)
        .with_state(shared);
    // A router of its own, since a layer of the one above would come after the choice of the route.
    Router::new()
        .fallback_service(emulator)
        .layer(middleware::map_request(spelling::of_the_protocol))
}

/// What a connection too many is told, whatever it asks.
pub(super) fn busy_router(shared: Arc<Shared>) -> Router {
    Router::new()
        .fallback(busy)
        .layer(middleware::from_fn_with_state(shared, exchange::around))
}

type Served = State<Arc<Shared>>;

async fn authorize(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    hosted::authorize(shared, request, stamp).await
}

async fn logout(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    hosted::logout(&shared, request, &stamp).await
}

async fn api(
    State(shared): Served,
    OriginalUri(uri): OriginalUri,
    Extension(stamp): Extension<Stamp>,
    headers: HeaderMap,
) -> Response {
    api_page::answer(&shared, &headers, &uri, &stamp)
}

async fn messages(State(shared): Served, OriginalUri(uri): OriginalUri) -> Response {
    management::messages(&shared, &uri)
}

async fn requests(State(shared): Served) -> Response {
    management::requests(&shared)
}

async fn users(State(shared): Served) -> Response {
    management::users(&shared)
}

async fn add_user(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    management::add_user(shared, request, stamp).await
}

async fn mfa(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    management::mfa(shared, request, stamp).await
}

async fn change_user(
    State(shared): Served,
    OriginalUri(uri): OriginalUri,
    Extension(stamp): Extension<Stamp>,
    mut request: Request,
) -> Response {
    *request.uri_mut() = uri;
    management::change_user(shared, request, stamp).await
}

async fn delete_user(
    State(shared): Served,
    OriginalUri(uri): OriginalUri,
    Extension(stamp): Extension<Stamp>,
) -> Response {
    management::delete_user(&shared, &uri, &stamp)
}

async fn clock(State(shared): Served) -> Response {
    clock_page::show(&shared)
}

async fn advance(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    clock_page::advance(shared, request, stamp).await
}

async fn export(State(shared): Served) -> Response {
    snapshot_page::export(&shared)
}

async fn import(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    snapshot_page::import(shared, request, stamp).await
}

async fn list_faults(State(shared): Served) -> Response {
    fault_page::list(&shared)
}

async fn add_faults(
    State(shared): Served,
    Extension(stamp): Extension<Stamp>,
    request: Request,
) -> Response {
    fault_page::add(shared, request, stamp).await
}

async fn clear_faults(State(shared): Served) -> Response {
    fault_page::clear(&shared)
}

async fn reset(State(shared): Served) -> Response {
    management::reset(&shared)
}

async fn busy(Extension(stamp): Extension<Stamp>) -> Response {
    reply::problem(refusals::too_many_connections(), &stamp)
}

async fn nowhere(Extension(stamp): Extension<Stamp>) -> Response {
    reply::refusal(404, "There is no such page.", &stamp)
}

fn form(endpoint: Endpoint) -> MethodRouter<Arc<Shared>> {
    let answer =
        move |State(shared): Served, Extension(stamp): Extension<Stamp>, request: Request| {
            protocol::endpoint(endpoint, shared, request, stamp)
        };
    only("POST", post(answer))
}

fn document(page: Document) -> MethodRouter<Arc<Shared>> {
    let answer =
        move |State(shared): Served, Extension(stamp): Extension<Stamp>, request: Request| {
            protocol::document(page, shared, request, stamp)
        };
    only("GET", get(answer))
}

/// Every other method is answered 405, in JSON.
fn only(methods: &'static str, router: MethodRouter<Arc<Shared>>) -> MethodRouter<Arc<Shared>> {
    router.fallback(move |Extension(stamp): Extension<Stamp>| {
        std::future::ready(reply::not_allowed(methods, &stamp))
    })
}
