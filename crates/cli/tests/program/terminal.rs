//! At a terminal passwords do not show.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use native_auth_emulator::{CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, NewUser};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

const USERNAME: &str = "ada@example.com";
const WRONG: &str = "Not-The-Password-1";
const PASSWORD: &str = "Quiet-River-41";

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_typed_without_echo() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();

    let mut terminal = Terminal::start(&[
        "sign-in",
        "--allow-http-loopback",
        "--authority",
        &emulator.authority(),
        "--client-id",
        CONTOSO_APP_PASSWORD,
    ]);
    terminal.read_until("E-mail address: ");
    terminal.write(USERNAME);
    for password in [WRONG, PASSWORD] {
        terminal.read_until("Password: ");
        terminal.wait_until_echo_is_off();
        terminal.write(password);
    }
    terminal.read_until("Signed in: ");
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("credentials_invalid"), "{seen}");
    // What may be seen is: the echo is on, and this would find a password.
    assert!(seen.contains(USERNAME), "{seen}");
    assert!(!seen.contains(WRONG), "{seen}");
    assert!(!seen.contains(PASSWORD), "{seen}");
}

/// The program at a terminal of its own, from the side of the keyboard and the screen.
pub(crate) struct Terminal {
    screen: File,
    seen: String,
    child: Child,
}

impl Terminal {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        // It must not become the terminal of this process.
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let screen = openpt(flags).unwrap();
        grantpt(&screen).unwrap();
        unlockpt(&screen).unwrap();
        let device = || Stdio::from(ioctl_tiocgptpeer(&screen, flags).unwrap());
        // Makes it the controlling terminal, which is where a password is read from.
        let child = Command::new("setsid")
            .args(["--ctty", "--wait", env!("CARGO_BIN_EXE_native-auth")])
            .args(arguments)
            .stdin(device())
            .stdout(device())
            .stderr(device())
            .spawn()
            .unwrap();
        Self {
            screen: File::from(screen),
            seen: String::new(),
            child,
        }
    }

    /// Reads the screen up to these words, which are new on it.
    pub(crate) fn read_until(&mut self, words: &str) {
        let begin = self.seen.len();
        while !self.seen[begin..].contains(words) {
            assert!(self.read(), "ended before {words:?}: {}", self.seen);
        }
    }

    /// Reads a byte; false when nobody writes on the screen any more.
    fn read(&mut self) -> bool {
        let mut byte = [0];
        // The system reports an error once the other side is closed.
        let read = self.screen.read(&mut byte).unwrap_or(0);
        self.seen
            .extend(byte[..read].iter().copied().map(char::from));
        read > 0
    }

    /// The prompt comes first, and the echo goes off right after it.
    pub(crate) fn wait_until_echo_is_off(&mut self) {
        while tcgetattr(&self.screen)
            .unwrap()
            .local_modes
            .contains(LocalModes::ECHO)
        {
            assert_eq!(self.child.try_wait().unwrap(), None, "{}", self.seen);
            std::thread::yield_now();
        }
    }

    pub(crate) fn write(&mut self, line: &str) {
        writeln!(self.screen, "{line}").unwrap();
    }

    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while self.read() {}
        (self.child.wait().unwrap().code(), self.seen)
    }
}
