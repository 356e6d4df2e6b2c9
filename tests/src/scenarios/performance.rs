//! One player in one scenario.

use std::collections::BTreeSet;
use std::time::Duration;

use native_auth_emulator::{Config, Emulator, EmulatorHandle};
use serde_json::Value;
use tempfile::TempDir;

use super::{Line, Player, Scenario};

/// All randomness of the emulators comes from it: codes, ids and keys are the same for each player.
const SEED: u64 = 20;

/// What came of it.
#[derive(Debug)]
pub struct Performance {
    /// The answers, as they came.
    pub trace: Vec<String>,
    /// How the player named itself to the service.
    pub skus: BTreeSet<String>,
    /// What was not as expected.
    pub faults: Vec<String>,
}

/// Has the player perform the scenario.
///
/// # Errors
///
/// If the emulator does not start, or a line for it cannot be used: no player is at fault then.
pub async fn perform(scenario: &Scenario, player: &Player) -> Result<Performance, String> {
    let stage = Stage::set(scenario).await?;
    let mut performance = Performance {
        trace: Vec::new(),
        skus: BTreeSet::new(),
        faults: Vec::new(),
    };
    if let Err(fault) = play(scenario, player, &stage, &mut performance).await? {
        performance.faults.push(fault);
    }
    let requests = stage.emulator.requests();
    performance.skus = requests
        .into_iter()
        .filter_map(|request| request.client_sku)
        .collect();
    if performance.skus.is_empty() {
        performance
            .faults
            .push("it never named itself to the service".to_owned());
    }
    stage.emulator.shutdown().await;
    Ok(performance)
}

/// The inner error is the player's.
async fn play(
    scenario: &Scenario,
    player: &Player,
    stage: &Stage,
    performance: &mut Performance,
) -> Result<Result<(), String>, String> {
    let mut playing = match player.start() {
        Ok(playing) => playing,
        Err(fault) => return Ok(Err(fault)),
    };
    for line in &scenario.script {
        let (call, with, expect) = match line {
            Line::Call { call, with, expect } => (call, with, expect),
            Line::Restart => {
                let again = playing.kill().await.and_then(|()| player.start());
                playing = match again {
                    Ok(playing) => playing,
                    Err(fault) => return Ok(Err(fault)),
                };
                continue;
            }
            other => {
                stage.prepare(other)?;
                continue;
            }
        };
        let answer = match playing.obey(call, &stage.filled(with)?).await {
            Ok(answer) => answer,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Err(fault) = check(&answer, &stage.filled(expect)?) {
            performance.faults.push(format!("`{call}`: {fault}"));
        }
        performance.trace.push(stage.without_ids(answer));
    }
    Ok(playing.finish().await)
}

fn check(answer: &str, expect: &Value) -> Result<(), String> {
    let given: Value =
        serde_json::from_str(answer).map_err(|error| format!("{error} in {answer}"))?;
    // Sorted members, no spaces: as this library writes it by default.
    let agreed = given.to_string();
    if agreed != answer {
        return Err(format!("{answer} is not written as agreed: {agreed}"));
    }
    if holds(&given, expect) {
        return Ok(());
    }
    Err(format!("expected {expect}, and got {answer}"))
}

/// Whether every member that is expected is there, however deep. A list has to be the whole list.
fn holds(given: &Value, expected: &Value) -> bool {
    match (given, expected) {
        (Value::Object(given), Value::Object(expected)) => expected
            .iter()
            .all(|(name, value)| given.get(name).is_some_and(|given| holds(given, value))),
        (Value::Array(given), Value::Array(expected)) => {
            given.len() == expected.len()
                && given
                    .iter()
                    .zip(expected)
                    .all(|(given, expected)| holds(given, expected))
        }
        _ => given == expected,
    }
}

/// The emulator of one performance, and a directory for it.
struct Stage {
    emulator: EmulatorHandle,
    client_id: String,
    directory: TempDir,
}

impl Stage {
    async fn set(scenario: &Scenario) -> Result<Self, String> {
        let of = |error: String| format!("{}: {error}", scenario.name);
        let config = Config::from_toml_str(&scenario.emulator).map_err(|e| of(e.to_string()))?;
        let config = Config {
            seed: Some(SEED),
            ..config
        };
        let emulator = Emulator::start(config)
            .await
            .map_err(|e| of(e.to_string()))?;
        let tenant = emulator.tenants().into_iter().next();
        let apps = tenant.map(|tenant| tenant.apps).unwrap_or_default();
        let app = apps.into_iter().find(|app| app.name == scenario.app);
        let app = app.ok_or_else(|| of(format!("the emulator has no app {}", scenario.app)))?;
        Ok(Self {
            emulator,
            client_id: app.client_id,
            directory: tempfile::tempdir().map_err(|e| of(e.to_string()))?,
        })
    }

    fn prepare(&self, line: &Line) -> Result<(), String> {
        let user_id = |address: &str| {
            let users = self.emulator.users().into_iter();
            let mut named = users.filter(|user| user.username == address);
            named
                .next()
                .map(|user| user.id)
                .ok_or_else(|| format!("there is no user {address}"))
        };
        match line {
            Line::AddUser(user) => {
                let user = serde_json::from_value(user.clone()).map_err(|e| e.to_string())?;
                self.emulator.add_user(&user).map_err(|e| e.to_string())?;
            }
            Line::Force(fault) => {
                let fault = serde_json::from_value(fault.clone()).map_err(|e| e.to_string())?;
                self.emulator.force(fault).map_err(|e| e.to_string())?;
            }
            Line::Advance(seconds) => self.emulator.advance(Duration::from_secs(*seconds)),
            Line::DeleteUser(address) => {
                self.emulator.delete_user(&user_id(address)?);
            }
            Line::DisableUser(address) => {
                self.emulator.enable_user(&user_id(address)?, false);
            }
            Line::Restart | Line::Call { .. } => {}
        }
        Ok(())
    }

    /// The value with what stands in braces put in.
    fn filled(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(self.filled_text(text)?),
            Value::Array(items) => {
                let items: Result<_, _> = items.iter().map(|item| self.filled(item)).collect();
                Value::Array(items?)
            }
            Value::Object(members) => {
                let members: Result<_, String> = members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.filled(value)?)))
                    .collect();
                Value::Object(members?)
            }
            other => other.clone(),
        })
    }

    /// Object ids are drawn in the order in which requests come, which no player decides alone.
    fn without_ids(&self, answer: String) -> String {
        let users = self.emulator.users().into_iter().zip(1..);
        users.fold(answer, |answer, (user, number): (_, u32)| {
            answer.replace(&user.id, &format!("user {number}"))
        })
    }

    fn filled_text(&self, text: &str) -> Result<String, String> {
        if let Some(address) = text
            .strip_prefix("{code:")
            .and_then(|rest| rest.strip_suffix('}'))
        {
            let code = self.emulator.last_code(address);
            return code.ok_or_else(|| format!("no code was sent to {address}"));
        }
        Ok(text
            .replace("{authority}", &self.emulator.authority())
            .replace("{client_id}", &self.client_id)
            .replace("{directory}", &self.directory.path().to_string_lossy()))
    }
}
