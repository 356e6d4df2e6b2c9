//! At a terminal passwords do not show, and Ctrl-C leaves it as it was.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use native_auth_emulator::{CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, NewUser};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, Termios, tcgetattr};

const USERNAME: &str = "ada@example.com";
const WRONG: &str = "Not-The-Password-1";
const PASSWORD: &str = "Quiet-River-41";
const CTRL_C: u8 = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_typed_without_echo() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();

    let mut terminal = Terminal::start(&arguments("sign-in", &emulator.authority()));
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

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_at_a_password_leaves_the_terminal_as_it_was() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();
    let mut terminal = Terminal::start(&arguments("sign-in", &emulator.authority()));
    let before = terminal.settings();
    terminal.read_until("E-mail address: ");
    terminal.write(USERNAME);
    terminal.read_until("Password: ");
    terminal.wait_until_echo_is_off();
    terminal.press(CTRL_C);
    terminal.ended_with(130, &before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_at_a_password_leaves_the_terminal_as_it_was() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).unwrap();
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129)] {
        let mut terminal = Terminal::start(&arguments("sign-in", &emulator.authority()));
        let before = terminal.settings();
        terminal.read_until("E-mail address: ");
        terminal.write(USERNAME);
        terminal.read_until("Password: ");
        terminal.wait_until_echo_is_off();
        kill_process(Pid::from_child(&terminal.child), signal).unwrap();
        terminal.ended_with(code, &before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_after_a_secret_ends_it_as_well() {
    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut terminal = Terminal::start(&arguments("sign-up", &emulator.authority()));
    let before = terminal.settings();
    terminal.read_until("E-mail address: ");
    terminal.write(USERNAME);
    terminal.read_until("Code ");
    terminal.wait_until_echo_is_off();
    terminal.write(&emulator.last_code(USERNAME).unwrap());
    for prompt in ["New password: ", "Once more: "] {
        terminal.read_until(prompt);
        terminal.wait_until_echo_is_off();
        terminal.write(PASSWORD);
    }
    // What is asked for now may be seen, and the keyboard makes the signal again.
    terminal.read_until("displayName: ");
    terminal.press(CTRL_C);
    terminal.ended_with(130, &before);
}

fn arguments<'a>(command: &'a str, authority: &'a str) -> [&'a str; 7] {
    [
        command,
        "--allow-http-loopback",
        "--authority",
        authority,
        "--storage=memory",
        "--client-id",
        CONTOSO_APP_PASSWORD,
    ]
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

    fn press(&mut self, key: u8) {
        self.screen.write_all(&[key]).unwrap();
    }

    fn settings(&self) -> Termios {
        tcgetattr(&self.screen).unwrap()
    }

    fn ended_with(mut self, code: i32, before: &Termios) {
        while self.read() {}
        let after = self.settings();
        assert!(
            after
                .local_modes
                .contains(LocalModes::ECHO | LocalModes::ISIG)
        );
        assert_eq!(after.local_modes, before.local_modes);
        assert_eq!(
            self.child.wait().unwrap().code(),
            Some(code),
            "{}",
            self.seen
        );
        assert!(!self.seen.contains("error"), "{}", self.seen);
    }

    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        while self.read() {}
        (self.child.wait().unwrap().code(), self.seen)
    }
}
