//! The tenant that artefacts are tried against: the emulator of the command line that was just made, with one person in it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The one who has an account.
pub(super) const USERNAME: &str = "ada@example.com";

/// What she signs in with.
pub(super) const PASSWORD: &str = "Quiet-River-42";

/// A running emulator, which ends with this value.
pub(super) struct Emulator {
    process: Child,
    ready: Value,
    _people: TempDir,
}

impl Emulator {
    /// Starts the emulator of this program.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn start(program: &Path) -> Result<Self> {
        let people = tempfile::tempdir()?;
        let file = people.path().join("people.json");
        let ada = json!({"tenant": "contoso", "username": USERNAME, "password": PASSWORD});
        let text = json!({"format": "native-auth-emulator", "version": 1, "new_users": [ada]});
        std::fs::write(&file, text.to_string())?;
        let mut process = Command::new(program)
            .args(["emulator", "--ready-json", "--log", "error", "--import"])
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} did not start", program.display()))?;
        let mut line = String::new();
        let output = process.stdout.take();
        let read = output.map(|output| BufReader::new(output).read_line(&mut line));
        let ready = serde_json::from_str(&line);
        // From here on it is ended whatever happens.
        let mut emulator = Self {
            process,
            ready: Value::Null,
            _people: people,
        };
        read.context("no output of the emulator's")??;
        emulator.ready = ready.context("the emulator did not say where it is")?;
        Ok(emulator)
    }

    /// Where the pages of its own are.
    pub(super) fn origin(&self) -> Result<&str> {
        self.text("/origin")
    }

    /// What an app at the tenant names: the authority, and the id of the app with passwords.
    pub(super) fn app(&self) -> Result<[&str; 2]> {
        let apps = self.ready.pointer("/tenants/0/apps");
        let mut apps = apps.and_then(Value::as_array).into_iter().flatten();
        let app = apps.find(|app| app.get("name").and_then(Value::as_str) == Some("password"));
        let id = app.and_then(|app| app.get("client_id")?.as_str());
        let id = id.context("the emulator has no app with passwords")?;
        Ok([self.text("/tenants/0/authority")?, id])
    }

    fn text(&self, place: &str) -> Result<&str> {
        let text = self.ready.pointer(place).and_then(Value::as_str);
        text.with_context(|| format!("the emulator does not say its {place}"))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
