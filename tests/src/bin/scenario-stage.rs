//! Has players perform the scenarios: `scenario-stage DIRECTORY PLAYER…`, each player as JSON with `name`, `program` and
//! `arguments`. Exit code 1 if an answer is not as expected, or the players' traces differ.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use native_auth_tests::scenarios::{Player, compare, read_all};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            faults.iter().for_each(|fault| say(fault));
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Vec<String>, String> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().ok_or("no directory of scenarios")?;
    let players: Result<Vec<Player>, _> = arguments
        .map(|player| serde_json::from_str(&player))
        .collect();
    let players = players.map_err(|error| format!("a player: {error}"))?;
    if players.is_empty() {
        return Err("no players".to_owned());
    }
    let scenarios = read_all(Path::new(&directory))?;
    let names: Vec<_> = players.iter().map(|player| player.name.as_str()).collect();
    say(&format!(
        "{} scenarios, performed by {}",
        scenarios.len(),
        names.join(", ")
    ));
    compare(&scenarios, &players).await
}

/// A closed stream is no reason to stop.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
