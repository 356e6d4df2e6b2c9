//! The tests of the key store: GNOME Keyring for real, on buses of its own.
//!
//! The tests are modules of one program, and each module needs another session: none, one whose key store was never
//! unlocked, one that does not answer, and so on. Every session gets an empty home, and its bus starts nothing by
//! itself, so neither the key store nor the bus of whoever runs this is ever touched.

mod session;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::report::say;
use crate::{command, debian};
use session::Session;

/// GNOME Keyring aborts on an assertion of its own in some of a hundred runs.
const SESSIONS_THAT_MAY_CRASH: u32 = 3;

type Arrange = fn(&mut Session) -> Result<()>;

/// What session each module of the tests wants.
const SESSIONS: [(&str, Arrange); 7] = [
    ("no_bus", |_| Ok(())),
    ("no_service", |session| session.start_bus()),
    ("no_collection", |session| {
        session.start_bus()?;
        session.start_keyring(None)
    }),
    ("unlocked", unlocked),
    ("locked", unlocked),
    ("stopped_service", |session| {
        unlocked(session)?;
        session.stop_keyring()
    }),
    ("stopped_bus", |session| {
        unlocked(session)?;
        session.stop_bus()
    }),
];

fn unlocked(session: &mut Session) -> Result<()> {
    session.start_bus()?;
    // An empty password would leave it locked.
    session.start_keyring(Some("a password"))
}

/// Runs the tests in this program, each module in its session.
///
/// # Errors
/// When D-Bus or GNOME Keyring is missing and cannot be installed, a session cannot be had, or a test fails.
pub(crate) fn run_tests(program: &Path) -> Result<()> {
    install()?;
    let list = command::read(Command::new(program).args(["--list", "--format", "terse"]))?;
    let modules = modules(&list)?;

    let mut failed = Vec::new();
    for (module, arrange) in SESSIONS {
        let tests = modules.get(module).map(Vec::as_slice).unwrap_or_default();
        if !passes(program, arrange, tests)? {
            failed.push(module);
        }
    }
    if !failed.is_empty() {
        bail!("tests failed in {}", failed.join(", "));
    }
    Ok(())
}

/// Whether the tests pass in such a session.
///
/// Where the key store itself crashed, nothing was tested: another session is made, and said so.
fn passes(program: &Path, arrange: Arrange, tests: &[&str]) -> Result<bool> {
    for _ in 0..SESSIONS_THAT_MAY_CRASH {
        let mut session = Session::new()?;
        arrange(&mut session)?;
        let mut run = session.command(program);
        if command::run(run.arg("--exact").args(tests)).is_ok() {
            return Ok(true);
        }
        match session.keyring_ended()? {
            Some(status) => say(&format!(
                "gnome-keyring-daemon ended by itself, with {status}; the tests get another one"
            )),
            None => return Ok(false),
        }
    }
    bail!("gnome-keyring-daemon crashed {SESSIONS_THAT_MAY_CRASH} times")
}

fn install() -> Result<()> {
    let there = |program: &str| command::succeeds(Command::new(program).arg("--version"));
    if there("dbus-daemon") && there("gnome-keyring-daemon") {
        return Ok(());
    }
    debian::install(
        &["dbus", "gnome-keyring"],
        "the D-Bus daemon or GNOME Keyring is missing",
    )
}

/// The tests of each module. There is a session for every module, and a module for every session: nothing is left out,
/// and none passes because there is nothing in it.
fn modules(list: &str) -> Result<BTreeMap<&str, Vec<&str>>> {
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for test in list.lines().filter_map(|line| line.strip_suffix(": test")) {
        let module = test.split("::").next().unwrap_or_default();
        modules.entry(module).or_default().push(test);
    }
    let there: Vec<_> = modules.keys().copied().collect();
    let mut wanted = SESSIONS.map(|(module, _)| module);
    wanted.sort_unstable();
    if there != wanted {
        bail!("the modules of the tests are {there:?}, and there are sessions for {wanted:?}");
    }
    Ok(modules)
}

#[cfg(test)]
mod tests {
    use super::{SESSIONS, modules};

    #[test]
    fn no_module_is_left_out() {
        let list: String = SESSIONS
            .iter()
            .map(|(module, _)| format!("{module}::a_test: test\n{module}::another: test\n"))
            .collect();
        let there = modules(&list).unwrap();
        assert_eq!(there["locked"], ["locked::a_test", "locked::another"]);
        modules(&format!("{list}another::a_test: test\n")).unwrap_err();
        modules(list.replace("locked", "renamed").as_str()).unwrap_err();
        modules("").unwrap_err();
    }
}
