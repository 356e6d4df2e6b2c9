//! Unique secrets are planted in everything that goes in and comes back, and then looked for in every diagnostic:
//! the log of all crates at its finest, `Debug`, `Display`, the chain of causes, panics, the directory of the stored
//! tokens, the process's arguments and its environment; as it is, percent-encoded, in base64 and in hexadecimal.
//!
//! This file holds one test only, because it listens to the whole process.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use native_auth::{
    Attributes, Client, Error, MemoryStorage, Secret, SignIn, SignUp, Step, Storage, StorageError,
    StorageLock, TokenStorage, Zeroizing,
};
use native_auth_tests::{
    CLIENT_ID, Certificates, Flaw, Misbehaving, MovableClock, Reply, id_token,
};
use serde_json::json;
use tempfile::TempDir;
use tracing_subscriber::fmt::MakeWriter;

use crate::reset_and_mfa;
use crate::search::{leak, leak_below, leak_of_this_process};

pub(crate) const USERNAME: &str = "Canary-Person@canary-mail.test";
const PASSWORD: &str = "Canary-Password-41";
const CODE: &str = "canary83920174";
const ATTRIBUTE: &str = "Canary Street 7";
const TARGET: &str = "c***y@canary-masked.test";
const PASSPHRASE: &str = "Canary-Passphrase of nobody";

/// Everything that may be read by somebody who should not.
#[derive(Clone, Default)]
pub(crate) struct Diagnostics(Arc<Mutex<Vec<u8>>>);

impl Diagnostics {
    pub(crate) fn add(&self, text: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend_from_slice(text.as_bytes());
        all.push(b'\n');
    }

    pub(crate) fn add_error(&self, error: &Error) {
        let mut text = format!("{error} {error:?} {error:#?}");
        let mut cause = error.source();
        while let Some(error) = cause {
            write!(text, " {error} {error:?}").unwrap();
            cause = error.source();
        }
        self.add(&text);
    }

    fn text(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&all).into_owned()
    }
}

