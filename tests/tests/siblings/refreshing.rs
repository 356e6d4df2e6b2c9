//! One expired token, and everybody wants a new one.

use std::path::Path;
use std::time::Duration;

use native_auth_emulator::Config;
use native_auth_tests::{PASSWORD, PAT, Stage};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Sibling;

/// More than an access token lives.
const LONG: u64 = 2 * 3600;

/// A tenant that takes each refresh token once, and a directory for the file.
async fn scene() -> (Stage, TempDir) {
    let config = Config {
        strict_refresh_tokens: true,
        ..Config::default()
    };
    let stage = Stage::with(config).await;
    stage.add_user(PAT, Some(PASSWORD));
    (stage, TempDir::new().unwrap())
}

fn ask(callers: u64) -> Value {
    json!({"do": "ask", "callers": callers, "advance": LONG})
}

/// The one token that everybody got.
#[track_caller]
fn one_token(answer: &Value) -> String {
    assert_eq!(answer["errors"], json!([]), "{}", answer["errors"]);
    let tokens = answer["tokens"].as_array().unwrap();
    assert_eq!(tokens.len(), 1, "all callers of a process got the same");
    tokens[0].as_str().unwrap().to_owned()
}

async fn sign_in(sibling: &mut Sibling) {
    let command = json!({"do": "sign in", "username": PAT});
    assert_eq!(sibling.command(command).await, json!({"signed_in": true}));
}

/// Two siblings, of which the first has the lock and is frozen before it asks, or after it was answered.
async fn with_a_frozen_holder(stage: &Stage, directory: &Path, when: &str) -> (Sibling, Sibling) {
    let mut holder = Sibling::start(stage, directory).await;
    let other = Sibling::start(stage, directory).await;
    sign_in(&mut holder).await;
    stage.emulator.advance(Duration::from_secs(LONG));
    let command = json!({"do": format!("hesitate {when}")});
    holder.command(command).await;
    holder.tell(ask(8)).await;
    holder.freeze().await;
    (holder, other)
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_processes_of_sixty_four_callers_redeem_once_a_round() {
    let (stage, directory) = scene().await;
    let mut siblings = Vec::new();
    for _ in 0..8 {
        siblings.push(Sibling::start_patient(&stage, directory.path(), 10_000).await);
    }
    sign_in(&mut siblings[0]).await;
    let mut before = String::new();
    for round in 1..=50 {
        stage.emulator.advance(Duration::from_secs(LONG));
        for sibling in &mut siblings {
            sibling.tell(ask(64)).await;
        }
        let mut tokens = Vec::new();
        for sibling in &mut siblings {
            tokens.push(one_token(&sibling.hear().await));
        }
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "all processes got the same");
        assert_ne!(tokens[0], before, "and it is new");
        assert_eq!(stage.refreshes(), round, "one redemption a round");
        before = tokens.remove(0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_that_is_killed_holds_nobody_up() {
    let (stage, directory) = scene().await;
    // So patient that passing the lock would never end: only its being free lets the other go on.
    let patience = 600_000;
    let mut holder = Sibling::start_patient(&stage, directory.path(), patience).await;
    let mut other = Sibling::start_patient(&stage, directory.path(), patience).await;
    sign_in(&mut holder).await;
    stage.emulator.advance(Duration::from_secs(LONG));
    holder.command(json!({"do": "hesitate before"})).await;
    holder.tell(ask(1)).await;
    holder.freeze().await;
    other.tell(ask(64)).await;
    holder.kill();
    one_token(&other.hear().await);
    assert_eq!(stage.refreshes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_that_is_frozen_before_it_asks_is_passed_and_adopts() {
    let (stage, directory) = scene().await;
    let (mut holder, mut other) = with_a_frozen_holder(&stage, directory.path(), "before").await;
    let newest = one_token(&other.command(ask(8)).await);
    assert_eq!(stage.refreshes(), 1);
    holder.wake();
    assert_eq!(one_token(&holder.hear().await), newest, "it adopts");
    assert!(stage.refreshes() <= 2, "at most one for each process");
    let mut third = Sibling::start(&stage, directory.path()).await;
    let sent = stage.refreshes();
    assert_eq!(one_token(&third.command(ask(1)).await), newest);
    assert_eq!(stage.refreshes(), sent, "the newest is in the file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_that_is_frozen_with_the_answer_in_hand_is_not_a_sign_out() {
    let (stage, directory) = scene().await;
    let (mut holder, mut other) = with_a_frozen_holder(&stage, directory.path(), "after").await;
    // The refresh token in the file is spent, and the one that replaced it is with the frozen process.
    let answer = other.command(ask(8)).await;
    assert_eq!(answer["errors"], json!(["refresh_held_up"]));
    assert_eq!(answer["tokens"], json!([]));
    let accounts = other.command(json!({"do": "accounts"})).await;
    assert_eq!(accounts, json!({"accounts": 1}), "nobody is signed out");
    holder.wake();
    let newest = one_token(&holder.hear().await);
    let again = other.command(json!({"do": "ask", "callers": 8})).await;
    assert_eq!(one_token(&again), newest);
    assert_eq!(stage.refreshes(), 2, "one for each process");
}

/// The holder is frozen and passed by one whose answer is on its way when the holder dies: the next in line gets the lock,
/// and a refresh token that is spent.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_a_dead_holder_waits_for_one_who_passed_it() {
    let (stage, directory) = scene().await;
    let (holder, mut passing) = with_a_frozen_holder(&stage, directory.path(), "before").await;
    let mut next = Sibling::start_patient(&stage, directory.path(), 600_000).await;
    passing.command(json!({"do": "hesitate after"})).await;
    passing.tell(ask(1)).await;
    assert_eq!(passing.hear().await, json!({"waits": true}));
    next.tell(ask(8)).await;
    holder.kill();
    // The next one asks with the refresh token that is in the file.
    while stage.refreshes() < 2 {
        tokio::task::yield_now().await;
    }
    passing.wake();
    let newest = one_token(&passing.hear().await);
    assert_eq!(one_token(&next.hear().await), newest, "it adopts");
    assert_eq!(stage.refreshes(), 2, "one for each process");
}

/// A refresh token that is truly refused is a sign-out also for whoever follows a dead holder.
#[tokio::test(flavor = "multi_thread")]
async fn a_loss_with_a_dead_holder_is_told() {
    let (stage, directory) = scene().await;
    let (holder, _) = with_a_frozen_holder(&stage, directory.path(), "after").await;
    let mut next = Sibling::start_patient(&stage, directory.path(), 600_000).await;
    next.tell(ask(8)).await;
    holder.kill();
    let answer = next.hear().await;
    assert_eq!(answer["errors"], json!(["refresh_token_revoked"]));
    assert_eq!(stage.refreshes(), 2, "one for each process");
}

/// A tenant that takes a refresh token more than once: both refreshes succeed, and the later answer is the older one.
#[tokio::test(flavor = "multi_thread")]
async fn a_woken_holder_never_overwrites_what_is_newer() {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let directory = TempDir::new().unwrap();
    let (mut holder, mut other) = with_a_frozen_holder(&stage, directory.path(), "after").await;
    let newest = one_token(&other.command(ask(8)).await);
    holder.wake();
    assert_eq!(one_token(&holder.hear().await), newest, "it adopts");
    assert_eq!(stage.refreshes(), 2, "one for each process");
    let mut third = Sibling::start(&stage, directory.path()).await;
    assert_eq!(one_token(&third.command(ask(1)).await), newest);
    assert_eq!(stage.refreshes(), 2, "the newest is in the file");
}
