//! One list of app-level scripts, performed by a player in each language: see `tests/scenarios/README.md`.

mod performance;
mod player;
mod scenario;

use std::collections::BTreeSet;
use std::path::Path;

pub use performance::{Performance, perform};
pub use player::Player;
pub use scenario::{Line, Scenario};

/// Has every player perform every scenario, and gives what went wrong, a sentence each: an answer that is not as expected,
/// traces that differ, names towards the service that do not.
///
/// # Errors
///
/// If the scenarios cannot be read, or the emulator does not start.
pub async fn compare(scenarios: &[Scenario], players: &[Player]) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for scenario in scenarios {
        let mut performances = Vec::new();
        for player in players {
            let performance = perform(scenario, player).await?;
            for fault in &performance.faults {
                faults.push(format!("{}, {}: {fault}", scenario.name, player.name));
            }
            performances.push((player, performance));
        }
        faults.extend(differences(scenario, &performances));
    }
    Ok(faults)
}

/// Every scenario of a directory, by name.
///
/// # Errors
///
/// If one cannot be read, or there is none.
pub fn read_all(directory: &Path) -> Result<Vec<Scenario>, String> {
    let entries = std::fs::read_dir(directory).map_err(|error| error.to_string())?;
    let paths: Result<BTreeSet<_>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    let paths = paths.map_err(|error: std::io::Error| error.to_string())?;
    let is_scenario = |path: &&std::path::PathBuf| path.extension().is_some_and(|e| e == "json");
    let scenarios: Result<Vec<_>, _> = paths
        .iter()
        .filter(is_scenario)
        .map(|path| Scenario::read(path))
        .collect();
    let scenarios = scenarios?;
    if scenarios.is_empty() {
        return Err(format!("{} holds no scenario", directory.display()));
    }
    Ok(scenarios)
}

fn differences(scenario: &Scenario, performances: &[(&Player, Performance)]) -> Vec<String> {
    let mut faults = Vec::new();
    let Some(((first, model), others)) = performances.split_first() else {
        return faults;
    };
    for (other, performance) in others {
        let lines = model.trace.len().max(performance.trace.len());
        let line = |performance: &Performance, at: usize| {
            performance
                .trace
                .get(at)
                .cloned()
                .unwrap_or_else(|| "nothing".to_owned())
        };
        let differing = (0..lines).find(|at| line(model, *at) != line(performance, *at));
        if let Some(at) = differing {
            faults.push(format!(
                "{}: answer {} differs\n  {}: {}\n  {}: {}",
                scenario.name,
                at + 1,
                first.name,
                line(model, at),
                other.name,
                line(performance, at),
            ));
        }
    }
    let mut names = BTreeSet::new();
    for (player, performance) in performances {
        if performance.skus.len() > 1 {
            faults.push(format!(
                "{}, {}: it gave several names for itself",
                scenario.name, player.name
            ));
        }
        for sku in &performance.skus {
            if !names.insert(sku.clone()) {
                faults.push(format!(
                    "{}, {}: another player is named {sku} too",
                    scenario.name, player.name
                ));
            }
        }
    }
    faults
}