impl io::Write for Diagnostics {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Diagnostics {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A good ID token whose claims carry the mark; in the token they are in base64.
pub(crate) fn planted_id_token() -> String {
    let more = json!({
        "preferred_username": "canary@id-token.test",
        "name": "canary",
        "mark": "canary canary canary canary",
        "second": "-canary",
        "third": "--canary",
    });
    id_token(CLIENT_ID, &more)
}

fn script() -> Vec<Reply> {
    let id_token = planted_id_token();
    let tokens = format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"canary-at","refresh_token":"canary-rt",
        "id_token":"{id_token}","unknown":"canary-unknown"}}"#
    );
    let code = format!(
        r#"{{"continuation_token":"canary-ct-2","challenge_type":"oob","challenge_channel":"by canary post",
        "challenge_target_label":"{TARGET}","code_length":8}}"#
    );
    let refused = |error: &str| {
        format!(
            r#"{{{error},"error_description":"AADSTS: {USERNAME} typed {PASSWORD}","trace_id":"t {USERNAME}",
            "timestamp":"{USERNAME}","claims":"canary-claims","inner_errors":[{{"error":"{USERNAME}"}}]}}"#
        )
    };
    let wrong_code = refused(r#""error":"invalid_grant","suberror":"invalid_oob_value""#);
    let unknown =
        refused(r#""error":"canary error","suberror":"canary suberror","error_codes":[1]"#);
    let next = refused(r#""error":"credential_required","continuation_token":"canary-ct-3""#);
    let attributes = refused(
        r#""error":"attributes_required","continuation_token":"canary-ct-5","required_attributes":[{"name":"city canary","type":"canary type","options":{"regex":"canary**","hint":"canary hint"}}]"#,
    );
    let expired = refused(r#""error":"invalid_grant","error_codes":[50173]"#);
    let redirect = format!(r#"{{"challenge_type":"redirect","redirect_reason":"ask {USERNAME}"}}"#);
    vec![
        Reply::Answer {
            status: 200,
            headers: vec![
                ("x-ms-request-id", format!("for {USERNAME}")),
                ("client-request-id", USERNAME.to_owned()),
            ],
            body: r#"{"continuation_token":"canary-ct-1"}"#.to_owned(),
        },
        Reply::json(200, &code),
        Reply::json(400, &wrong_code),
        Reply::json(400, &unknown),
        Reply::json(200, r#"{"canary-ct":"#),
        Reply::json(200, r#"["canary-type"]"#),
        Reply::json(400, &next),
        Reply::json(
            200,
            r#"{"continuation_token":"canary-ct-4","challenge_type":"password"}"#,
        ),
        Reply::json(400, &attributes),
        Reply::json(200, r#"{"continuation_token":"canary-ct-6"}"#),
        Reply::json(200, &tokens),
        Reply::json(400, &expired),
        Reply::json(200, r#"{"continuation_token":"canary-ct-7"}"#),
        Reply::json(200, &redirect),
    ]
}

async fn walk(client: &Client, seen: &Diagnostics) -> Result<(), Error> {
    let request = SignUp {
        username: USERNAME.to_owned(),
        password: Some(PASSWORD.into()),
        attributes: Attributes::from([("streetAddress", ATTRIBUTE)]),
        ..SignUp::default()
    };
    seen.add(&format!(
        "{client:?} {request:?} {:?}",
        Secret::from(PASSWORD)
    ));
    let step = client.sign_up(request).await?;
    seen.add(&format!("{step:?} {step:#?}"));
    let Step::CodeRequired { state } = step else {
        panic!("{}", step.name())
    };
    assert_eq!(
        state.target(),
        Some(TARGET),
        "what is for the person is there"
    );
    for _ in 0..4 {
        let action = state.submit_code(CODE);
        seen.add(&format!("{action:?}"));
        seen.add_error(&client.run(action).await.unwrap_err());
    }
    let step = client.run(state.submit_code(CODE)).await?;
    seen.add(&format!("{step:?} {state:?}"));
    let Step::PasswordRequired { state } = step else {
        panic!("{}", step.name())
    };
    let step = client.run(state.submit_password(PASSWORD)).await?;
    seen.add(&format!("{step:?} {state:?}"));
    let Step::AttributesRequired { state } = step else {
        panic!("{}", step.name())
    };
    let values = Attributes::from([("streetAddress", ATTRIBUTE.repeat(99))]);
    let faults = state.validate(&values);
    assert_eq!(faults.len(), 2, "one is missing, the other too long");
    for ((name, fault), expected) in faults.iter().zip(["city canary", "streetAddress"]) {
        assert_eq!(name, expected, "what is for the person is there");
        seen.add(&format!("{fault} {fault:?} {values:?}"));
    }
    let action = state.submit_attributes([("streetAddress", ATTRIBUTE)]);
    let step = client.run(action).await?;
    seen.add(&format!("{step:?} {state:?}"));
    let Step::SignedIn { account } = step else {
        panic!("{} {step:?}", step.name())
    };
    let token = account.access_token(&[]).await?;
    assert_eq!(token.expose(), "canary-at", "what was asked for is there");
    seen.add(&format!("{account:?} {token:?} {:?}", account.claims()));
    seen.add_error(&account.access_token(&["api://x/Read"]).await.unwrap_err());

    let request = SignIn {
        username: USERNAME.to_owned(),
        password: Some(PASSWORD.into()),
        claims: Some(r#"{"canary":1}"#.to_owned()),
        ..SignIn::default()
    };
    seen.add(&format!("{request:?}"));
    let step = client.sign_in(request).await?;
    seen.add(&format!("{step:?}"));
    assert!(
        matches!(step, Step::BrowserRequired { .. }),
        "{}",
        step.name()
    );
    Ok(())
}

#[tokio::test]
async fn no_diagnostic_holds_a_secret() {
    let seen = Diagnostics::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(seen.clone())
        .with_ansi(false)
        .init();
    let heard = seen.clone();
    std::panic::set_hook(Box::new(move |panic| {
        heard.add(&format!("{panic} {panic:?}"))
    }));
    let whole = || script().into_iter().chain(reset_and_mfa::script());
    let plain = Misbehaving::start(whole()).await.unwrap();
    let directory = TempDir::new().unwrap();
    let sealed = TokenStorage::passphrase(directory.path(), "default", PASSPHRASE.into());
    seen.add(&format!("{sealed:?}"));
    let client = Client::builder(plain.authority(), CLIENT_ID)
        .storage(sealed)
        .allow_http_loopback()
        .clock(MovableClock::default())
        .build()
        .unwrap();
    walk(&client, &seen).await.unwrap();
    reset_and_mfa::walk(&client, &seen).await.unwrap();

    let certificates = Certificates::with(Flaw::None).unwrap();
    let tls = Misbehaving::start_tls(whole(), certificates.server)
        .await
        .unwrap();
    // With a storage of the app that panics: the session goes on in memory, and what it was handed is not told.
    let client = Client::builder(tls.tls_authority(), CLIENT_ID)
        .storage(TokenStorage::custom(Panicking::default()))
        .add_root_certificate(certificates.root)
        .clock(MovableClock::default())
        .build()
        .unwrap();
    walk(&client, &seen).await.unwrap();
    reset_and_mfa::walk(&client, &seen).await.unwrap();

    let id_token = planted_id_token();
    assert!(leak(id_token.as_bytes()).is_some());
    // The search can find: everything planted went over the wire, and the log is at its finest.
    let sent: String = plain
        .requests()
        .iter()
        .map(|request| request.body.clone())
        .collect();
    for planted in [
        "Canary-Person%40",
        "Canary-Password-41",
        CODE,
        "Canary+Street",
        "canary-ct-6",
        "canary-rt",
    ]
    .into_iter()
    .chain(reset_and_mfa::SENT)
    {
        assert!(sent.contains(planted), "{planted}");
    }
    let text = seen.text();
    for heard in [
        "native_auth",
        "hyper",
        "reqwest",
        "correlation_id",
        "code_required",
        "code_invalid",
    ] {
        assert!(text.contains(heard), "the log holds {heard}");
    }
    // Once for each time that the state arrived, which it did over plain HTTP and over TLS.
    assert_eq!(text.matches("pattern for this attribute").count(), 2);
    assert!(text.contains("a storage that panics"), "panics are heard");
    assert_eq!(leak(text.as_bytes()), None);
    assert_eq!(leak_below(directory.path()), None);
    assert_eq!(leak_of_this_process(), None);

    // Each of these places with a leak in it: the search would have seen one.
    tracing::debug!(password = PASSWORD, "a planted leak");
    assert!(leak(seen.text().as_bytes()).is_some());
    std::fs::write(directory.path().join("planted"), CODE).unwrap();
    assert!(leak_below(directory.path()).is_some());
}

/// A storage that has a fault, and nothing to say about what it was handed.
#[derive(Debug, Default)]
struct Panicking(MemoryStorage);

impl Storage for Panicking {
    fn load(&self, key: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        self.0.load(key)
    }

    fn save(&self, _key: &str, _bytes: &[u8]) -> Result<(), StorageError> {
        panic!("a storage that panics")
    }

    fn delete(&self, key: &str) -> Result<(), StorageError> {
        self.0.delete(key)
    }

    fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.0.keys(prefix)
    }

    fn lock(
        &self,
        name: &str,
        patience: Duration,
    ) -> Result<Option<Box<dyn StorageLock>>, StorageError> {
        self.0.lock(name, patience)
    }
}
