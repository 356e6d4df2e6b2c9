//! Codes as real messages, taken by a real SMTP server.

use std::sync::Arc;

use native_auth_emulator::{Config, ExtensionConfig, ExtensionEvent, SmtpConfig};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::bench::*;
use crate::extension_app::ExtensionApp;
use crate::mail_server::MailServer;

const ADA: &str = "ada@example.com";

async fn with_mail(change: impl FnOnce(&mut Config)) -> (Bench, MailServer) {
    let (server, address) = MailServer::start(None).await;
    let mut config = Config {
        smtp: Some(SmtpConfig::new(&format!(
            "smtp://localhost:{}",
            address.port()
        ))),
        ..Config::default()
    };
    change(&mut config);
    (Bench::with(config).await, server)
}

async fn initiated(bench: &Bench) -> String {
    let start = [("username", ADA), ("challenge_type", ALL)];
    bench.post(INITIATE, CONTOSO_APP_OTP, &start).await.token()
}

async fn challenged(bench: &Bench, token: &str, languages: &str) -> Reply {
    let fields = [
        ("client_id", CONTOSO_APP_OTP),
        ("continuation_token", token),
    ];
    let request = bench
        .http
        .post(format!("{}/{CHALLENGE}", bench.emulator.authority()))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", languages)
        .body(form(&fields));
    Reply::of(request).await
}

#[tokio::test]
async fn the_code_that_is_mailed_signs_in() {
    let (bench, server) = with_mail(|_| ()).await;
    bench.add(ADA, None);
    let token = initiated(&bench).await;
    let sent = challenged(&bench, &token, "").await;
    let mails = server.mails();
    let [mail] = mails.as_slice() else {
        panic!("{} messages", mails.len());
    };
    assert_eq!(mail.to, [ADA]);
    assert_eq!(mail.from, "no-reply@emulator.invalid");
    let code = bench.code(ADA);
    for part in [
        "Subject: Your one-time code for contoso",
        "To: ada@example.com",
        &format!("Your one-time code is {code}."),
        "good for 10 min",
    ] {
        assert!(mail.text.contains(part), "{part} in {}", mail.text);
    }
    bench.code_at(&sent.token(), &code).await.is_tokens();
}

#[tokio::test]
async fn a_user_flows_languages_are_spoken() {
    let (bench, server) = with_mail(|config| {
        let flows = &mut config.tenants[0].user_flows;
        flows[1].languages = vec!["nb".to_owned(), "en".to_owned()];
    })
    .await;
    bench.add(ADA, None);
    for (languages, sentence) in [
        ("", "Engangskoden din er"),
        ("en-GB, nb;q=0.3", "Your one-time code is"),
        ("fr", "Engangskoden din er"),
    ] {
        let token = initiated(&bench).await;
        challenged(&bench, &token, languages).await.token();
        let mail = server.mails().pop().unwrap();
        assert!(mail.text.contains(sentence), "{languages}: {}", mail.text);
    }
}

#[tokio::test]
async fn what_cannot_be_delivered_is_refused_and_nothing_moves() {
    let (bench, server) = with_mail(|_| ()).await;
    bench.add(ADA, None);
    let token = initiated(&bench).await;
    server.refuse(true);
    // More often than an address may get codes.
    for _ in 0..11 {
        let reply = challenged(&bench, &token, "").await;
        reply.refused("invalid_request", "", 50185);
    }
    assert!(bench.emulator.messages().is_empty());
    server.refuse(false);
    let sent = challenged(&bench, &token, "").await.token();
    bench.code_at(&sent, &bench.code(ADA)).await.is_tokens();
}

#[tokio::test]
async fn text_messages_and_what_an_app_sends_itself_are_not_mailed() {
    let app = ExtensionApp::start().await;
    app.acts(
        "OnOtpSend",
        "OtpSend.continueWithDefaultBehavior",
        serde_json::json!({}),
    );
    let extension = ExtensionConfig {
        event: ExtensionEvent::OtpSend,
        url: app.origin.clone(),
        app_id: crate::extensions::APP_ID.to_owned(),
        timeout_ms: 5_000,
        user_flows: Vec::new(),
        apps: vec!["otp".to_owned()],
    };
    let (bench, server) = with_mail(|config| config.tenants[0].extensions = vec![extension]).await;
    bench.add(ADA, None);
    bench.challenged(CONTOSO_APP_OTP, ADA).await;
    assert_eq!(app.seen().len(), 1);
    let bob = "bob@example.com";
    bench.add_with_methods(bob, Some(PASSWORD), &[PHONE]);
    let token = bench.challenged_for_mfa(bob, CAPABILITIES).await;
    let token = bench.prove(&token, "password", PASSWORD).await.token();
    let listed = bench.go(INTROSPECT, &token, &[]).await;
    let id = listed.body["methods"][0]["id"].as_str().unwrap();
    let sent = bench.go(CHALLENGE, &listed.token(), &[("id", id)]).await;
    assert_eq!(sent.body["challenge_channel"], "sms");
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn over_tls_the_certificate_is_checked() {
    let key = KeyPair::generate().unwrap();
    let names = vec!["127.0.0.1".to_owned()];
    let certificate = CertificateParams::new(names)
        .unwrap()
        .self_signed(&key)
        .unwrap();
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (server, address) = MailServer::start(Some(acceptor)).await;
    for (trusted_roots_pem, delivered) in [(None, false), (Some(certificate.pem()), true)] {
        let bench = Bench::with(Config {
            smtp: Some(SmtpConfig::new(&format!("smtps://{address}"))),
            trusted_roots_pem,
            ..Config::default()
        })
        .await;
        bench.add(ADA, None);
        let token = initiated(&bench).await;
        let reply = challenged(&bench, &token, "").await;
        assert_eq!(reply.status == 200, delivered, "{}", reply.body);
    }
    assert_eq!(server.mails().len(), 1);
}
