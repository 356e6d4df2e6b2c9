//! One process of an app with several: a client with a sealed file, driven by lines of JSON on stdin.
//!
//! The first line says what it is; each further one is a command, answered by one line on stdout.

use std::io::{self, BufRead as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use native_auth::{
    Account, Client, DataKey, HttpRequest, HttpResponse, KeySource, ReqwestTransport, SignIn, Step,
    StorageError, TokenRequest, TokenStorage, Transport, TransportError,
};
use native_auth_tests::{MovableClock, PASSWORD};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut lines = io::stdin().lock().lines();
    let Some(first) = lines.next() else {
        return Ok(());
    };
    let mut sibling = Sibling::new(&serde_json::from_str(&first?)?)?;
    say(&json!({"ready": true}))?;
    for line in lines {
        let answer = sibling.carry_out(&serde_json::from_str(&line?)?).await?;
        say(&answer)?;
    }
    Ok(())
}

fn say(answer: &Value) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{answer}")?;
    stdout.flush()
}

struct Sibling {
    client: Client,
    clock: MovableClock,
    transport: Hesitant,
}

impl Sibling {
    fn new(about: &Value) -> Result<Self, Failure> {
        let text = |name: &str| about[name].as_str().unwrap_or_default().to_owned();
        let authority = text("authority");
        let clock = MovableClock::default();
        let transport = Hesitant::to(&authority, Path::new(&text("go")))?;
        let key = DataKey::from_bytes(&[7; 32]).ok_or("a key")?;
        let storage = TokenStorage::sealed_file(text("directory"), "siblings", Known(key));
        let patience = about["patience_ms"].as_u64().unwrap_or(10_000);
        let client = Client::builder(authority, text("client_id"))
            .allow_http_loopback()
            .clock(clock.clone())
            .transport(transport.clone())
            .storage(storage)
            .lock_timeout(Duration::from_millis(patience))
            .build()?;
        Ok(Self {
            client,
            clock,
            transport,
        })
    }

    async fn carry_out(&mut self, command: &Value) -> Result<Value, Failure> {
        let seconds = command["advance"].as_u64().unwrap_or(0);
        self.clock.advance(Duration::from_secs(seconds));
        match command["do"].as_str() {
            Some("sign in") => {
                self.sign_in(command["username"].as_str().unwrap_or_default())
                    .await
            }
            // The next refresh stops before it is sent, or before its answer is looked at.
            Some("hesitate before") => {
                self.transport.before.store(true, Ordering::SeqCst);
                Ok(json!({"hesitates": true}))
            }
            Some("hesitate after") => {
                self.transport.after.store(true, Ordering::SeqCst);
                Ok(json!({"hesitates": true}))
            }
            Some("ask") => self.ask(command["callers"].as_u64().unwrap_or(1)).await,
            Some("accounts") => Ok(json!({"accounts": self.client.accounts().await?.len()})),
            other => Err(format!("no such command: {other:?}").into()),
        }
    }

    async fn sign_in(&self, username: &str) -> Result<Value, Failure> {
        let request = SignIn {
            username: username.to_owned(),
            password: Some(PASSWORD.into()),
            ..SignIn::default()
        };
        match self.client.sign_in(request).await? {
            Step::SignedIn { .. } => Ok(json!({"signed_in": true})),
            other => Err(other.name().into()),
        }
    }

    /// So many callers ask at once; the tokens and the errors, each once.
    async fn ask(&self, callers: u64) -> Result<Value, Failure> {
        let accounts = self.client.accounts().await?;
        let account = accounts.first().ok_or("nobody is signed in")?;
        let asking: Vec<_> = (0..callers)
            .map(|_| tokio::spawn(one_call(account.clone())))
            .collect();
        let (mut tokens, mut errors) = (Vec::new(), Vec::new());
        for call in asking {
            match call.await? {
                Ok(token) => tokens.push(token),
                Err(code) => errors.push(code),
            }
        }
        tokens.dedup();
        errors.dedup();
        Ok(json!({"tokens": tokens, "errors": errors}))
    }
}

async fn one_call(account: Account) -> Result<String, String> {
    let token = account.access_token_with(TokenRequest::default()).await;
    match token {
        Ok(token) => Ok(token.expose().to_owned()),
        Err(error) => Err(error.code().to_owned()),
    }
}

/// A key that the app has from elsewhere.
#[derive(Debug)]
struct Known(DataKey);

impl KeySource for Known {
    fn get(&self, _profile: &str) -> Result<Option<DataKey>, StorageError> {
        Ok(Some(self.0.clone()))
    }

    fn put(&self, _profile: &str, _key: &DataKey) -> Result<(), StorageError> {
        Ok(())
    }
}

/// The real transport, which can stop at the worst of moments.
#[derive(Debug, Clone)]
struct Hesitant {
    inner: ReqwestTransport,
    before: Arc<AtomicBool>,
    after: Arc<AtomicBool>,
    go: Arc<Path>,
}

impl Hesitant {
    fn to(authority: &str, go: &Path) -> Result<Self, Failure> {
        let authority = native_auth::Authority::parse(authority, true)?;
        Ok(Self {
            inner: native_auth::ReqwestTransportConfig::default().build(&authority)?,
            before: Arc::default(),
            after: Arc::default(),
            go: go.into(),
        })
    }
}

#[native_auth::async_trait]
impl Transport for Hesitant {
    async fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        // Fetching the tenant's keys is not what is waited for.
        if request.method() == native_auth::Method::Get {
            return self.inner.send(request).await;
        }
        hesitate(&self.before, &self.go).await;
        let answer = self.inner.send(request).await;
        hesitate(&self.after, &self.go).await;
        answer
    }
}

/// Once: says so, and goes on when it is told to by a file of this name.
async fn hesitate(now: &AtomicBool, go: &Path) {
    if !now.swap(false, Ordering::SeqCst) {
        return;
    }
    if let Err(error) = say(&json!({"waits": true})) {
        tracing::error!(%error, "nobody listens");
    }
    while !go.exists() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}
