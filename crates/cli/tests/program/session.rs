//! One run of the program, spoken to line by line.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use native_auth_emulator::EmulatorHandle;
use serde_json::Value;

/// The program with these arguments, and nothing of the environment that could change what it prints.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_native-auth"));
    command
        .args(arguments)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The arguments of a command that speaks JSON with an app of this emulator.
pub(crate) fn json_arguments(
    command: &str,
    emulator: &EmulatorHandle,
    client_id: &str,
) -> Vec<String> {
    [
        command,
        "--json",
        "--allow-http-loopback",
        "--authority",
        &emulator.authority(),
        "--client-id",
        client_id,
        "--storage",
        "memory",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// A run that is under way.
#[derive(Debug)]
pub(crate) struct Session {
    child: Running,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: JoinHandle<String>,
}

/// A process that does not outlive its test, however that ends.
#[derive(Debug)]
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// What had not been read from stdout before.
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Session {
    pub(crate) fn start(arguments: &[impl AsRef<str>]) -> Self {
        let arguments: Vec<&str> = arguments.iter().map(AsRef::as_ref).collect();
        let mut child = program(&arguments).spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        Self {
            stdin: child.stdin.take(),
            stdout: BufReader::new(child.stdout.take().unwrap()),
            // Read all along, or a full pipe would stop the program.
            stderr: std::thread::spawn(move || {
                let mut text = String::new();
                stderr.read_to_string(&mut text).unwrap();
                text
            }),
            child: Running(child),
        }
    }

    /// Writes one answer.
    pub(crate) fn send(&mut self, answer: &Value) {
        self.send_line(&answer.to_string());
    }

    pub(crate) fn send_line(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Waits for something that the program brings about elsewhere.
    pub(crate) fn wait_until(&mut self, done: impl Fn() -> bool) {
        while !done() {
            assert_eq!(self.child.0.try_wait().unwrap(), None, "it ended before");
            std::thread::yield_now();
        }
    }

    /// The next line of stdout.
    pub(crate) fn next_line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stdout.read_line(&mut line).unwrap();
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The next line of stdout, which is JSON.
    pub(crate) fn next(&mut self) -> Value {
        let line = self.next_line().expect("stdout has ended");
        serde_json::from_str(&line).unwrap()
    }

    /// The next line, which is this step.
    pub(crate) fn step(&mut self, step: &str) -> Value {
        let line = self.next();
        assert_eq!(line["step"], step, "{line}");
        line
    }

    /// The next line, which is an error with this code.
    pub(crate) fn error(&mut self, code: &str) -> Value {
        let line = self.next();
        assert_eq!(line["error"]["code"], code, "{line}");
        line
    }

    /// The operating system's number of the process.
    pub(crate) fn process_id(&self) -> i32 {
        i32::try_from(self.child.0.id()).unwrap()
    }

    /// Ends the process as if by a fault.
    pub(crate) fn kill(&mut self) {
        self.child.0.kill().unwrap();
        self.child.0.wait().unwrap();
    }

    /// Closes stdin, reads everything and waits for the end.
    pub(crate) fn end(mut self) -> Ended {
        drop(self.stdin.take());
        let mut stdout = String::new();
        self.stdout.read_to_string(&mut stdout).unwrap();
        Ended {
            code: self.child.0.wait().unwrap().code(),
            stdout,
            stderr: self.stderr.join().unwrap(),
        }
    }

    /// Stops reading stdout and waits for the end.
    pub(crate) fn close_stdout_and_end(self) -> (Option<i32>, String) {
        let Self {
            mut child,
            stdin,
            stdout,
            stderr,
        } = self;
        drop(stdout);
        drop(stdin);
        (child.0.wait().unwrap().code(), stderr.join().unwrap())
    }
}

impl Ended {
    /// The lines of stdout that had not been read.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
