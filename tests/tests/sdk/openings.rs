//! How many tests begin, and how they take a step for what it has to be.

use native_auth::{
    Account, Client, CodeRequired, PasswordRequired, ResetPassword, Result, SignIn, SignUp, Step,
};
use native_auth_tests::PASSWORD;

/// Takes the state out of the variant that has to come.
macro_rules! state_of {
    ($variant:ident, $step:expr) => {
        match $step {
            native_auth::Step::$variant { state } => state,
            other => panic!("expected {}, got {}", stringify!($variant), other.name()),
        }
    };
}
pub(crate) use state_of;

#[track_caller]
pub(crate) fn signed_in(step: Step) -> Account {
    match step {
        Step::SignedIn { account } => account,
        other => panic!("expected SignedIn, got {}", other.name()),
    }
}

/// Signs in with the password in one call.
pub(crate) async fn password_account(
    client: &Client,
    username: &str,
    scopes: &[&str],
) -> Result<Account> {
    let request = SignIn {
        username: username.to_owned(),
        password: Some(PASSWORD.into()),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ..SignIn::default()
    };
    match client.sign_in(request).await? {
        Step::SignedIn { account } => Ok(account),
        other => panic!("expected SignedIn, got {}", other.name()),
    }
}

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

/// Signs in with the password in one call, up to whatever comes after the first factor.
pub(crate) async fn first_factor(client: &Client, username: &str) -> Result<Step> {
    let request = SignIn {
        username: username.to_owned(),
        password: Some(PASSWORD.into()),
        ..SignIn::default()
    };
    client.sign_in(request).await
}

pub(crate) async fn reset_password(client: &Client, username: &str) -> Result<CodeRequired> {
    let request = ResetPassword {
        username: username.to_owned(),
        ..ResetPassword::default()
    };
    match client.reset_password(request).await? {
        Step::CodeRequired { state } => Ok(state),
        other => panic!("{}", other.name()),
    }
}

/// A code of the same length that is certainly another one.
pub(crate) fn another_code(code: &str) -> String {
    let other = |c| if c == '1' { '2' } else { '1' };
    code.chars().map(other).collect()
}
