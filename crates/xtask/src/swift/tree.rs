//! A tree with Debian 13 and its Swift, for a machine that has none: entered with chroot in a mount namespace of its own,
//! so that nothing stays mounted, whatever happens.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{command, debian};

/// The release of Debian with a Swift that will do.
const RELEASE: &str = "trixie";

/// Beside Swift: the headers of the C library, which its package merely recommends, and the roots that the built-in transport
/// trusts.
const PACKAGES: [&str; 3] = ["swiftlang", "libc6-dev", "ca-certificates"];

/// Names another place for the tree than the target directory, such as one that a continuous integration keeps.
const PLACE: &str = "NATIVE_AUTH_SWIFT_TREE";

/// Runs a command within the tree; it lies there, so that messages name it and do not quote it.
const ENTER: &str = include_str!("enter.sh");

/// A tree that is ready.
pub(crate) struct Tree(PathBuf);

impl Tree {
    /// The tree of this workspace, which is set up where it is missing, or was not finished; `before` is called first then.
    ///
    /// # Errors
    /// When this is no Debian, we are not root or may not mount, with what to do by hand; when the set-up fails.
    pub(crate) fn find(workspace: &Workspace, before: impl FnOnce()) -> Result<Self> {
        let place = std::env::var_os(PLACE).map(PathBuf::from);
        let tree = Self(place.unwrap_or_else(|| workspace.target().join("swift-toolchain")));
        if tree.ready_mark().is_file() {
            tree.write_enter()?;
            return Ok(tree);
        }
        if !may_mount() {
            bail!(
                "Swift 6 is missing, and this process may not mount, which bringing Debian's would need: \
                 install Swift 6 (https://www.swift.org/install), or run this as root"
            );
        }
        before();
        tree.set_up()
            .with_context(|| format!("Swift could not be brought to {}", tree.0.display()))?;
        Ok(tree)
    }

    /// A command that runs a program in a directory of the tree, with these directories in it under their own names.
    pub(crate) fn command(&self, directory: &Path, seen: &[PathBuf], program: &Path) -> Command {
        let mut enter = Command::new("unshare");
        enter.args(["--mount", "--propagation", "private"]);
        enter.arg("sh").arg(self.enter());
        enter.arg(&self.0).arg(directory).args(seen).arg("--");
        // Paths of this machine's that the tree does not have.
        for name in [
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
        ] {
            enter.env_remove(name);
        }
        // A sealed file and the package manager's cache belong into the tree as well.
        enter.env("HOME", "/root").env("LANG", "C.UTF-8");
        enter.arg("env").arg("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
        enter.arg(program);
        enter
    }

    fn enter(&self) -> PathBuf {
        self.0.join("native-auth-enter.sh")
    }

    fn write_enter(&self) -> Result<()> {
        fs::write(self.enter(), ENTER)
            .with_context(|| format!("{} cannot be written", self.enter().display()))
    }

    /// Is there once the tree is complete.
    fn ready_mark(&self) -> PathBuf {
        self.0.join("native-auth-ready")
    }

    fn set_up(&self) -> Result<()> {
        if !command::succeeds(Command::new("debootstrap").arg("--version")) {
            debian::install(&["debootstrap"], "debootstrap is missing")?;
        }
        // What an earlier attempt left; nothing is mounted there, since mounts end with who made them.
        if self.0.exists() {
            fs::remove_dir_all(&self.0)?;
        }
        fs::create_dir_all(&self.0)?;
        let mut debootstrap = Command::new("debootstrap");
        debootstrap.args(["--variant=minbase", RELEASE]);
        quietly(debootstrap.arg(&self.0).arg(mirror()?))?;
        self.write_enter()?;
        self.configure()?;
        quietly(self.apt_get().arg("update"))?;
        let mut install = self.apt_get();
        install.args(["install", "--yes", "--no-install-recommends"]);
        quietly(install.args(PACKAGES))?;
        quietly(self.apt_get().arg("clean"))?;
        self.link_swift()?;
        fs::write(self.ready_mark(), RELEASE)?;
        Ok(())
    }

    /// Package lists come as they do on this machine; documentation stays out, and no service is started.
    fn configure(&self) -> Result<()> {
        let etc = self.0.join("etc");
        let settings = command::read(Command::new("apt-config").arg("dump"))?;
        let network = |line: &&str| {
            line.starts_with("Acquire::http::") || line.starts_with("Acquire::https::")
        };
        let settings: Vec<_> = settings.lines().filter(network).collect();
        fs::write(
            etc.join("apt/apt.conf.d/00machine"),
            settings.join("\n") + "\n",
        )?;
        if let Ok(names) = fs::read("/etc/resolv.conf") {
            fs::write(etc.join("resolv.conf"), names)?;
        }
        let unwanted = ["doc", "info", "locale", "man"];
        let unwanted = unwanted.map(|name| format!("path-exclude=/usr/share/{name}/*\n"));
        fs::write(etc.join("dpkg/dpkg.cfg.d/lean"), unwanted.concat())?;
        let no_services = self.0.join("usr/sbin/policy-rc.d");
        fs::write(&no_services, "#!/bin/sh\nexit 101\n")?;
        quietly(Command::new("chmod").arg("+x").arg(no_services))
    }

    fn apt_get(&self) -> Command {
        let mut apt_get = self.command(Path::new("/"), &[], Path::new("apt-get"));
        apt_get.arg("--quiet");
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        apt_get
    }

    /// The package makes this link only if it was told to in a dialogue.
    fn link_swift(&self) -> Result<()> {
        let link = self.0.join("usr/bin/swift");
        if link.symlink_metadata().is_err() {
            quietly(
                Command::new("ln")
                    .args(["-s", "../libexec/swift/bin/swift"])
                    .arg(link),
            )?;
        }
        Ok(())
    }
}

fn may_mount() -> bool {
    let mut mount = Command::new("unshare");
    mount.args(["--mount", "--propagation", "private"]);
    command::succeeds(mount.args(["mount", "--bind", "/proc", "/mnt"]))
}

/// Runs a command, and shows what it wrote only if it fails.
fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(std::process::Stdio::null())
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

/// Where this machine has its Debian packages from.
fn mirror() -> Result<String> {
    let mut ask = Command::new("apt-get");
    ask.args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
    ]);
    let known = command::read(&mut ask).context(
        "Swift 6 is missing, and only a Debian can bring it: see https://www.swift.org/install",
    )?;
    let is_debian = |uri: &&str| uri.trim_end_matches('/').ends_with("/debian");
    let mirror = known.lines().find(is_debian);
    Ok(mirror.unwrap_or("http://deb.debian.org/debian").to_owned())
}
