//! HTTPS.

use native_auth_emulator::Config;

use crate::bench::*;

#[tokio::test]
async fn the_certificate_is_good_for_every_loopback_name_and_for_those_who_trust_it() {
    let bench = Bench::with(Config {
        tls: true,
        ..Config::default()
    })
    .await;
    let port = bench.emulator.address().port();
    assert_eq!(bench.emulator.origin(), format!("https://127.0.0.1:{port}"));
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("https://{host}:{port}/_emulator/users");
        let response = bench.http.get(&url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.version(), reqwest::Version::HTTP_2);
        assert!(client(None).get(&url).send().await.is_err());
    }
    // The guard knows HTTP/2's name for the host.
    bench.add("ada@example.com", Some(PASSWORD));
    bench
        .with_password("ada@example.com", PASSWORD)
        .await
        .is_tokens();
    let keys = bench
        .get("/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration")
        .await
        .text("jwks_uri");
    assert!(keys.starts_with("https://127.0.0.1"));
}

#[tokio::test]
async fn two_emulators_do_not_trust_each_other() {
    let config = Config {
        tls: true,
        ..Config::default()
    };
    let one = Bench::with(config.clone()).await;
    let two = Bench::with(config).await;
    let url = format!("{}/_emulator/users", two.emulator.origin());
    assert!(one.http.get(&url).send().await.is_err());
    assert!(two.http.get(&url).send().await.is_ok());
}
