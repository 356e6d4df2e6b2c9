//! The packages of the other languages: each is built, tested with its language's own tools, and plays the scenarios.

use anyhow::Result;

use crate::bindgen;
use crate::built::Built;
use crate::kotlin::Kotlin;
use crate::python_package::PythonPackage;
use crate::report::{Report, say};
use crate::scenarios::{self, Player};
use crate::swift::Swift;
use crate::test::BINARY;
use crate::toolchain::Absent;
use crate::workspace::Workspace;

/// What happens where the tools of a language are missing and cannot be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The run fails: the continuous integration has everything tested.
    Fails,
    /// A line says so, and the run goes on: on somebody's laptop.
    IsSkipped,
}

/// The library of the facade, of which the packages are made.
const LIBRARY: &str = "native_auth_ffi";

/// Runs the tests of every language, then the scenarios with all their players.
pub(crate) fn run(workspace: &Workspace, missing: Missing, report: &mut Report) {
    let mut players = Vec::new();
    report.part("python package", || {
        let Some(package) = found(
            "the Python package is not tested",
            missing,
            PythonPackage::install(workspace),
        )?
        else {
            return Ok(());
        };
        players.push(package.player());
        package.test(&Built::workspace(workspace)?.binary(BINARY)?)
    });
    report.part("kotlin package", || {
        let Some(kotlin) = found(
            "the Kotlin package is not tested",
            missing,
            kotlin(workspace),
        )?
        else {
            return Ok(());
        };
        kotlin.test()?;
        players.push(kotlin.player()?);
        Ok(())
    });
    report.part("swift package", || {
        let Some((swift, built)) =
            found("the Swift package is not tested", missing, swift(workspace))?
        else {
            return Ok(());
        };
        swift.test_all(&built.binary(BINARY)?)?;
        players.push(player_of(&swift)?);
        Ok(())
    });
    report.part("scenarios", || {
        // Who failed above was told of there; a comparison of fewer is not that of all.
        if missing == Missing::Fails && players.len() < 3 {
            anyhow::bail!("not every language has a player");
        }
        perform(workspace, players)
    });
}

/// Has a player in each language perform the scenarios, without the packages' own tests.
pub(crate) fn run_scenarios(workspace: &Workspace, report: &mut Report) {
    report.part("scenarios", || {
        let (swift, _) = swift(workspace)?;
        let players = vec![
            PythonPackage::install(workspace)?.player(),
            kotlin(workspace)?.player()?,
            player_of(&swift)?,
        ];
        perform(workspace, players)
    });
}

/// Writes the listings of the packages' interfaces anew.
pub(crate) fn write_listings(workspace: &Workspace, report: &mut Report) {
    report.part("python listing", || {
        PythonPackage::install(workspace)?.write_listing(workspace)
    });
    report.part("kotlin listing", || kotlin(workspace)?.write_listing());
    report.part("swift listing", || swift(workspace)?.0.write_listing());
}

fn perform(workspace: &Workspace, others: Vec<Player>) -> Result<()> {
    let built = Built::workspace(workspace)?;
    let mut players = vec![Player::rust(&built)?];
    players.extend(others);
    scenarios::perform(workspace, &built, &players)
}

fn kotlin(workspace: &Workspace) -> Result<Kotlin> {
    crate::java::maven()?;
    let built = Built::workspace(workspace)?;
    let (library, bindgen) = (built.library(LIBRARY)?, built.binary(bindgen::PROGRAM)?);
    Kotlin::set_up(workspace, &library, &bindgen, &built.binary(BINARY)?)
}

fn swift(workspace: &Workspace) -> Result<(Swift<'_>, Built)> {
    let built = Built::workspace(workspace)?;
    let swift = Swift::set_up(
        workspace,
        &built.library(LIBRARY)?,
        &built.binary(bindgen::PROGRAM)?,
    )?;
    Ok((swift, built))
}

fn player_of(swift: &Swift<'_>) -> Result<Player> {
    let (program, arguments) = swift.player()?;
    Ok(Player {
        name: "swift",
        program,
        arguments,
    })
}

/// What was set up; `None` where the tools are absent and that may be, with a line that says what comes of it.
pub(crate) fn found<T>(lack: &str, missing: Missing, set_up: Result<T>) -> Result<Option<T>> {
    match set_up {
        Err(error) if missing == Missing::IsSkipped && error.is::<Absent>() => {
            say(&format!("SKIPPED: {lack}: {error}"));
            Ok(None)
        }
        other => other.map(Some),
    }
}
