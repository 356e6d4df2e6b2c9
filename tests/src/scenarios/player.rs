//! A player: a program that has a language's package obey.

use std::path::PathBuf;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A language's player.
#[derive(Debug, Clone, Deserialize)]
pub struct Player {
    /// The language.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    #[serde(default)]
    pub arguments: Vec<String>,
}

/// A player that runs. Its process ends with it.
#[derive(Debug)]
pub(super) struct Playing {
    process: Child,
    commands: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Player {
    pub(super) fn start(&self) -> Result<Playing, String> {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let failed = |what: &str| format!("{}: {what}", self.program.display());
        let mut process = command
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        let commands = process.stdin.take().ok_or_else(|| failed("no stdin"))?;
        let answers = process.stdout.take().ok_or_else(|| failed("no stdout"))?;
        Ok(Playing {
            process,
            commands,
            answers: BufReader::new(answers).lines(),
        })
    }
}

impl Playing {
    /// Hands a command out and gives the answer's line as it came.
    pub(super) async fn obey(&mut self, call: &str, with: &Value) -> Result<String, String> {
        let mut line = json!({ "call": call, "with": with }).to_string();
        line.push('\n');
        let sent = self.commands.write_all(line.as_bytes()).await;
        sent.map_err(|error| format!("`{call}` cannot be handed to it: {error}"))?;
        match self.answers.next_line().await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(format!("it ended at `{call}`")),
            Err(error) => Err(format!("its answer to `{call}` cannot be read: {error}")),
        }
    }

    /// Kills it, as a phone does with an app.
    pub(super) async fn kill(mut self) -> Result<(), String> {
        let killed = self.process.kill().await;
        killed.map_err(|error| format!("it cannot be killed: {error}"))
    }

    /// Lets it end, which it has to do well.
    pub(super) async fn finish(mut self) -> Result<(), String> {
        drop(self.commands);
        match self.process.wait().await {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("it ended with {status}")),
            Err(error) => Err(format!("its end cannot be waited for: {error}")),
        }
    }
}
