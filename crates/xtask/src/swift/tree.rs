//! A tree with Debian 13's Swift, for a machine that has none. Its packages are unpacked and not installed, so that it takes no
//! right at all; where this process may mount, it is entered with chroot, elsewhere with proot.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::entrance::Entrance;
use super::machine;
use super::machine::quietly;
use super::unpacked;
use crate::workspace::Workspace;

/// The release of Debian with a Swift that will do.
pub(super) const RELEASE: &str = "trixie";

/// Beside Swift: the headers of the C library, which its package merely recommends, the roots that the built-in transport
/// trusts, and the program that a process enters the tree with that may not mount.
pub(super) const PACKAGES: [&str; 4] = ["swiftlang", "libc6-dev", "ca-certificates", "proot"];

/// Names another place for the tree than the target directory, such as one that a continuous integration keeps.
const PLACE: &str = "NATIVE_AUTH_SWIFT_TREE";

/// A tree that is ready.
pub(crate) struct Tree {
    place: PathBuf,
    entrance: Entrance,
}

impl Tree {
    /// The tree of this workspace, which is set up where it is missing, or was not finished; `before` is called first then.
    ///
    /// # Errors
    /// `Absent` when this is no Debian, with what to do by hand; when the set-up fails; when this process may not mount, and
    /// the tree that is there has no proot.
    pub(crate) fn find(workspace: &Workspace, before: impl FnOnce()) -> Result<Self> {
        let place = std::env::var_os(PLACE).map(PathBuf::from);
        let place = place.unwrap_or_else(|| workspace.target().join("swift-toolchain"));
        let may_mount = machine::may_mount();
        if !ready_mark(&place).is_file() {
            let mirror = machine::mirror()?;
            before();
            set_up(&place, &mirror, may_mount)
                .with_context(|| format!("Swift could not be brought to {}", place.display()))?;
        }
        Ok(Self {
            entrance: Entrance::of(&place, may_mount)?,
            place,
        })
    }

    /// A command that runs a program in a directory of the tree, with these directories in it under their own names.
    pub(crate) fn command(&self, directory: &Path, seen: &[PathBuf], program: &Path) -> Command {
        self.entrance.command(&self.place, directory, seen, program)
    }
}

fn set_up(place: &Path, mirror: &str, may_mount: bool) -> Result<()> {
    // What an earlier attempt left; nothing is mounted there, since mounts end with who made them.
    if place.exists() {
        fs::remove_dir_all(place)?;
    }
    fs::create_dir_all(place)?;
    unpacked::set_up(place, mirror)?;
    link_swift(place)?;
    let entrance = Entrance::of(place, may_mount)?;
    let seen = [std::env::temp_dir()];
    let mut probe = entrance.command(place, Path::new("/"), &seen, Path::new("swift"));
    quietly(probe.arg("--version")).context("the tree is there, and Swift does not start in it")?;
    fs::write(ready_mark(place), RELEASE)?;
    Ok(())
}

/// Is there once the tree is complete.
fn ready_mark(place: &Path) -> PathBuf {
    place.join("native-auth-ready")
}

/// The package makes this link only if it was told to in a dialogue.
fn link_swift(place: &Path) -> Result<()> {
    let link = place.join("usr/bin/swift");
    if link.symlink_metadata().is_err() {
        let mut ln = Command::new("ln");
        quietly(ln.args(["-s", "../libexec/swift/bin/swift"]).arg(link))?;
    }
    Ok(())
}
