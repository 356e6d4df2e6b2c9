//! The tenant's endpoints.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderValue, Uri};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;

use super::Shared;
use super::caller::{Caller, Waiting};
use super::exchange::Told;
use super::forced::{self, Subject, Verdict};
use super::reply::{self, Outcome};
use super::request_log::masked_fields;
use crate::asker::Asker;
use crate::discovery;
use crate::errands::Outside;
use crate::faults::endpoints;
use crate::flows::{self, Answer, Asked, Endpoint, Turn};
use crate::form::Form;
use crate::problem::{Problem, Stamp};
use crate::refusals;
use crate::tenant::Tenant;
use crate::traffic::{self, DOCUMENT_COST};

/// The longest a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// How many times the limit is read and thrown away of a body that is too long.
const DISCARDED: usize = 64;

/// Answers one of the endpoints that take a form.
pub(super) async fn endpoint(
    endpoint: Endpoint,
    shared: Arc<Shared>,
    request: Request,
    stamp: Stamp,
) -> Response {
    let uri = request.uri().clone();
    let asker = asker(&request, &stamp);
    let waiting = request.extensions().get::<Waiting>().cloned();
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let domain = shared.domain();
    let limit = domain.limits.body_bytes;
    let body = match read(request.into_body(), limit, &stamp).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let form = Arc::new(Form::parse(content_type.as_deref(), &body));
    let subject = Subject {
        domain,
        uri,
        path: endpoint.path(),
        form: Some(Arc::clone(&form)),
    };
    let told = told(&subject, &form);
    let mut response = match forced::verdict(&shared.faults, &subject, waiting, &stamp).await {
        Verdict::Answer(response) => response,
        Verdict::Process(mark) => {
            let mut response = reply(answer(endpoint, &shared, &subject, asker).await, &stamp);
            response.extensions_mut().insert(mark);
            response
        }
    };
    response.extensions_mut().insert(told);
    response
}

/// What the flows say to a form, within the limits on traffic.
pub(super) async fn answer(
    endpoint: Endpoint,
    shared: &Shared,
    subject: &Subject,
    asker: Asker,
) -> Result<Answer, Problem> {
    let domain = &subject.domain;
    let tenant = subject.tenant().ok_or_else(refusals::tenant_not_found)?;
    let (address, now, traffic) = (asker.address, domain.now(), &domain.traffic);
    traffic.admit(&tenant.id, address, traffic::cost(endpoint), now)?;
    let answer = worked_out(endpoint, shared, subject, asker).await?;
    traffic.charge(&tenant.id, address, traffic::surcharge(&answer), now);
    Ok(answer)
}

/// Works on a request until there is an answer, and does in between what must be done outside.
async fn worked_out(
    endpoint: Endpoint,
    shared: &Shared,
    subject: &Subject,
    asker: Asker,
) -> Result<Answer, Problem> {
    let mut outside = Outside::default();
    loop {
        let (subject, asker) = (subject.clone(), asker.clone());
        let work = move || {
            let turn = turn(endpoint, &subject, &asker, &mut outside);
            (turn, outside)
        };
        // Hashing passwords and signing tokens would hold up an async thread.
        let worked = tokio::task::spawn_blocking(work).await;
        let (turn, learnt) = worked.map_err(|_| refusals::server_error())?;
        outside = learnt;
        match turn {
            Turn::Done(answer) => return answer,
            Turn::Errand(errand) => shared.courier.run(errand, &mut outside).await,
        }
    }
}

fn turn(endpoint: Endpoint, subject: &Subject, asker: &Asker, outside: &mut Outside) -> Turn {
    let Subject {
        domain, uri, form, ..
    } = subject;
    let Some((tenant, named)) = domain.tenant(first_segment(uri)) else {
        return Turn::Done(Err(refusals::tenant_not_found()));
    };
    let Some(params) = form else {
        return Turn::Done(Err(refusals::server_error()));
    };
    let asked = Asked {
        endpoint,
        tenant,
        named,
        params,
        asker,
    };
    flows::answer(domain, asked, outside)
}

