//! A scenario as it is written.

use std::path::Path;

use native_auth_emulator::{Fault, NewUser};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A script that an app could be.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The name of its file.
    pub name: String,
    /// The emulator's app.
    pub app: String,
    /// The emulator's configuration as TOML.
    pub emulator: String,
    /// Its lines.
    pub script: Vec<Line>,
}

/// One line of a script.
#[derive(Debug, Clone)]
pub enum Line {
    /// Makes a user.
    AddUser(Value),
    /// A forced answer.
    Force(Value),
    /// Moves the emulator's clock.
    Advance(u64),
    /// Deletes the user with this address.
    DeleteUser(String),
    /// Disables the user with this address.
    DisableUser(String),
    /// Kills the player and starts another.
    Restart,
    /// A command for the player.
    Call {
        /// What.
        call: String,
        /// With what.
        with: Value,
        /// Members that the answer must have.
        expect: Value,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "for those who read the file")]
    about: String,
    app: String,
    #[serde(default)]
    emulator: String,
    script: Vec<Map<String, Value>>,
}

impl Scenario {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it is no scenario; the text names the file and the line of the script.
    pub fn read(path: &Path) -> Result<Self, String> {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
        Self::parse(&name, &text)
    }

    /// Reads a text.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        let lines = file.script.into_iter().enumerate();
        let script: Result<Vec<_>, _> = lines
            .map(|(at, line)| {
                Line::read(line)
                    .ok_or_else(|| format!("{name}: line {} of the script is none", at + 1))
            })
            .collect();
        let script = script?;
        if !script.iter().any(|line| matches!(line, Line::Call { .. })) {
            return Err(format!("{name}: its script calls nothing"));
        }
        Ok(Self {
            name: name.to_owned(),
            app: file.app,
            emulator: file.emulator,
            script,
        })
    }
}

impl Line {
    fn read(mut line: Map<String, Value>) -> Option<Self> {
        if let Some(call) = line.remove("call") {
            let with = line
                .remove("with")
                .unwrap_or_else(|| Value::Object(Map::new()));
            let expect = line.remove("expect")?;
            let call = call.as_str()?.to_owned();
            return line.is_empty().then_some(Self::Call { call, with, expect });
        }
        let (key, value) = line.into_iter().next()?;
        Some(match key.as_str() {
            "add_user" => {
                serde_json::from_value::<NewUser>(value.clone()).ok()?;
                Self::AddUser(value)
            }
            "force" => {
                serde_json::from_value::<Fault>(value.clone()).ok()?;
                Self::Force(value)
            }
            "advance_seconds" => Self::Advance(value.as_u64()?),
            "delete_user" => Self::DeleteUser(value.as_str()?.to_owned()),
            "disable_user" => Self::DisableUser(value.as_str()?.to_owned()),
            "restart" => Self::Restart,
            _ => return None,
        })
    }
}
