//! Filling a tree: packages are downloaded by a package manager that thinks it is on an empty machine, and unpacked. None of
//! their scripts is run, so it takes no right at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::machine::{network_settings, quietly};
use super::tree::{PACKAGES, RELEASE};

/// What a program expects around it. A Debian has them anyway, so no package asks for them.
const BASE: [&str; 5] = ["base-files", "coreutils", "dash", "libc-bin", "bash"];

/// Fills an empty directory.
///
/// # Errors
/// When a program fails.
pub(super) fn set_up(place: &Path, mirror: &str) -> Result<()> {
    let downloads = Downloads::begin(place.join("native-auth-packages"), mirror)?;
    downloads.apt_get(&["update"])?;
    let install = ["install", "--yes", "--download-only"];
    downloads.apt_get(&[install.as_slice(), BASE.as_slice(), PACKAGES.as_slice()].concat())?;
    for package in downloads.packages()? {
        let mut extract = Command::new("dpkg-deb");
        quietly(extract.arg("--extract").arg(package).arg(place))?;
    }
    fs::remove_dir_all(downloads.0)?;
    configure(place)
}

/// What the packages' scripts would have done, as far as it is wanted.
fn configure(place: &Path) -> Result<()> {
    let etc = place.join("etc");
    // Without them the package manager of Swift does not know its own compiler.
    fs::write(etc.join("passwd"), "root:x:0:0:root:/root:/bin/sh\n")?;
    fs::write(etc.join("group"), "root:x:0:\n")?;
    if let Ok(names) = fs::read("/etc/resolv.conf") {
        fs::write(etc.join("resolv.conf"), names)?;
    }
    let mut roots = Vec::new();
    let of_mozilla = place.join("usr/share/ca-certificates/mozilla");
    for root in fs::read_dir(&of_mozilla).context("there are no root certificates")? {
        roots.extend(fs::read(root?.path())?);
        roots.push(b'\n');
    }
    fs::create_dir_all(etc.join("ssl/certs"))?;
    fs::write(etc.join("ssl/certs/ca-certificates.crt"), roots)?;
    Ok(())
}

/// Where a package manager that knows of no installed package keeps what it needs.
struct Downloads(PathBuf);

impl Downloads {
    fn begin(place: PathBuf, mirror: &str) -> Result<Self> {
        for name in ["lists/partial", "archives/partial", "none"] {
            fs::create_dir_all(place.join(name))?;
        }
        fs::write(place.join("status"), "")?;
        let source = format!("deb {} {RELEASE} main\n", mirror.trim_end_matches('/'));
        fs::write(place.join("sources.list"), source)?;
        let settings = network_settings()? + &settings(&place);
        fs::write(place.join("apt.conf"), settings)?;
        Ok(Self(place))
    }

    fn apt_get(&self, arguments: &[&str]) -> Result<()> {
        let mut apt_get = Command::new("apt-get");
        apt_get.env("APT_CONFIG", self.0.join("apt.conf"));
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        quietly(apt_get.arg("--quiet").args(arguments))
    }

    fn packages(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(self.0.join("archives"))?;
        let paths = entries.map(|entry| Ok(entry?.path()));
        let paths: Result<Vec<_>> = paths.collect();
        let is_package = |path: &PathBuf| path.extension().is_some_and(|end| end == "deb");
        Ok(paths?.into_iter().filter(is_package).collect())
    }
}

/// Nothing of this machine's is read or written, but for the keys that packages are signed with.
fn settings(place: &Path) -> String {
    let of_its_own = [
        ("Dir::Etc::parts", "none"),
        ("Dir::Etc::preferencesparts", "none"),
        ("Dir::Etc::sourceparts", "none"),
        ("Dir::Etc::sourcelist", "sources.list"),
        ("Dir::State", ""),
        ("Dir::State::status", "status"),
        ("Dir::State::lists", "lists"),
        ("Dir::Cache", ""),
        ("Dir::Cache::archives", "archives"),
    ];
    let line = |(name, file): (&str, &str)| format!("{name} \"{}\";\n", place.join(file).display());
    let rest = "Dir::Etc::main \"\";\n\
                APT::Install-Recommends \"false\";\n\
                APT::Keep-Downloaded-Packages \"true\";\n\
                APT::Sandbox::User \"root\";\n";
    of_its_own.map(line).concat() + rest
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::settings;

    #[test]
    fn what_the_package_manager_writes_is_in_the_place() {
        let settings = settings(Path::new("/place"));
        for line in [
            "Dir::State::lists \"/place/lists\";",
            "Dir::Cache::archives \"/place/archives\";",
            "Dir::Etc::sourcelist \"/place/sources.list\";",
        ] {
            assert!(settings.lines().any(|one| one == line), "{settings}");
        }
    }
}
