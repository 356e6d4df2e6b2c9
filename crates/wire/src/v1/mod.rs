//! The generally available API, version 1: form bodies out, JSON back.

mod challenge;
mod endpoint;
mod introspect;
pub mod register;
pub mod reset_password;
pub mod sign_in;
pub mod sign_up;
pub mod token;

pub use challenge::{Challenged, CodeChallenge};
pub use endpoint::Endpoint;
pub use introspect::{AuthenticationMethod, Introspected};

use crate::form::Form;
use crate::members::Members;
use crate::{
    Answer, Authority, HttpRequest, HttpResponse, MalformedReason, MalformedReply, Method, Problem,
    Redirect, Secret,
};

/// A POST with a form body; everything in this version is one.
fn post(authority: &Authority, endpoint: Endpoint, form: Form) -> HttpRequest {
    let url = authority.endpoint(endpoint.path());
    let mut request = HttpRequest::new(Method::Post, url, form.into_body());
    request.set_header("content-type", "application/x-www-form-urlencoded");
    request.set_header("accept", "application/json");
    request
}

/// The form of every request that goes on with a flow.
fn continuation(client_id: &str, token: &Secret) -> Form {
    Form::new(client_id).secret("continuation_token", token)
}

/// Reads an answer: the redirect first, because any endpoint may give it, then success, then the errors that lead
/// on, and what is left is a refusal.
fn read<R>(
    response: &HttpResponse,
    success: impl FnOnce(&Members<'_>) -> Result<R, MalformedReason>,
    destination: impl FnOnce(&mut Problem) -> Option<R>,
) -> Result<Answer<R>, MalformedReply> {
    let malformed = |reason| MalformedReply {
        status: response.status(),
        reason,
        trace_id: response.header("x-ms-request-id").map(str::to_owned),
        retry_after: response.retry_after(),
    };
    if (300..400).contains(&response.status()) {
        return Err(malformed(MalformedReason::HttpRedirect));
    }
    let members = Members::parse(response.body()).map_err(malformed)?;
    // An error is one whatever the status says: nothing that names one may pass for success.
    if response.status() == 200 && members.text("error").is_none() {
        if is_redirect(&members) {
            let reason = members.text("redirect_reason");
            return Ok(Answer::Redirect(Redirect { reason }));
        }
        return success(&members).map(Answer::Reply).map_err(malformed);
    }
    let mut problem = Problem::read(&members, response)
        .ok_or_else(|| malformed(MalformedReason::Missing("error")))?;
    match destination(&mut problem) {
        Some(reply) => Ok(Answer::Reply(reply)),
        None => Ok(Answer::Refused(Box::new(problem))),
    }
}

fn is_redirect(members: &Members) -> bool {
    members
        .text("challenge_type")
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("redirect"))
}

/// For endpoints all of whose errors are refusals.
fn no_destination<R>(_: &mut Problem) -> Option<R> {
    None
}
