//! Every call there is, as data.

use native_auth_wire::v1::{register, reset_password, sign_in, sign_up, token};
use native_auth_wire::{Answer, Call, Endpoint, HttpResponse, MalformedReply};

use crate::render::Render;

/// Reads an answer and renders the reply, secrets and all.
pub(crate) type Read = fn(&HttpResponse) -> Result<Answer<String>, MalformedReply>;

/// The reader of every endpoint, in the order of [`Endpoint::ALL`].
pub(crate) const READERS: [(Endpoint, Read); 16] = [
    reader::<sign_up::Start<'_>>(),
    reader::<sign_up::Challenge<'_>>(),
    reader::<sign_up::Continue<'_>>(),
    reader::<sign_in::Initiate<'_>>(),
    reader::<sign_in::Challenge<'_>>(),
    reader::<sign_in::Introspect<'_>>(),
    reader::<register::Introspect<'_>>(),
    reader::<register::Challenge<'_>>(),
    reader::<register::Continue<'_>>(),
    reader::<reset_password::Start<'_>>(),
    reader::<reset_password::Challenge<'_>>(),
    reader::<reset_password::Continue<'_>>(),
    reader::<reset_password::Submit<'_>>(),
    reader::<reset_password::Poll<'_>>(),
    reader::<token::Redeem<'_>>(),
    reader::<token::Refresh<'_>>(),
];

/// The reader of one endpoint.
pub(crate) fn at(endpoint: Endpoint) -> Read {
    let found = READERS.iter().find(|(of, _)| *of == endpoint);
    found.unwrap().1
}

/// A response with a JSON body.
pub(crate) fn json(status: u16, body: &str) -> HttpResponse {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    HttpResponse::new(status, headers, body.as_bytes().to_vec())
}

/// What an answer led to, in words and with its secrets.
pub(crate) fn outcome(read: Read, response: &HttpResponse) -> String {
    match read(response) {
        Ok(Answer::Reply(reply)) => reply,
        Ok(Answer::Redirect(redirect)) => format!("redirect, reason: {:?}\n", redirect.reason),
        Ok(Answer::Refused(problem)) => (*problem).render(),
        Err(malformed) => format!("malformed: {malformed}\n"),
    }
}

const fn reader<C>() -> (Endpoint, Read)
where
    C: Call,
    C::Reply: Render,
{
    (C::ENDPOINT, read::<C>)
}

fn read<C>(response: &HttpResponse) -> Result<Answer<String>, MalformedReply>
where
    C: Call,
    C::Reply: Render,
{
    Ok(match C::answer(response)? {
        Answer::Reply(reply) => Answer::Reply(reply.render()),
        Answer::Redirect(redirect) => Answer::Redirect(redirect),
        Answer::Refused(problem) => Answer::Refused(problem),
    })
}

#[test]
fn every_endpoint_has_a_reader() {
    assert_eq!(READERS.map(|(endpoint, _)| endpoint), Endpoint::ALL);
}
