//! Opening a store and serving one token, beside MSAL Python with a cache of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use native_auth::Client;
use serde::{Deserialize, Serialize};

use crate::no_network::NoNetwork;
use crate::people::{AUTHORITY, CLIENT_ID, Person, SCOPE};
use crate::sample::{Pairs, in_words};
use crate::sealed::{self, Filled};
use crate::table::Row;
use crate::{Size, resident};

/// How much of MSAL's time it may take.
const TIME: f64 = 0.2;

/// How much of the memory that MSAL adds it may add.
const MEMORY: f64 = 0.6;

const SCRIPT: &str = include_str!("../python/open_cache.py");

/// What one process measured.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Opened {
    /// From having nothing to having a token.
    seconds: f64,
    /// Bytes of memory by then.
    added: u64,
}

/// MSAL, with a cache of the same people.
struct Msal {
    python: PathBuf,
    script: PathBuf,
    cache: PathBuf,
}

pub(crate) fn rows(size: Size, filled: &Filled, python: Option<&Path>) -> Result<Vec<Row>> {
    let msal = Msal::with(size.accounts, filled.directory(), python)?;
    let mut time = Pairs::default();
    let mut memory = Pairs::default();
    for round in 0..size.processes {
        let person = round * (size.accounts / size.processes).max(1);
        let ours = opened_by_us(filled.directory(), person)?;
        let theirs = msal.open(person)?;
        time.push(ours.seconds, theirs.seconds);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a process has not that much memory"
        )]
        memory.push(ours.added as f64, theirs.added as f64);
    }
    let name = |what: &str| {
        format!(
            "opening {} accounts, {what} to MSAL Python's",
            size.accounts
        )
    };
    let (ours, theirs) = (in_words(time.ours()), in_words(time.theirs()));
    let megabytes = |bytes: f64| format!("{:.1} MB", bytes / 1e6);
    let (adds, they_add) = (megabytes(memory.ours()), megabytes(memory.theirs()));
    Ok(vec![
        Row::at_most(&name("time"), ours, theirs, time.ratio(), TIME),
        Row::at_most(&name("memory"), adds, they_add, memory.ratio(), MEMORY),
    ])
}

/// Opens the store in `directory` and finds a person there. For a process of its own, which has opened nothing before.
pub(crate) fn open_here(directory: &Path, number: usize) -> Result<Opened> {
    let person = Person::number(number);
    let runtime = tokio::runtime::Runtime::new()?;
    // Its thread is no part of the store.
    runtime.block_on(async { tokio::task::spawn_blocking(|| ()).await })?;
    let transport = NoNetwork::default();
    let before = resident::bytes()?;
    let start = Instant::now();
    let client = Client::builder(AUTHORITY, CLIENT_ID)
        .storage(sealed::storage(directory))
        .transport(transport.clone())
        .build()?;
    let token = runtime.block_on(async {
        let account = client.account_by_username(&person.username).await?;
        let account = account.context("nobody has that user name")?;
        anyhow::Ok(account.access_token(&[SCOPE]).await?)
    })?;
    let seconds = start.elapsed().as_secs_f64();
    let added = resident::bytes()?.saturating_sub(before);
    ensure!(token.expose() == person.access_token, "it is another token");
    ensure!(!transport.was_used(), "the network was wanted");
    Ok(Opened { seconds, added })
}

fn opened_by_us(directory: &Path, person: usize) -> Result<Opened> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("open").arg(directory).arg(person.to_string());
    answer(&mut command, "")
}

impl Msal {
    /// Lets MSAL keep these people in its own way.
    fn with(accounts: usize, directory: &Path, python: Option<&Path>) -> Result<Self> {
        let made = sealed::beside_this_program()?.join("../bench-python/bin/python");
        let python = python.map_or(made, Path::to_owned);
        ensure!(
            python.is_file(),
            "there is no Python with MSAL: `cargo xtask bench` makes one"
        );
        let script = directory.join("open_cache.py");
        std::fs::write(&script, SCRIPT)?;
        let msal = Self {
            python,
            script,
            cache: directory.join("msal.json"),
        };
        let mut people = String::new();
        for number in 0..accounts {
            people.push_str(&serde_json::to_string(&Person::number(number))?);
            people.push('\n');
        }
        run(&mut msal.command("write"), &people)?;
        Ok(msal)
    }

    fn open(&self, person: usize) -> Result<Opened> {
        let person = serde_json::to_string(&Person::number(person))?;
        answer(&mut self.command("open"), &person)
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(&self.python);
        command
            .arg("-I")
            .arg("-B")
            .arg(&self.script)
            .arg(what)
            .arg(&self.cache);
        command
    }
}

fn answer(command: &mut Command, input: &str) -> Result<Opened> {
    let output = run(command, input)?;
    serde_json::from_slice(&output).context("a process said something else than its figures")
}

/// What the program writes when it reads this.
fn run(command: &mut Command, input: &str) -> Result<Vec<u8>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("a process did not start")?;
    let stdin = child.stdin.take().context("a process without an input")?;
    // What it writes is a line, and it comes after all that it reads.
    { stdin }.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("a process ended with {}", output.status);
    }
    Ok(output.stdout)
}
