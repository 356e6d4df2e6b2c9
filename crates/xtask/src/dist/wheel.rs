//! The Python wheel: one for every CPython of this platform.

use std::env::consts::OS;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use walkdir::WalkDir;

use super::emulator::Emulator;
use super::{Dist, Made, example, notices};
use crate::{command, python};

/// What it may take once it is installed, in bytes: 5.3 MiB, without what pip compiles of it.
const LARGEST: u64 = 53 * 1024 * 1024 / 10;

/// Makes the wheel, and tries what it installs.
///
/// # Errors
/// When Python or its tools cannot be had, it does not build, or it does not do what it should.
pub(super) fn make(dist: &Dist<'_>, licences: &Path, emulator: &Emulator) -> Result<Made> {
    let sources = dist.workspace.root().join("crates/xtask/src/dist");
    let requirements = sources.join("wheel-requirements.txt");
    let tools = python::environment(dist.workspace, "python-dist", &requirements)?;
    let built = build(dist, &tools, licences)?;
    let wheel = with_its_platform(dist, &tools, &built)?;
    let installed = try_out(dist, &tools, &wheel, emulator)?;
    let tried = format!(
        "installed in a fresh environment ({:.2} of at most {:.2} MiB; {:.2} with what pip compiles; no dependency); \
         signs up and in; the example; mypy --strict",
        mebibytes(installed.files),
        mebibytes(LARGEST),
        mebibytes(installed.files + installed.compiled)
    );
    Ok(Made::one(wheel, &tried))
}

/// Builds the wheel as anybody would; the package's own build asks `cargo xtask library` for the library.
fn build(dist: &Dist<'_>, tools: &Path, licences: &Path) -> Result<PathBuf> {
    let directory = dist.work("wheel")?;
    let mut wheel = pip(tools, "wheel");
    wheel.args(["--no-deps", "--wheel-dir"]).arg(&directory);
    wheel.arg(dist.workspace.root().join("bindings/python"));
    wheel.env("CARGO", dist.workspace.cargo(&[]).get_program());
    wheel.env("CARGO_TARGET_DIR", dist.workspace.target());
    wheel.env("NATIVE_AUTH_NOTICES", licences.join(notices::OTHERS));
    wheel.env("SOURCE_DATE_EPOCH", dist.time.to_string());
    command::run(&mut wheel).context("the wheel does not build")?;
    the_one(&directory, "whl")
}

/// Gives the wheel the name of what it runs on: on Linux every system with the C library that its symbols need.
fn with_its_platform(dist: &Dist<'_>, tools: &Path, wheel: &Path) -> Result<PathBuf> {
    if OS != "linux" {
        let name = wheel.file_name().context("the wheel has no name")?;
        let copy = dist.out.join(name);
        fs::copy(wheel, &copy)?;
        return Ok(copy);
    }
    let mut repair = Command::new(tools);
    repair.args(["-m", "auditwheel", "repair", "--only-plat", "--wheel-dir"]);
    repair.arg(&dist.out).arg(wheel);
    repair.env("SOURCE_DATE_EPOCH", dist.time.to_string());
    // It starts patchelf by its name.
    let programs = tools.parent().map(Path::to_owned);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = programs.into_iter().chain(std::env::split_paths(&path));
    command::run(repair.env("PATH", std::env::join_paths(path)?))?;
    the_one(&dist.out, "whl")
}

/// What an installed wheel takes on the disk, in bytes.
struct Installed {
    files: u64,
    /// What pip makes of them.
    compiled: u64,
}

/// Installs the wheel and nothing else, and has it used.
fn try_out(dist: &Dist<'_>, tools: &Path, wheel: &Path, emulator: &Emulator) -> Result<Installed> {
    let empty = tempfile::tempdir()?;
    let environment = empty.path().join("environment");
    let mut make = Command::new(tools);
    command::run(make.args(["-m", "venv"]).arg(&environment))?;
    let python = python::of(&environment);
    command::run(pip(&python, "install").arg("--no-index").arg(wheel))?;
    command::run(&mut pip(&python, "check"))?;

    let root = dist.workspace.root();
    for script in [
        "crates/xtask/src/dist/wheel_user.py",
        "examples/python/sign_in.py",
    ] {
        let script = Path::new(script);
        let name = script.file_name().context("a script without a name")?;
        fs::copy(root.join(script), empty.path().join(name))?;
    }
    let alone = |name: &str| {
        let mut run = Command::new(&python);
        run.arg(name).current_dir(empty.path());
        run.env_remove("PYTHONPATH");
        // It asks this machine only, whatever proxy there may be.
        run.env("no_proxy", "127.0.0.1,localhost");
        run
    };
    let mut user = alone("wheel_user.py");
    let said = example::talk(user.arg(emulator.origin()?).args(emulator.app()?), &[])?;
    if said.trim() != "Hello, Grace!" {
        bail!("who signed up with the wheel is told:\n{said}");
    }
    example::sign_in(&mut alone("sign_in.py"), emulator)?;

    let mut types = Command::new(tools);
    types.args(["-m", "mypy", "--strict", "--python-executable"]);
    types.arg(&python).args(["wheel_user.py", "sign_in.py"]);
    command::run(types.current_dir(empty.path()))?;

    let installed = size(&environment)?;
    if installed.files > LARGEST {
        bail!(
            "the installed wheel takes {:.2} MiB; {:.2} are the most",
            mebibytes(installed.files),
            mebibytes(LARGEST)
        );
    }
    Ok(installed)
}

fn pip(python: &Path, verb: &str) -> Command {
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", verb, "--disable-pip-version-check"]);
    pip
}

/// All that the package is in an environment.
fn size(environment: &Path) -> Result<Installed> {
    let mut size = Installed {
        files: 0,
        compiled: 0,
    };
    for entry in WalkDir::new(environment) {
        let entry = entry?;
        let mut above = entry.path().components();
        let is_ours = above.any(|part| {
            part.as_os_str()
                .to_string_lossy()
                .starts_with("native_auth")
        });
        if is_ours && entry.file_type().is_file() {
            let bytes = entry.metadata()?.len();
            match entry.path().extension().and_then(|e| e.to_str()) {
                Some("pyc") => size.compiled += bytes,
                _ => size.files += bytes,
            }
        }
    }
    if size.files == 0 {
        bail!("the wheel installed nothing");
    }
    Ok(size)
}

#[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// The only file of a directory that ends like this.
fn the_one(directory: &Path, ending: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(path), true) => Ok(path),
        _ => bail!("{} does not hold one .{ending}", directory.display()),
    }
}
