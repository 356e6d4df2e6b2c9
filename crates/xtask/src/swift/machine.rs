//! What a tree needs of this machine: its rights, where it has Debian's packages from, and its programs.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::toolchain::Absent;

/// Whether this process may mount, in a namespace of its own.
pub(super) fn may_mount() -> bool {
    let mut mount = Command::new("unshare");
    mount.args(["--mount", "--propagation", "private"]);
    command::succeeds(mount.args(["mount", "--bind", "/proc", "/mnt"]))
}

/// Where this machine has its Debian packages from.
///
/// # Errors
/// `Absent` when it is no Debian.
pub(super) fn mirror() -> Result<String> {
    let has = |program| command::succeeds(Command::new(program).arg("--version"));
    if !(has("apt-get") && has("dpkg-deb")) {
        let lack = "Swift 6 is missing, and can be brought on a Debian only: \
                    install it by hand (https://www.swift.org/install)";
        return Err(Absent(lack.to_owned()).into());
    }
    let mut ask = Command::new("apt-get");
    ask.args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
    ]);
    let known = command::read(&mut ask)?;
    let is_debian = |uri: &&str| uri.trim_end_matches('/').ends_with("/debian");
    let mirror = known.lines().find(is_debian);
    Ok(mirror.unwrap_or("http://deb.debian.org/debian").to_owned())
}

/// How this machine's package manager gets at the network: its proxies and certificates, a setting a line.
///
/// # Errors
/// When it does not tell.
pub(super) fn network_settings() -> Result<String> {
    let settings = command::read(Command::new("apt-config").arg("dump"))?;
    let network =
        |line: &&str| line.starts_with("Acquire::http::") || line.starts_with("Acquire::https::");
    let settings: Vec<_> = settings.lines().filter(network).collect();
    Ok(settings.join("\n") + "\n")
}

/// Runs a command, and shows what it wrote only if it fails.
///
/// # Errors
/// When it does not start, or fails; with the last of what it wrote.
pub(super) fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} did not start", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let written = [output.stdout, output.stderr].concat();
    let written = String::from_utf8_lossy(&written);
    let lines: Vec<_> = written.lines().collect();
    let last = lines.iter().skip(lines.len().saturating_sub(10));
    let last: Vec<_> = last.copied().collect();
    bail!(
        "`{}` ended with {}:\n{}",
        command.get_program().display(),
        output.status,
        last.join("\n")
    )
}
