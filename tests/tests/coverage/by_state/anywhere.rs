//! What may become of a tenant, an app or a flow while a request is on its way to any endpoint.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_emulator::{CONTOSO_APP_OTP, ClockMode, Throttling};
use native_auth_tests::Stage;
use serde_json::{Value, json};

use super::{contoso, contoso_with, scenes};
use crate::actor::Seen;
use crate::approach::{self, ENDPOINTS};

scenes![
    the_flow_has_expired,
    the_flow_is_forgotten,
    the_app_lost_native_authentication,
    the_app_is_no_public_client_any_more,
    the_app_is_gone,
    the_tenant_is_gone,
    the_second_is_full,
];

/// Goes to each of these endpoints with something in between, and takes the first answer there, which is this.
async fn at_each(endpoints: Vec<&'static str>, interfere: fn(&Stage), answer: &str) -> Vec<Seen> {
    at_each_of(contoso().await, endpoints, interfere, answer).await
}

async fn at_each_of(
    stage: Arc<Stage>,
    endpoints: Vec<&'static str>,
    interfere: fn(&Stage),
    answer: &str,
) -> Vec<Seen> {
    let whole = stage.emulator.export();
    let mut seen = Vec::new();
    for (number, endpoint) in endpoints.into_iter().enumerate() {
        let (host, person) = (Arc::clone(&stage), format!("person{number}@example.test"));
        let act = move || interfere(&host);
        let first = approach::to(endpoint, &stage, &person, act)
            .await
            .swap_remove(0);
        assert_eq!(first.answer, answer, "{endpoint}");
        seen.push(first);
        stage.emulator.import(&whole).unwrap();
    }
    seen
}

/// Where a continuation token is sent.
fn within_flows() -> Vec<&'static str> {
    let begins = [
        "signup/start",
        "oauth2/initiate",
        "resetpassword/start",
        "oauth2/token:refresh",
    ];
    let within = ENDPOINTS.into_iter().filter(|at| !begins.contains(at));
    within.collect()
}

/// Replaces what is said of the tenant and its apps.
fn reconfigure(stage: &Stage, change: impl FnOnce(&mut Value)) {
    let exported: Value = serde_json::from_str(&stage.emulator.export()).unwrap();
    let mut tenants = exported["tenants"].clone();
    change(&mut tenants[0]["config"]);
    let file = json!({"format": exported["format"], "version": 1, "tenants": tenants});
    stage.emulator.import(&file.to_string()).unwrap();
}

/// Changes each of the tenant's apps.
fn each_app(stage: &Stage, change: impl Fn(&mut Value)) {
    reconfigure(stage, |config| {
        config["apps"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(change);
    });
}

async fn the_flow_has_expired() -> Vec<Seen> {
    let expire = |stage: &Stage| stage.emulator.advance(Duration::from_secs(601));
    at_each(within_flows(), expire, "400 expired_token 552003").await
}

async fn the_flow_is_forgotten() -> Vec<Seen> {
    let forget = |stage: &Stage| stage.emulator.reset();
    at_each(within_flows(), forget, "400 invalid_request 55200").await
}

async fn the_app_lost_native_authentication() -> Vec<Seen> {
    let disable = |stage: &Stage| each_app(stage, |app| app["native_auth"] = json!(false));
    let refused = "400 invalid_client/nativeauthapi_disabled";
    // A refresh is plain OAuth, which such an app may still do.
    let native = ENDPOINTS.into_iter().filter(|at| !at.ends_with(":refresh"));
    at_each(native.collect(), disable, refused).await
}

async fn the_app_is_no_public_client_any_more() -> Vec<Seen> {
    let close = |stage: &Stage| each_app(stage, |app| app["public_client"] = json!(false));
    at_each(ENDPOINTS.to_vec(), close, "400 invalid_client 7000218").await
}

async fn the_app_is_gone() -> Vec<Seen> {
    let remove = |stage: &Stage| {
        reconfigure(stage, |config| {
            let apps = config["apps"].as_array_mut().unwrap();
            apps.retain(|app| app["client_id"] == CONTOSO_APP_OTP);
        });
    };
    at_each(ENDPOINTS.to_vec(), remove, "400 unauthorized_client 700016").await
}

async fn the_tenant_is_gone() -> Vec<Seen> {
    let rename = |stage: &Stage| {
        reconfigure(stage, |config| {
            config["name"] = json!("fabrikam");
            config["tenant_id"] = json!("0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10");
        });
    };
    at_each(ENDPOINTS.to_vec(), rename, "400 invalid_request 90002").await
}

async fn the_second_is_full() -> Vec<Seen> {
    let stage = contoso_with(|config| {
        config.throttling = Throttling::Service;
        // So that no second is over before it is full.
        config.clock = ClockMode::Frozen(SystemTime::now());
    });
    let answer = "429 temporarily_unavailable 90055";
    at_each_of(stage.await, ENDPOINTS.to_vec(), fill_a_second, answer).await
}

/// As many requests as one address may send in a second. Those that clients have sent in the background count.
fn fill_a_second(stage: &Stage) {
    const PER_SECOND: usize = 20;
    stage.emulator.advance(Duration::from_secs(2));
    let authority = stage.emulator.authority();
    let (host, tenant) = authority
        .trim_start_matches("http://")
        .split_once('/')
        .unwrap();
    let request = format!(
        "GET /{tenant}/v2.0/.well-known/openid-configuration HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
    );
    // The emulator runs on the threads of this runtime and has to be able to answer meanwhile.
    tokio::task::block_in_place(|| {
        let is_full = (0..=PER_SECOND).any(|_| {
            let mut stream = TcpStream::connect(host).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            let is_full = answer.starts_with("HTTP/1.1 429 ");
            assert!(is_full || answer.starts_with("HTTP/1.1 200 "), "{answer}");
            is_full
        });
        assert!(is_full);
    });
}
