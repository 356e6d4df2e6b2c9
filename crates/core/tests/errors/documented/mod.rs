//! The refusals that are documented, and the code that each has: by endpoint, by the words that Microsoft's own clients
//! know, and by number.
//!
//! It is written from the documentation, not from our table: a row that only repeats what the code does proves nothing.
//! The walks read it too, by `#[path]`: each of these refusals has to be on the list that they and `docs/coverage.md`
//! are made from.

use native_auth_wire::Endpoint::{
    self, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordChallenge,
    ResetPasswordContinue, ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit,
    SignInChallenge, SignInInitiate, SignInIntrospect, SignUpChallenge, SignUpContinue,
    SignUpStart, Token,
};

mod by_endpoint;
pub(crate) mod by_number;
mod by_word;

/// What the server says, where, and which error it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// At each of these.
    pub(crate) at: &'static [Endpoint],
    pub(crate) error: &'static str,
    pub(crate) suberror: Option<&'static str>,
    pub(crate) number: Option<i64>,
    pub(crate) code: &'static str,
}

impl Row {
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.number.into_iter().collect()
    }
}

/// All rows of all tables.
pub(crate) fn rows() -> impl Iterator<Item = Row> {
    let tables = [by_endpoint::ROWS, by_word::ROWS, by_number::ROWS];
    tables.into_iter().flatten().copied()
}

const ALL: &[Endpoint] = &Endpoint::ALL;
const START: &[Endpoint] = &[SignUpStart, SignInInitiate, ResetPasswordStart];
/// Where a continuation token is sent, so that it can be refused.
const FLOW: &[Endpoint] = &[
    SignUpChallenge,
    SignUpContinue,
    SignInChallenge,
    SignInIntrospect,
    RegisterIntrospect,
    RegisterChallenge,
    RegisterContinue,
    ResetPasswordChallenge,
    ResetPasswordContinue,
    ResetPasswordSubmit,
    ResetPasswordPoll,
    Token,
];
/// Where a code is sent.
const SENT: &[Endpoint] = &[
    SignUpChallenge,
    SignInChallenge,
    RegisterChallenge,
    ResetPasswordChallenge,
];
/// Where a code is checked.
const CHECKED: &[Endpoint] = &[
    SignUpContinue,
    RegisterContinue,
    ResetPasswordContinue,
    Token,
];

/// A row; an empty suberror and the number 0 mean that there is none.
const fn row(
    at: &'static [Endpoint],
    error: &'static str,
    suberror: &'static str,
    number: i64,
    code: &'static str,
) -> Row {
    let suberror = if suberror.is_empty() {
        None
    } else {
        Some(suberror)
    };
    let number = if number == 0 { None } else { Some(number) };
    Row {
        at,
        error,
        suberror,
        number,
        code,
    }
}
