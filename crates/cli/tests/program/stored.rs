//! What is kept between runs: `sign-in`, then `accounts`, `token` and `sign-out` without asking anybody.

use native_auth_emulator::{
    CONTOSO_API_SCOPE, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, EmulatorHandle,
    NewUser,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::session::{Ended, Session, json_arguments};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";
const PASSWORD: &str = "Quiet-River-41";
const PASSPHRASE: &str = "planted passphrase of nobody";

struct Scene {
    emulator: EmulatorHandle,
    directory: TempDir,
}

impl Scene {
    async fn new() -> Self {
        let emulator = Emulator::start(Config::default()).await.unwrap();
        for username in [ADA, GRACE] {
            let user = NewUser::new(CONTOSO_NAME, username, Some(PASSWORD));
            emulator.add_user(&user).unwrap();
        }
        Self {
            emulator,
            directory: TempDir::new().unwrap(),
        }
    }

    /// The arguments of a command whose tokens are in a file with a passphrase.
    fn arguments(&self, command: &str, more: &[&str]) -> Vec<String> {
        let mut arguments = json_arguments(command, &self.emulator, CONTOSO_APP_PASSWORD);
        arguments.retain(|argument| argument != "memory" && argument != "--storage");
        let directory = self.directory.path().to_str().unwrap();
        let storage = ["--storage", "passphrase", "--storage-directory", directory];
        arguments.extend(storage.iter().chain(more).map(|text| (*text).to_owned()));
        arguments
    }

    /// Runs a command that asks for nothing but the passphrase; its last line.
    fn run(&self, command: &str, more: &[&str]) -> (Value, Ended) {
        let mut session = Session::start(&self.arguments(command, more));
        session.step("passphrase_required");
        session.send(&json!({"passphrase": PASSPHRASE}));
        let ended = session.end();
        let last = ended.stdout.lines().last().unwrap_or_default();
        (serde_json::from_str(last).unwrap_or_default(), ended)
    }

    fn sign_in(&self, username: &str) -> String {
        let mut session = Session::start(&self.arguments("sign-in", &[]));
        session.step("passphrase_required");
        session.send(&json!({"passphrase": PASSPHRASE}));
        session.step("username_required");
        session.send(&json!({"username": username, "password": PASSWORD}));
        let account = session.step("signed_in")["account"]["id"].clone();
        assert_eq!(session.end().code, Some(0));
        account.as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_once_is_enough() {
    let scene = Scene::new().await;
    let ada = scene.sign_in(ADA);
    let sent = scene.emulator.requests().len();
    let (accounts, ended) = scene.run("accounts", &[]);
    assert_eq!(ended.code, Some(0));
    assert_eq!(accounts["accounts"][0]["id"], json!(ada));
    assert_eq!(accounts["accounts"][0]["username"], ADA);
    let (first, ended) = scene.run("token", &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let (again, _) = scene.run("token", &[]);
    assert_eq!(first["access_token"], again["access_token"]);
    assert_eq!(scene.emulator.requests().len(), sent, "nothing is sent");

    let (other, _) = scene.run("token", &["--scope", CONTOSO_API_SCOPE]);
    assert_ne!(other["access_token"], first["access_token"]);
    let (forced, _) = scene.run("token", &["--force-refresh"]);
    assert_ne!(forced["access_token"], first["access_token"]);

    let (gone, ended) = scene.run("sign-out", &[]);
    assert_eq!(gone, json!({"signed_out": [ada]}));
    assert_eq!(ended.code, Some(0));
    let (accounts, _) = scene.run("accounts", &[]);
    assert_eq!(accounts, json!({"accounts": []}));
    let (gone, ended) = scene.run("sign-out", &[]);
    assert_eq!(gone, json!({"signed_out": []}));
    assert_eq!(ended.code, Some(0), "nobody is signed in: nothing to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_accounts_one_is_named() {
    let scene = Scene::new().await;
    let ada = scene.sign_in(ADA);
    let grace = scene.sign_in(GRACE);
    for command in ["token", "sign-out"] {
        let (refused, ended) = scene.run(command, &[]);
        assert_eq!(refused["error"]["code"], "account_ambiguous");
        assert_eq!(ended.code, Some(2));
        let (refused, ended) = scene.run(command, &["--account", "nobody"]);
        assert_eq!(refused["error"]["code"], "account_unknown");
        assert_eq!(ended.code, Some(2));
    }
    let (token, _) = scene.run("token", &["--account", &grace]);
    assert!(token["access_token"].is_string());
    let (gone, _) = scene.run("sign-out", &["--account", &ada]);
    assert_eq!(gone, json!({"signed_out": [ada]}));
    scene.sign_in(ADA);
    let (gone, _) = scene.run("sign-out", &["--all"]);
    assert_eq!(gone["signed_out"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_passphrase_opens_nothing_and_harms_nothing() {
    let scene = Scene::new().await;
    let ada = scene.sign_in(ADA);
    let mut session = Session::start(&scene.arguments("accounts", &[]));
    session.step("passphrase_required");
    session.send(&json!({"passphrase": "another one"}));
    session.error("passphrase_wrong");
    assert_eq!(session.end().code, Some(16));
    let (accounts, ended) = scene.run("accounts", &[]);
    assert_eq!(accounts["accounts"][0]["id"], json!(ada));
    assert!(!ended.stderr.contains(PASSPHRASE));
    // Nothing of it is in the clear.
    for entry in walk(scene.directory.path()) {
        let bytes = std::fs::read(entry).unwrap();
        for secret in [PASSPHRASE, PASSWORD, ADA] {
            let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!found, "{secret}");
        }
    }
}

/// Every file below a directory.
fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(walk(&path)),
            false => files.push(path),
        }
    }
    assert!(!files.is_empty());
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_microsofts_clients_is_a_storage_too() {
    let scene = Scene::new().await;
    let file = scene.directory.path().join("msal.json");
    let arguments = |command| {
        let mut arguments = json_arguments(command, &scene.emulator, CONTOSO_APP_PASSWORD);
        arguments.retain(|argument| argument != "memory" && argument != "--storage");
        let storage = [
            "--storage",
            "msal-file",
            "--msal-cache",
            file.to_str().unwrap(),
        ];
        arguments.extend(storage.map(str::to_owned));
        arguments
    };
    let mut session = Session::start(&arguments("sign-in"));
    session.step("username_required");
    session.send(&json!({"username": ADA, "password": PASSWORD}));
    session.step("signed_in");
    assert_eq!(session.end().code, Some(0));
    let sent = scene.emulator.requests().len();
    let ended = Session::start(&arguments("token")).end();
    assert!(ended.stdout.contains("access_token"), "{}", ended.stderr);
    assert_eq!(scene.emulator.requests().len(), sent);
}
