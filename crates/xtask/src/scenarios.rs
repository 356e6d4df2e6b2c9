//! The scenarios of `tests/scenarios`, performed by players in every language that can run here.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use serde_json::json;

use crate::built::Built;
use crate::command;
use crate::workspace::Workspace;

/// A language's player.
pub(crate) struct Player {
    pub(crate) name: &'static str,
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<String>,
}

impl Player {
    /// That of Rust, which every other one is compared with.
    ///
    /// # Errors
    /// When it was not built.
    pub(crate) fn rust(built: &Built) -> Result<Self> {
        Ok(Self {
            name: "rust",
            program: built.binary("scenario-player")?,
            arguments: Vec::new(),
        })
    }
}

/// Has these players perform all scenarios.
///
/// # Errors
/// When an answer is not as expected, or two players differ.
pub(crate) fn perform(workspace: &Workspace, built: &Built, players: &[Player]) -> Result<()> {
    let mut stage = Command::new(built.binary("scenario-stage")?);
    stage.arg(workspace.root().join("tests/scenarios"));
    for player in players {
        let player = json!({
            "name": player.name,
            "program": player.program,
            "arguments": player.arguments,
        });
        stage.arg(player.to_string());
    }
    command::run(&mut stage)
}