/// Who sent a request.
pub(super) fn asker(request: &Request, stamp: &Stamp) -> Asker {
    let languages = request.headers().get(ACCEPT_LANGUAGE);
    Asker {
        address: request.extensions().get::<Caller>().map(|c| c.address),
        correlation_id: stamp.correlation_id.clone(),
        languages: languages.and_then(|value| Some(value.to_str().ok()?.to_owned())),
        is_cross_origin: request.headers().contains_key(ORIGIN),
        browser: None,
    }
}

/// One of the two documents anybody may read.
#[derive(Clone, Copy)]
pub(super) struct Document {
    /// After the tenant.
    pub(super) path: &'static str,
    outcome: &'static str,
    write: fn(&Tenant, &str) -> Value,
}

impl Document {
    pub(super) const ALL: [Self; 2] = [
        Self {
            path: endpoints::METADATA,
            outcome: "metadata",
            write: discovery::metadata,
        },
        Self {
            path: endpoints::KEYS,
            outcome: "keys",
            write: discovery::keys,
        },
    ];
}

/// Answers with one of those documents.
pub(super) async fn document(
    document: Document,
    shared: Arc<Shared>,
    request: Request,
    stamp: Stamp,
) -> Response {
    let subject = Subject {
        domain: shared.domain(),
        uri: request.uri().clone(),
        path: document.path,
        form: None,
    };
    let waiting = request.extensions().get::<Waiting>().cloned();
    let mark = match forced::verdict(&shared.faults, &subject, waiting, &stamp).await {
        Verdict::Answer(response) => return response,
        Verdict::Process(mark) => mark,
    };
    let address = request.extensions().get::<Caller>().map(|c| c.address);
    let domain = &subject.domain;
    let found = subject.tenant().ok_or_else(refusals::tenant_not_found);
    let answer = found.and_then(|tenant| {
        let traffic = &domain.traffic;
        traffic.admit(&tenant.id, address, DOCUMENT_COST, domain.now())?;
        Ok(Answer {
            body: (document.write)(tenant, &shared.origin),
            outcome: document.outcome,
        })
    });
    let is_written = answer.is_ok();
    let mut response = reply(answer, &stamp);
    if is_written {
        let life = HeaderValue::from_static("max-age=86400, private");
        response.headers_mut().insert(CACHE_CONTROL, life);
    }
    response.extensions_mut().insert(mark);
    response
}

/// Reads a whole body, or says in JSON why not. Boxed, since the error is a whole response.
pub(super) async fn read(
    body: Body,
    limit: usize,
    stamp: &Stamp,
) -> Result<Vec<u8>, Box<Response>> {
    let (status, text) = match tokio::time::timeout(BODY_TIME, collect(body, limit)).await {
        Ok(Ok(Some(bytes))) => return Ok(bytes),
        Ok(Ok(None)) => (413, "The body is too long."),
        Ok(Err(_)) => (400, "The body broke off."),
        Err(_) => (408, "The body took too long to arrive."),
    };
    Err(Box::new(reply::refusal(status, text, stamp)))
}

/// `None` for a body over the limit. Some of the rest is read and thrown away: a client that is
/// still sending when its connection is closed never sees the answer.
async fn collect(mut body: Body, limit: usize) -> Result<Option<Vec<u8>>, axum::Error> {
    let most = limit.saturating_mul(DISCARDED);
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= limit {
            bytes.extend_from_slice(&data);
        }
        if length > most {
            break;
        }
    }
    Ok((length <= limit).then_some(bytes))
}

pub(super) fn reply(answer: Result<Answer, Problem>, stamp: &Stamp) -> Response {
    match answer {
        Ok(Answer { body, outcome }) => {
            let mut response = reply::json(200, &body);
            let outcome = Outcome(outcome.to_owned());
            response.extensions_mut().insert(outcome);
            response
        }
        Err(problem) => reply::problem(problem, stamp),
    }
}

fn told(subject: &Subject, form: &Form) -> Told {
    let tenant = subject.tenant();
    Told {
        app: tenant.and_then(|tenant| app_name(tenant, form)),
        fields: masked_fields(form, tenant),
    }
}

/// The tenant's part of the path, as it was sent.
pub(super) fn first_segment(uri: &Uri) -> &str {
    uri.path().split('/').nth(1).unwrap_or_default()
}

fn app_name(tenant: &Tenant, form: &Form) -> Option<String> {
    let client_id = form.optional("client_id").ok()??;
    Some(tenant.find_app(client_id)?.name.clone())
}
