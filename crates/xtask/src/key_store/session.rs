//! A session: a home, a bus and a key store that end with it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::command;

/// How long the key store may take to appear on the bus.
const PATIENCE: Duration = Duration::from_secs(30);

/// No directories of services: what is not started by hand is not there.
const BUS: &str = r#"
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
    "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=DIRECTORY</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A session; dropping it ends its processes and removes its home.
pub(super) struct Session {
    keyring: Option<Running>,
    bus: Option<Running>,
    address: Option<String>,
    home: TempDir,
}

impl Session {
    /// One with an empty home, and without a bus.
    ///
    /// # Errors
    /// When the home cannot be made.
    pub(super) fn new() -> Result<Self> {
        Ok(Self {
            keyring: None,
            bus: None,
            address: None,
            // Not in the target directory: the path of a socket has to be short.
            home: tempfile::tempdir().context("a temporary home could not be made")?,
        })
    }

    /// A command that sees nothing but this session.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.env("HOME", self.home.path());
        command.env("XDG_RUNTIME_DIR", self.home.path());
        if let Some(address) = &self.address {
            command.env("DBUS_SESSION_BUS_ADDRESS", address);
        }
        command
    }

    /// Starts its bus.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start_bus(&mut self) -> Result<()> {
        let home = self.home.path().to_string_lossy();
        let configuration = self.home.path().join("bus.conf");
        fs::write(&configuration, BUS.trim().replace("DIRECTORY", &home))?;

        let mut daemon = self.command("dbus-daemon");
        daemon.arg("--config-file").arg(configuration);
        daemon.args(["--nofork", "--nopidfile", "--print-address"]);
        daemon.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut bus = Running(daemon.spawn().context("dbus-daemon did not start")?);

        let output = bus.0.stdout.take().context("dbus-daemon has no output")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address)?;
        if address.trim().is_empty() {
            bail!("dbus-daemon did not say its address");
        }
        self.address = Some(address.trim().to_owned());
        self.bus = Some(bus);
        Ok(())
    }

    /// Starts its key store; unlocked if there is a password.
    ///
    /// # Errors
    /// When it cannot be started, or does not appear on the bus.
    pub(super) fn start_keyring(&mut self, password: Option<&str>) -> Result<()> {
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]);
        if password.is_some() {
            daemon.arg("--unlock");
        }
        // It tells where it listens, for shells.
        daemon.stdin(Stdio::piped()).stdout(Stdio::null());
        let keyring = daemon.spawn();
        let mut keyring = Running(keyring.context("gnome-keyring-daemon did not start")?);
        // Dropped at once: the password ends with the input.
        let input = keyring.0.stdin.take();
        if let (Some(mut input), Some(password)) = (input, password) {
            input.write_all(password.as_bytes())?;
        }

        let start = Instant::now();
        while !self.has_secret_service()? {
            if let Some(status) = keyring.0.try_wait()? {
                bail!("gnome-keyring-daemon ended with {status}");
            }
            if start.elapsed() > PATIENCE {
                bail!("gnome-keyring-daemon did not appear on the bus");
            }
            sleep(Duration::from_millis(20));
        }
        self.keyring = Some(keyring);
        Ok(())
    }

    fn has_secret_service(&self) -> Result<bool> {
        let mut ask = self.command("dbus-send");
        ask.args([
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ]);
        Ok(command::read(&mut ask)?.contains("true"))
    }

    /// How its key store ended by itself, if it did: GNOME Keyring is known to abort when several callers come and go.
    ///
    /// # Errors
    /// When that cannot be told.
    pub(super) fn keyring_ended(&mut self) -> Result<Option<ExitStatus>> {
        match &mut self.keyring {
            Some(keyring) => Ok(keyring.0.try_wait()?),
            None => Ok(None),
        }
    }

    /// Has its key store hang.
    ///
    /// # Errors
    /// When it does not run.
    pub(super) fn stop_keyring(&self) -> Result<()> {
        stop(self.keyring.as_ref())
    }

    /// Has its bus hang.
    ///
    /// # Errors
    /// When it does not run.
    pub(super) fn stop_bus(&self) -> Result<()> {
        stop(self.bus.as_ref())
    }
}

fn stop(running: Option<&Running>) -> Result<()> {
    let id = running.context("it does not run")?.0.id();
    command::run(Command::new("kill").args(["-STOP", &id.to_string()]))
}

/// A process that ends when dropped, even one that was stopped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, as the key store does when its bus is gone.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
