//! The emulator as a process.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::session::{Ended, Session};

/// An emulator that runs and has said where.
pub(crate) struct EmulatorProcess {
    pub(crate) session: Session,
    pub(crate) ready: Value,
}

impl EmulatorProcess {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut session = Session::start(&[&["emulator", "--ready-json"], arguments].concat());
        let ready = session.next();
        Self { session, ready }
    }

    pub(crate) fn authority(&self) -> String {
        let authority = &self.ready["tenants"][0]["authority"];
        authority.as_str().unwrap().to_owned()
    }

    /// Asks it to end.
    pub(crate) fn end(self, signal: Signal) -> Ended {
        let id = Pid::from_raw(self.session.process_id()).unwrap();
        kill_process(id, signal).unwrap();
        self.session.end()
    }
}

#[test]
fn the_ready_line_has_a_fixed_shape() {
    let emulator = EmulatorProcess::start(&[]);
    let ready = &emulator.ready;
    let origin = ready["origin"].as_str().unwrap();
    assert!(origin.starts_with("http://127.0.0.1:"), "{origin}");
    let expected = json!({
        "ready": true,
        "origin": origin,
        "ca_certificate": null,
        "tenants": [{
            "name": "contoso",
            "tenant_id": native_auth_emulator::CONTOSO_TENANT_ID,
            "authority": format!("{origin}/contoso.onmicrosoft.com"),
            "scopes": ["api://contoso-api/Read"],
            "apps": [
                {"name": "password", "client_id": native_auth_emulator::CONTOSO_APP_PASSWORD},
                {"name": "otp", "client_id": native_auth_emulator::CONTOSO_APP_OTP},
                {"name": "mfa", "client_id": native_auth_emulator::CONTOSO_APP_MFA},
                {"name": "disabled", "client_id": native_auth_emulator::CONTOSO_APP_DISABLED},
            ],
        }],
    });
    assert_eq!(*ready, expected);

    let ended = emulator.end(Signal::INT);
    // The ready line was the only one.
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    let first = ended.stderr.lines().next().unwrap();
    assert_eq!(
        first,
        "This is a development tool and not an identity provider."
    );
}

#[test]
fn a_polite_request_ends_it_and_its_files_are_gone() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        ends_and_tidies_up(signal);
    }
}

fn ends_and_tidies_up(signal: Signal) {
    let emulator = EmulatorProcess::start(&["--tls"]);
    let file = emulator.ready["ca_certificate"]
        .as_str()
        .unwrap()
        .to_owned();
    let file = Path::new(&file);
    let pem = fs::read_to_string(file).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
    assert!(!pem.contains("PRIVATE"));
    let directory = file.parent().unwrap();
    assert_eq!(mode(directory), 0o700);

    assert_eq!(emulator.end(signal).code, Some(0), "{signal:?}");
    assert!(!directory.exists(), "{signal:?}");
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_person_is_told_the_same_in_words() {
    let mut session = Session::start(&["emulator"]);
    let first = session.next_line().unwrap();
    assert!(first.contains("http://127.0.0.1:"), "{first}");
    let mut rest = String::new();
    while !rest.contains("disabled") {
        rest += &session.next_line().unwrap();
    }
    assert!(rest.contains("/contoso.onmicrosoft.com"), "{rest}");
    assert!(
        rest.contains(native_auth_emulator::CONTOSO_APP_OTP),
        "{rest}"
    );
    session.kill();
}

#[test]
fn a_configuration_is_read_and_its_mistakes_are_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("tenant.toml");
    let path = file.to_str().unwrap();
    fs::write(
        &file,
        r#"
        [[tenants]]
        name = "fabrikam"
        tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
        extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
        "#,
    )
    .unwrap();
    let emulator = EmulatorProcess::start(&["--config", path]);
    assert_eq!(emulator.ready["tenants"][0]["name"], "fabrikam");
    assert_eq!(emulator.end(Signal::INT).code, Some(0));

    fs::write(&file, "[limits]\nbody_bytes = \"many\"\n").unwrap();
    let ended = Session::start(&["emulator", "--ready-json", "--config", path]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(16), ""));
    assert!(ended.stderr.contains("line 2"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("limits.body_bytes"),
        "{}",
        ended.stderr
    );

    let ended = Session::start(&["emulator", "--config", "/nowhere/tenant.toml"]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
}

/// What an HTTP client gets, without the headers.
fn get(emulator: &EmulatorProcess, path: &str) -> String {
    let origin = emulator.ready["origin"].as_str().unwrap();
    let address = origin.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body.to_owned()
}

#[test]
fn a_tenant_outlives_the_process_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (seed, kept) = (path("seed.json"), path("kept.json"));
    let users = r#"[{"tenant": "contoso", "username": "ada@example.com"}]"#;
    let text =
        format!(r#"{{"format": "native-auth-emulator", "version": 1, "new_users": {users}}}"#);
    fs::write(&seed, text).unwrap();

    let first = EmulatorProcess::start(&["--import", &seed, "--export-on-exit", &kept]);
    let keys = "/contoso.onmicrosoft.com/discovery/v2.0/keys";
    let before = (get(&first, keys), get(&first, "/_emulator/users"));
    assert!(before.1.contains("ada@example.com"), "{}", before.1);
    assert!(!Path::new(&kept).exists());
    let ended = first.end(Signal::INT);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    assert_eq!(mode(Path::new(&kept)), 0o600);

    // Into the same file that it comes from.
    let second = EmulatorProcess::start(&["--import", &kept, "--export-on-exit", &kept]);
    assert_eq!(
        (get(&second, keys), get(&second, "/_emulator/users")),
        before
    );
    assert_eq!(second.end(Signal::TERM).code, Some(0));
    let left: Vec<_> = fs::read_dir(directory.path()).unwrap().collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_tenant_file_that_is_no_good_is_said_to_be() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("tenant.json");
    let path = file.to_str().unwrap();
    fs::write(&file, r#"{"format": "native-auth-emulator", "version": 3}"#).unwrap();
    let ended = Session::start(&["emulator", "--ready-json", "--import", path]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(16), ""));
    assert!(
        ended.stderr.contains("`version` must be 1"),
        "{}",
        ended.stderr
    );

    let ended = Session::start(&["emulator", "--import", "/nowhere/tenant.json"]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    // Said before anything is done that would be lost at the end.
    for path in ["/nowhere/tenant.json", directory.path().to_str().unwrap()] {
        let ended = Session::start(&["emulator", "--ready-json", "--export-on-exit", path]).end();
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(16), ""));
        assert!(
            ended.stderr.contains("export_unwritable"),
            "{}",
            ended.stderr
        );
    }
}

