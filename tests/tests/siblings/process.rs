//! A sibling process, and what is said to it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use native_auth_emulator::CONTOSO_APP_PASSWORD;
use native_auth_tests::Stage;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// How long a frozen sibling is waited for here, in milliseconds of real time.
const PATIENCE: u64 = 400;

pub(crate) struct Sibling {
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    /// The file that tells it to go on.
    go: PathBuf,
}

impl Sibling {
    /// Starts one with this directory for its file.
    pub(crate) async fn start(stage: &Stage, directory: &Path) -> Self {
        Self::start_patient(stage, directory, PATIENCE).await
    }

    /// Starts one that waits for a frozen sibling for so many milliseconds.
    pub(crate) async fn start_patient(stage: &Stage, directory: &Path, patience: u64) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sibling"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let go = directory.join(format!("go-{}", child.id().unwrap()));
        let mut sibling = Self {
            go,
            child,
            stdin,
            lines,
        };
        let about = json!({
            "authority": stage.emulator.authority(),
            "client_id": CONTOSO_APP_PASSWORD,
            "directory": directory,
            "go": sibling.go,
            "patience_ms": patience,
        });
        assert_eq!(sibling.command(about).await, json!({"ready": true}));
        sibling
    }

    /// Says something and waits for the answer.
    pub(crate) async fn command(&mut self, command: Value) -> Value {
        self.tell(command).await;
        self.hear().await
    }

    pub(crate) async fn tell(&mut self, command: Value) {
        let line = format!("{command}\n");
        self.stdin.write_all(line.as_bytes()).await.unwrap();
        self.stdin.flush().await.unwrap();
    }

    pub(crate) async fn hear(&mut self) -> Value {
        let line = self.lines.next_line().await.unwrap();
        serde_json::from_str(&line.expect("it is still there")).unwrap()
    }

    /// Waits until it hesitates, and freezes it.
    pub(crate) async fn freeze(&mut self) {
        assert_eq!(self.hear().await, json!({"waits": true}));
        let pid = self.pid();
        kill_process(pid, Signal::STOP).unwrap();
        let stopped = tokio::task::spawn_blocking(move || {
            waitpid(Some(pid), WaitOptions::UNTRACED)
                .unwrap()
                .unwrap()
                .1
        });
        assert!(stopped.await.unwrap().stopped());
    }

    /// Wakes it, and lets it go on.
    pub(crate) fn wake(&self) {
        std::fs::write(&self.go, "").unwrap();
        kill_process(self.pid(), Signal::CONT).unwrap();
    }

    pub(crate) fn kill(&self) {
        kill_process(self.pid(), Signal::KILL).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().unwrap().try_into().unwrap()).unwrap()
    }
}
