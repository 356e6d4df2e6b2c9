//! Debian packages, for tools that a bare machine lacks.

use std::process::Command;

use anyhow::Result;

use crate::command;
use crate::report::say;
use crate::toolchain::Absent;

/// Installs Debian packages because something is missing, which `lack` says: "python3 or its venv module is missing".
///
/// # Errors
/// When this is no Debian or we are not root, with what to do by hand; when the installation fails.
pub(crate) fn install(packages: &[&str], lack: &str) -> Result<()> {
    let names = packages.join(" ");
    if !(is_root() && command::succeeds(Command::new("apt-get").arg("--version"))) {
        return Err(Absent(format!("{lack} (on Debian: apt-get install {names})")).into());
    }
    say(&format!("{lack}; installing Debian's {names}"));
    command::run(apt_get().arg("update"))?;
    let mut install = apt_get();
    install.args(["install", "--yes", "--no-install-recommends"]);
    command::run(install.args(packages))
}

fn is_root() -> bool {
    command::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    apt_get
        .arg("--quiet")
        .env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}