#[test]
fn a_seed_and_a_standing_clock_repeat_themselves() {
    let run = |seed: &str| {
        let arguments = ["--seed", seed, "--clock", "2031-05-06T07:08:09Z"];
        let emulator = EmulatorProcess::start(&arguments);
        let keys = get(&emulator, "/contoso.onmicrosoft.com/discovery/v2.0/keys");
        let clock = get(&emulator, "/_emulator/clock");
        assert_eq!(emulator.end(Signal::INT).code, Some(0));
        (keys, clock)
    };
    let first = run("5");
    assert_eq!(first, run("5"));
    assert!(first.1.contains("2031-05-06T07:08:09Z"), "{}", first.1);
    assert_ne!(first.0, run("6").0);

    let ended = Session::start(&["emulator", "--clock", "noon"]).end();
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.stderr.contains("2030-01-31T12:00:00Z"),
        "{}",
        ended.stderr
    );
}

#[test]
fn another_address_has_to_be_wanted_twice() {
    let ended = Session::start(&["emulator", "--ready-json", "--host", "0.0.0.0"]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(16), ""));

    let arguments = ["--host", "0.0.0.0", "--i-know-this-is-insecure"];
    let emulator = EmulatorProcess::start(&arguments);
    let ended = emulator.end(Signal::INT);
    assert_eq!(ended.code, Some(0));
    let (_, rest) = ended
        .stderr
        .split_once("bearer token, which is in ")
        .unwrap();
    let (file, _) = rest.split_once(".\n").unwrap();
    assert!(file.ends_with("management-token"), "{file}");
    assert!(!Path::new(file).exists());
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let emulator = EmulatorProcess::start(&[]);
    let origin = emulator.ready["origin"].as_str().unwrap();
    let (_, port) = origin.rsplit_once(':').unwrap();
    let ended = Session::start(&["emulator", "--ready-json", "--port", port]).end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(16), ""));
    assert!(
        ended.stderr.contains("address_unusable"),
        "{}",
        ended.stderr
    );
    assert_eq!(emulator.end(Signal::INT).code, Some(0));
}

/// The headers of an answer to a preflight from this origin, in lower case.
fn preflight(authority: &str, origin: &str) -> String {
    let (address, path) = authority
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "OPTIONS /{path}/oauth2/v2.0/initiate HTTP/1.1\r\nhost: {address}\r\norigin: {origin}\r\n\
         access-control-request-method: POST\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.to_lowercase()
}

#[test]
fn pages_of_the_origins_that_are_named_may_call() {
    let emulator = EmulatorProcess::start(&[
        "--cors",
        "http://localhost:3000",
        "--cors",
        "http://localhost:4000",
    ]);
    let authority = emulator.authority();
    for (origin, allowed) in [
        ("http://localhost:3000", true),
        ("http://localhost:4000", true),
        ("http://localhost:5000", false),
    ] {
        let answer = preflight(&authority, origin);
        let header = format!("access-control-allow-origin: {origin}");
        assert_eq!(answer.contains(&header), allowed, "{answer}");
    }
    emulator.end(Signal::TERM);
}

#[test]
fn a_place_that_nothing_may_be_sent_to_is_refused() {
    for (option, value, field) in [
        ("--cors", "localhost:3000", "cors_origins[0]"),
        ("--smtp", "http://127.0.0.1:2525", "smtp.url"),
        ("--smtp", "smtp://ada:canary@127.0.0.1:2525", "smtp.url"),
    ] {
        let ended = Session::start(&["emulator", option, value]).end();
        assert_eq!(ended.code, Some(16), "{}", ended.stderr);
        assert!(ended.stderr.contains(field), "{}", ended.stderr);
        assert!(!ended.stderr.contains("canary"), "{}", ended.stderr);
    }
}
