//! With a seed and a clock that stands, the same script gets the same answers, byte for byte.

use native_auth_emulator::{ClockMode, Config, Emulator, ExtensionConfig, ExtensionEvent};
use serde_json::json;

use crate::bench::*;
use crate::extension_app::ExtensionApp;
use crate::faults::force;

const ADA: &str = "ada@example.com";

/// Everything that came back, headers and all, in the order it came.
struct Script {
    bench: Bench,
    transcript: String,
}

impl Script {
    async fn start(seed: u64) -> Self {
        let clock: ClockMode = "2031-05-06T07:08:09Z".parse().unwrap();
        let config = Config {
            seed: Some(seed),
            clock,
            ..Config::default()
        };
        let emulator = Emulator::start(config).await.unwrap();
        let http = client(None);
        Self {
            bench: Bench { emulator, http },
            transcript: String::new(),
        }
    }

    fn note(&mut self, reply: Reply) -> Reply {
        let headers = &reply.headers;
        let line = format!("{} {headers:?}\n{}\n", reply.status, reply.body);
        self.transcript += &line;
        reply
    }

    async fn post(&mut self, path: &str, client: &str, fields: &[(&str, &str)]) -> Reply {
        let reply = self.bench.post(path, client, fields).await;
        self.note(reply)
    }

    async fn get(&mut self, path: &str) {
        let reply = self.bench.get(path).await;
        self.note(reply);
    }

    /// A sign-up with a wrong code, tokens, a refresh, a forced answer and all the pages.
    async fn play(mut self) -> String {
        let app = CONTOSO_APP_OTP;
        let fields = [("username", ADA), ("challenge_type", ALL)];
        let token = self.post(START, app, &fields).await.token();
        let fields = [("continuation_token", token.as_str())];
        let token = self.post(SIGN_UP_CHALLENGE, app, &fields).await.token();
        let code = self.bench.code(ADA);
        for code in ["wrong", &code] {
            let fields = [
                ("continuation_token", token.as_str()),
                ("grant_type", "oob"),
                ("oob", code),
            ];
            self.post(CONTINUE, app, &fields).await;
        }
        let at_code = self.bench.challenged(app, ADA).await;
        self.bench.pass(5);
        let reply = self.bench.code_at(&at_code, &self.bench.code(ADA)).await;
        let refresh = self.note(reply).text("refresh_token");
        let reply = self.bench.refresh(app, &refresh).await;
        self.note(reply).is_tokens();
        self.bench
            .add_with_methods("bob@example.com", Some(PASSWORD), &["+4790012345"]);
        force(
            &self.bench,
            json!({"endpoint": "SignInToken", "answer": "TokenSuccess"}),
        )
        .await;
        self.post(TOKEN, app, &[("scope", "openid")]).await;
        force(
            &self.bench,
            json!({"endpoint": "Keys", "retry_after": 9, "retry_after_as": "date"}),
        )
        .await;
        for page in [
            "/contoso.onmicrosoft.com/discovery/v2.0/keys",
            "/contoso.onmicrosoft.com/discovery/v2.0/keys",
            "/_emulator/messages",
            "/_emulator/users",
            "/_emulator/requests",
            "/_emulator/clock",
            "/nowhere",
        ] {
            self.get(page).await;
        }
        self.transcript
    }
}

#[tokio::test]
async fn the_same_script_gets_the_same_transcript() {
    let first = Script::start(11).await.play().await;
    assert_eq!(first, Script::start(11).await.play().await);
    // All of it was there to be compared.
    for part in [
        "id_token",
        "\"kid\"",
        "2031-05-06T07:08:14Z",
        "trace_id",
        "\"code\"",
        "06 May 2031",
    ] {
        assert!(first.contains(part), "{part}");
    }
    assert_ne!(first, Script::start(12).await.play().await);
}

#[tokio::test]
async fn a_seeded_key_signs_what_others_can_verify_and_is_no_other_tenants() {
    let two = r#"
        [[tenants]]
        name = "one"
        tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
        [[tenants]]
        name = "two"
        tenant_id = "3c7e5a9b-2d4f-4b8c-9e1a-7f6d5c4b3a29"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
    "#;
    let config = Config::from_toml_str(two).unwrap();
    let bench = Bench::with(Config {
        seed: Some(7),
        ..config
    })
    .await;
    let key = async |tenant: &str| {
        let path = format!("/{tenant}.onmicrosoft.com/discovery/v2.0/keys");
        bench.get(&path).await.body["keys"][0]["n"].clone()
    };
    let (one, other) = (key("one").await, key("two").await);
    assert!(one.is_string() && one != other);

    let seeded = Bench::with(Config {
        seed: Some(7),
        ..Config::default()
    })
    .await;
    seeded.add(ADA, Some(PASSWORD));
    let tokens = seeded.with_password(ADA, PASSWORD).await;
    let path = "/contoso.onmicrosoft.com";
    let token = tokens.text("id_token");
    assert!(
        crate::tokens::verified(&seeded, path, &token)
            .await
            .is_some()
    );
}

#[tokio::test]
async fn what_is_asked_of_others_is_the_same_too() {
    let extension = |app: &ExtensionApp| ExtensionConfig {
        event: ExtensionEvent::OtpSend,
        url: app.origin.clone(),
        app_id: crate::extensions::APP_ID.to_owned(),
        timeout_ms: 5_000,
        user_flows: Vec::new(),
        apps: Vec::new(),
    };
    let mut asked = Vec::new();
    for _ in 0..2 {
        let app = ExtensionApp::start().await;
        app.acts(
            "OnOtpSend",
            "OtpSend.continueWithDefaultBehavior",
            json!({}),
        );
        let mut config = Config {
            seed: Some(11),
            clock: "2031-05-06T07:08:09Z".parse().unwrap(),
            ..Config::default()
        };
        config.tenants[0].extensions = vec![extension(&app)];
        let emulator = Emulator::start(config).await.unwrap();
        let bench = Bench {
            emulator,
            http: client(None),
        };
        bench.add(ADA, None);
        bench.challenged(CONTOSO_APP_OTP, ADA).await;
        let seen = app.last();
        let bearer = seen.headers["authorization"].to_str().unwrap().to_owned();
        asked.push((seen.body, bearer));
    }
    assert_eq!(asked[0], asked[1]);
}
