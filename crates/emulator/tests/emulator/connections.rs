//! Connections that end early, or never say anything.

use std::sync::Arc;

use native_auth_emulator::Config;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::bench::*;

#[tokio::test]
async fn a_request_whose_sender_goes_away_is_finished_and_recorded() {
    let bench = Bench::new().await;
    bench.add("ada@example.com", Some(PASSWORD));
    let token = bench
        .challenged(CONTOSO_APP_PASSWORD, "ada@example.com")
        .await;
    let body = form(&[
        ("client_id", CONTOSO_APP_PASSWORD),
        ("continuation_token", &token),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", SCOPE),
    ]);
    let before = bench.emulator.requests().len();
    let address = bench.emulator.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /contoso.onmicrosoft.com/{TOKEN} HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Says that the request is being worked on.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.unwrap();
    drop(stream);

    while bench.emulator.requests().len() == before {
        tokio::task::yield_now().await;
    }
    let record = bench.emulator.requests().pop().unwrap();
    assert_eq!((record.status, record.outcome.as_str()), (200, "tokens"));
    // What was done counts: the token is spent.
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
}

/// What every HTTP/2 connection begins with.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// An empty SETTINGS frame, which must follow.
const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];

fn impatient(tls: bool, connections: usize) -> Config {
    let mut config = Config {
        tls,
        ..Config::default()
    };
    config.limits.connections = connections;
    config.limits.header_seconds = 1;
    config
}

#[tokio::test]
async fn connections_that_say_nothing_make_room() {
    let beginnings: [&[u8]; 4] = [
        b"",
        b"GET /_emul",
        &PREFACE[..10],
        b"GET / HTTP/1.1\r\nHost: ",
    ];
    let bench = Bench::with(impatient(false, beginnings.len())).await;
    let mut open = Vec::new();
    for beginning in beginnings {
        let mut stream = TcpStream::connect(bench.emulator.address()).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        open.push(stream);
    }
    for mut stream in open {
        // Comes to an end only if the emulator closes it.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    while bench.get("/_emulator/users").await.status == 503 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn over_tls_they_do_too() {
    let whole = [PREFACE, SETTINGS].concat();
    // Among them one that asks for nothing, which is only said to be idle.
    let beginnings: [&[u8]; 3] = [b"", &PREFACE[..10], &whole];
    let bench = Bench::with(impatient(true, beginnings.len() + 1)).await;
    let address = bench.emulator.address();
    let mut silent = TcpStream::connect(address).await.unwrap();
    let connector = http2_connector(bench.emulator.ca_certificate_pem().unwrap());
    let mut open = Vec::new();
    for beginning in beginnings {
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::from(address.ip());
        let mut stream = connector.connect(name, stream).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        stream.write_all(beginning).await.unwrap();
        open.push(stream);
    }
    let _ = silent.read_to_end(&mut Vec::new()).await;
    for mut stream in open {
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    while bench.get("/_emulator/users").await.status == 503 {
        tokio::task::yield_now().await;
    }
}

fn http2_connector(authority_pem: &str) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(authority_pem.as_bytes()).unwrap();
    roots.add(certificate).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsConnector::from(Arc::new(config))
}
