//! `cargo xtask language-bench`: what the packages for other languages cost (docs/benchmarks.md).

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::built::Built;
use crate::python_package::PythonPackage;
use crate::report::{Report, say};
use crate::shipped::Shipped;
use crate::workspace::Workspace;
use crate::{command, python};

/// Measures, and with `check` fails if a bar is missed.
pub(crate) fn run(workspace: &Workspace, check: bool, report: &mut Report) {
    report.part("library in an app", || sizes(workspace, check));
    report.part("python beside msal and aiohttp", || {
        beside_others(workspace, check)
    });
}

/// A library that an app brings along, and how many bytes it may have.
struct Shape {
    what: &'static str,
    features: &'static str,
    bar: u64,
}

const SHAPES: [Shape; 2] = [
    Shape {
        what: "of a phone, with the built-in transport",
        features: "reqwest,ring",
        bar: 3_900_000,
    },
    Shape {
        what: "with the app's own transport and storage",
        features: "",
        bar: 1_500_000,
    },
];

fn sizes(workspace: &Workspace, check: bool) -> Result<()> {
    let mut all_met = true;
    let mut table = String::from("\n| library | MB | bar | |\n| --- | --- | --- | --- |\n");
    for shape in &SHAPES {
        let library = Shipped::with_features(workspace, shape.features)?;
        let stripped = library.strip_into(&workspace.target().join("language-bench"))?;
        let bytes = fs::metadata(stripped)?.len();
        let is_met = bytes <= shape.bar;
        all_met &= is_met;
        let met = if is_met { "met" } else { "MISSED" };
        table += &format!(
            "| {} | {} | ≤ {} | {met} |\n",
            shape.what,
            megabytes(bytes),
            megabytes(shape.bar)
        );
    }
    say(&table);
    if check && !all_met {
        bail!("a bar is missed");
    }
    Ok(())
}

/// The Python package, in an environment with those that it is measured beside.
fn beside_others(workspace: &Workspace, check: bool) -> Result<()> {
    // The tests' emulator: its own work is not counted.
    let program = Built::workspace(workspace)?.binary("native-auth")?;
    let package = PythonPackage::install(workspace)?;
    let directory = workspace.root().join("bindings/python/bench");
    python::require(package.interpreter(), &directory.join("requirements.txt"))?;
    let mut bench = Command::new(package.interpreter());
    bench.arg(directory.join("bench.py"));
    if check {
        bench.arg("--check");
    }
    command::run(bench.env("NATIVE_AUTH_BINARY", program))
}

/// In 10⁶ bytes.
fn megabytes(bytes: u64) -> String {
    let hundredths = bytes.div_ceil(10_000);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn a_size_is_never_said_to_be_smaller_than_it_is() {
        assert_eq!(megabytes(3_900_000), "3.90");
        assert_eq!(megabytes(3_900_001), "3.91");
        assert_eq!(megabytes(52), "0.01");
    }
}
