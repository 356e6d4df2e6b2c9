//! How the tests of interruptions begin.

use native_auth::{Client, CodeRequired, PasswordRequired, Result, SignIn, SignUp, Step};

pub(crate) fn person(number: usize) -> String {
    format!("person{number}@example.test")
}

pub(crate) async fn sign_up(client: &Client, username: &str) -> Result<CodeRequired> {
    let request = SignUp {
        username: username.to_owned(),
        ..SignUp::default()
    };
    match client.sign_up(request).await? {
        Step::CodeRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}

pub(crate) async fn sign_in(client: &Client, username: &str) -> Result<PasswordRequired> {
    let request = SignIn {
        username: username.to_owned(),
        ..SignIn::default()
    };
    match client.sign_in(request).await? {
        Step::PasswordRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}

pub(crate) async fn sign_in_with_code(client: &Client, username: &str) -> Result<CodeRequired> {
    let request = SignIn {
        username: username.to_owned(),
        ..SignIn::default()
    };
    match client.sign_in(request).await? {
        Step::CodeRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}
