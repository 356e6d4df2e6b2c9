//! A server that may answer anything: what fits, what does not, noise, or nothing.

use native_auth_core::error::{CATALOGUE, Entry};
use native_auth_wire::Endpoint::{
    self, Refresh, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordChallenge,
    ResetPasswordContinue, ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit,
    SignInChallenge, SignInInitiate, SignInIntrospect, SignUpChallenge, SignUpContinue,
    SignUpStart, Token,
};
use native_auth_wire::HttpResponse;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::fixtures::{ALL, Fixture};
use crate::setting::response;

/// One answer, made before it is known to what.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// A success or an error that leads on, whichever fits the endpoint.
    Fitting(Index),
    /// Any documented answer.
    Documented(Index),
    /// A documented answer with one byte changed, or cut.
    Broken(Index, Index, Option<u8>),
    /// Anything.
    Noise(HttpResponse),
    /// No answer, for a reason of the catalogue.
    Failure(Index),
    /// Nobody waits for it.
    Dropped,
}

/// What comes of a request.
#[derive(Debug)]
pub(crate) enum Outcome {
    Response(HttpResponse),
    Failure(&'static Entry),
    Dropped,
}

/// Any reply, most often one that leads on.
pub(crate) fn any_reply() -> impl Strategy<Value = Reply> {
    prop_oneof![
        12 => any::<Index>().prop_map(Reply::Fitting),
        4 => any::<Index>().prop_map(Reply::Documented),
        2 => (any::<Index>(), any::<Index>(), any::<Option<u8>>())
            .prop_map(|(fixture, at, byte)| Reply::Broken(fixture, at, byte)),
        1 => any_response().prop_map(Reply::Noise),
        1 => any::<Index>().prop_map(Reply::Failure),
        1 => Just(Reply::Dropped),
    ]
}

/// Any status, some headers that mean something, any bytes.
pub(crate) fn any_response() -> impl Strategy<Value = HttpResponse> {
    let names = vec![
        "retry-after",
        "date",
        "x-ms-request-id",
        "client-request-id",
        "content-type",
    ];
    let header = (
        prop::sample::select(names).prop_map(str::to_owned),
        any::<String>(),
    );
    let status = prop_oneof![2 => Just(200_u16), 2 => Just(400), 1 => any::<u16>()];
    (status, vec(header, 0..4), vec(any::<u8>(), 0..300))
        .prop_map(|(status, headers, body)| HttpResponse::new(status, headers, body))
}

impl Reply {
    /// The answer to a request to this endpoint.
    pub(crate) fn at(&self, endpoint: Endpoint) -> Outcome {
        match self {
            Self::Fitting(index) => {
                let fitting = fitting(endpoint);
                Outcome::Response(response(fitting[index.index(fitting.len())]))
            }
            Self::Documented(index) => Outcome::Response(response(index.get(ALL).name)),
            Self::Broken(fixture, at, byte) => {
                Outcome::Response(broken(fixture.get(ALL), at, *byte))
            }
            Self::Noise(response) => Outcome::Response(response.clone()),
            Self::Failure(index) => Outcome::Failure(CATALOGUE[index.index(CATALOGUE.len())]),
            Self::Dropped => Outcome::Dropped,
        }
    }
}

/// The documented answers that lead on from an endpoint.
fn fitting(endpoint: Endpoint) -> &'static [&'static str] {
    match endpoint {
        SignUpStart => &["sign_up_start"],
        SignUpChallenge => &["sign_up_challenge_code", "sign_up_challenge_password"],
        SignUpContinue => &[
            "sign_up_continue_created",
            "sign_up_continue_created_without_token",
            "error_credential_required",
            "error_attributes_required",
        ],
        SignInInitiate => &["sign_in_initiate"],
        SignInChallenge => &[
            "sign_in_challenge_code",
            "sign_in_challenge_password",
            "sign_in_challenge_mfa_sms",
            "error_introspect_required",
        ],
        SignInIntrospect => &["sign_in_introspect"],
        RegisterIntrospect => &["register_introspect"],
        RegisterChallenge => &[
            "register_challenge_email",
            "register_challenge_sms",
            "register_challenge_preverified",
        ],
        RegisterContinue => &["register_continue"],
        ResetPasswordStart => &["reset_password_start"],
        ResetPasswordChallenge => &["reset_password_challenge"],
        ResetPasswordContinue => &["reset_password_continue"],
        ResetPasswordSubmit => &["reset_password_submit"],
        ResetPasswordPoll => &[
            "reset_password_poll_not_started",
            "reset_password_poll_in_progress",
            "reset_password_poll_succeeded",
            "reset_password_poll_succeeded_without_token",
            "reset_password_poll_failed",
            "reset_password_poll_failed_without_token",
            "error_password_banned",
        ],
        Token => &[
            "token_success",
            "error_mfa_required",
            "error_registration_required",
            "error_invalid_oob_value_with_token",
        ],
        Refresh => &["token_success_refreshed", "token_success_least"],
        other => panic!("nothing is known to fit {other:?}"),
    }
}

fn broken(fixture: &Fixture, at: &Index, byte: Option<u8>) -> HttpResponse {
    let mut body = fixture.body.as_bytes().to_vec();
    let position = at.index(body.len());
    match byte {
        Some(byte) => body[position] = byte,
        None => body.truncate(position),
    }
    HttpResponse::new(fixture.status, Vec::new(), body)
}
