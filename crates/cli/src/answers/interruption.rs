//! A signal that ends the program while a secret is typed.

use std::io;

/// From now on Ctrl-C, a request to end and a terminal that hangs up put the terminal back as it is at this moment and
/// end the program as the signal would ([`Exit`](crate::exit::Exit)), whatever it is doing.
///
/// Without this, such a signal at a hidden prompt ends the program while the terminal's echo is off, and off it stays. Needs a
/// runtime.
#[cfg(unix)]
pub(super) fn restore_terminal_on_interrupt() -> io::Result<()> {
    use std::fs::File;

    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use tokio::signal::unix::{SignalKind, signal};

    use crate::exit::Exit;

    // Where rpassword reads from, and turns the echo off.
    let terminal = File::open("/dev/tty")?;
    let settings = tcgetattr(&terminal)?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    // The signal may also come from elsewhere, while the thread that waits for keys goes on waiting.
    tokio::spawn(async move {
        let exit = tokio::select! {
            _ = interrupt.recv() => Exit::Interrupted,
            _ = terminate.recv() => Exit::Terminated,
            _ = hang_up.recv() => Exit::HungUp,
        };
        // A terminal that is gone needs no restoring.
        let _ = tcsetattr(&terminal, OptionalActions::Now, &settings);
        std::process::exit(exit as i32);
    });
    Ok(())
}

/// Nothing to do where Ctrl-C is no signal: rpassword reports it as an error.
#[cfg(not(unix))]
pub(super) fn restore_terminal_on_interrupt() -> io::Result<()> {
    Ok(())
}
