//! The SDK with a shared cache file, led by the tests in Python: one JSON object a line on stdin, one answer a line on
//! stdout. What is secret comes and goes there, never in an argument.
//!
//! The first line says where: `authority`, `client_id`, `ca_certificate` (a file), `path`. Each other one says what to
//! `do`:
//!
//! | `do` | With | Answer |
//! |---|---|---|
//! | `sign_in` | `username`, `password`, `scopes` | `account` |
//! | `accounts` | | `accounts`, their ids |
//! | `token` | `username`, `scopes`, `ahead_seconds` | `token` |
//! | `sign_out` | `username` | |
//!
//! What fails is answered with the error's code as `error`.

use std::io::{self, BufRead as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use native_auth::{Account, Client, Clock, SignIn, Step, TokenStorage};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Place {
    authority: String,
    client_id: String,
    ca_certificate: Option<String>,
    path: String,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Command {
    SignIn {
        username: String,
        password: String,
        scopes: Vec<String>,
    },
    Accounts,
    Token {
        username: String,
        scopes: Vec<String>,
        ahead_seconds: u64,
    },
    SignOut {
        username: String,
    },
}

/// The system's clock, ahead by some seconds.
#[derive(Debug, Clone, Default)]
struct Ahead(Arc<AtomicU64>);

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut lines = io::stdin().lock().lines();
    let place: Place = serde_json::from_str(&lines.next().ok_or("no first line")??)?;
    let clock = Ahead::default();
    let client = client(place, clock.clone())?;
    for line in lines {
        let answer = match obey(&client, &clock, serde_json::from_str(&line?)?).await {
            Ok(answer) => answer,
            Err(code) => json!({ "error": code }),
        };
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn client(place: Place, clock: Ahead) -> Result<Client, Failure> {
    let builder = Client::builder(place.authority, place.client_id)
        .allow_http_loopback()
        .clock(clock)
        .storage(TokenStorage::msal_file(place.path));
    let builder = match place.ca_certificate {
        Some(path) => builder.add_root_certificate(std::fs::read(path)?),
        None => builder,
    };
    Ok(builder.build()?)
}

/// Gives the answer, or the code of what went wrong.
async fn obey(client: &Client, clock: &Ahead, command: Command) -> Result<Value, String> {
    match command {
        Command::SignIn {
            username,
            password,
            scopes,
        } => {
            let request = SignIn {
                username,
                password: Some(password.into()),
                scopes,
                ..SignIn::default()
            };
            match client.sign_in(request).await.map_err(code)? {
                Step::SignedIn { account } => Ok(json!({ "account": account.id().to_string() })),
                other => Err(other.name().to_owned()),
            }
        }
        Command::Accounts => {
            let accounts = client.accounts().await.map_err(code)?;
            let ids: Vec<_> = accounts.iter().map(|one| one.id().to_string()).collect();
            Ok(json!({ "accounts": ids }))
        }
        Command::Token {
            username,
            scopes,
            ahead_seconds,
        } => {
            clock.0.store(ahead_seconds, Ordering::Relaxed);
            let account = account(client, &username).await?;
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            let token = account.access_token(&scopes).await.map_err(code)?;
            Ok(json!({ "token": token.expose() }))
        }
        Command::SignOut { username } => {
            let account = account(client, &username).await?;
            account.sign_out().await.map_err(code)?;
            Ok(json!({}))
        }
    }
}

async fn account(client: &Client, username: &str) -> Result<Account, String> {
    let found = client.account_by_username(username).await.map_err(code)?;
    found.ok_or_else(|| "no account".to_owned())
}

fn code(error: native_auth::Error) -> String {
    error.code().to_owned()
}

#[native_auth::async_trait]
impl Clock for Ahead {
    fn now(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.0.load(Ordering::Relaxed))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}
