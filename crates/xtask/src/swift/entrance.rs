//! How a tree is entered.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

/// Enters the tree with chroot; it lies there, so that messages name it and do not quote it.
const ENTER: &str = include_str!("enter.sh");

/// Paths of this machine's that the tree does not have.
const UNKNOWN_THERE: [&str; 4] = [
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "LD_PRELOAD",
    "LD_LIBRARY_PATH",
];

/// A way into a tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entrance {
    /// In a mount namespace of its own, so that nothing stays mounted, whatever happens.
    Chroot { script: PathBuf },
    /// By a program of the tree's that stands between and changes every path: slower, without any right.
    Proot(Proot),
}

/// The tree's own proot, and what starts it on a machine that has other libraries.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Proot {
    program: PathBuf,
    loader: PathBuf,
    libraries: PathBuf,
}

impl Entrance {
    /// The way into this tree.
    ///
    /// # Errors
    /// When the script cannot be written, or proot is not in the tree.
    pub(super) fn of(place: &Path, may_mount: bool) -> Result<Self> {
        if !may_mount {
            return Ok(Self::Proot(Proot::of(place)?));
        }
        let script = place.join("native-auth-enter.sh");
        fs::write(&script, ENTER)
            .with_context(|| format!("{} cannot be written", script.display()))?;
        Ok(Self::Chroot { script })
    }

    /// A command that runs a program in a directory of the tree, with these directories in it under their own names. All that
    /// it changes in the environment is among its arguments, for who starts it by those.
    pub(super) fn command(
        &self,
        place: &Path,
        directory: &Path,
        seen: &[PathBuf],
        program: &Path,
    ) -> Command {
        let mut enter = Command::new("env");
        for name in UNKNOWN_THERE {
            enter.args(["-u", name]);
        }
        // A sealed file and the package manager's cache belong into the tree as well.
        enter.args(["HOME=/root", "LANG=C.UTF-8"]);
        match self {
            Self::Chroot { script } => {
                enter.args(["unshare", "--mount", "--propagation", "private"]);
                enter.arg("sh").arg(script);
                enter.arg(place).arg(directory).args(seen).arg("--");
            }
            Self::Proot(proot) => {
                // Its acceleration with seccomp does not work under every kernel.
                enter.arg("PROOT_NO_SECCOMP=1");
                enter.arg(&proot.loader);
                enter.arg("--library-path").arg(&proot.libraries);
                enter.arg(&proot.program).arg("-0").arg("-r").arg(place);
                let system = ["/proc", "/dev", "/sys"].map(PathBuf::from);
                for directory in system.iter().chain(seen) {
                    enter.arg("-b").arg(directory);
                }
                enter.arg("-w").arg(directory);
            }
        }
        enter.args(["env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
        enter.arg(program);
        enter
    }
}

impl Proot {
    fn of(place: &Path) -> Result<Self> {
        let program = place.join("usr/bin/proot");
        let loader = loader(place).filter(|_| program.is_file());
        let loader = loader.with_context(|| {
            format!(
                "this process may not mount, and {} has no proot to enter it without: \
                 remove that directory, so that it is brought anew",
                place.display()
            )
        })?;
        let libraries = loader.parent().context("the loader is nowhere")?.to_owned();
        Ok(Self {
            program,
            loader,
            libraries,
        })
    }
}

/// What starts programs of the tree, such as `usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2`, which lies beside the libraries.
fn loader(place: &Path) -> Option<PathBuf> {
    let is_loader = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str);
        name.is_some_and(|name| name.starts_with("ld-linux"))
    };
    let directories = ["usr/lib64", "usr/lib"].map(|name| place.join(name));
    let entries = directories
        .iter()
        .filter_map(|path| fs::read_dir(path).ok());
    let mut paths = entries.flatten().flatten().map(|entry| entry.path());
    paths.find(is_loader)?.canonicalize().ok()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use super::Entrance;

    /// A directory that ends with the test.
    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Self {
            let name = format!("native-auth-{name}-{}", std::process::id());
            let place = std::env::temp_dir().join(name);
            fs::create_dir_all(&place).unwrap();
            Self(place.canonicalize().unwrap())
        }

        fn with_proot(name: &str) -> Self {
            let place = Self::new(name);
            for directory in ["usr/bin", "usr/lib64", "usr/lib/aarch64-linux-gnu"] {
                fs::create_dir_all(place.0.join(directory)).unwrap();
            }
            fs::write(place.0.join("usr/bin/proot"), "").unwrap();
            let loader = "aarch64-linux-gnu/ld-linux-aarch64.so.1";
            fs::write(place.0.join("usr/lib").join(loader), "").unwrap();
            symlink(loader, place.0.join("usr/lib/ld-linux-aarch64.so.1")).unwrap();
            place
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn words(entrance: &Entrance, place: &Path) -> Vec<String> {
        let seen = [PathBuf::from("/seen")];
        let command = entrance.command(place, Path::new("/seen/here"), &seen, Path::new("swift"));
        assert_eq!(command.get_envs().count(), 0);
        let words = command.get_args().map(|word| word.to_str().unwrap());
        let place = place.to_str().unwrap();
        words.map(|word| word.replace(place, "TREE")).collect()
    }

    #[test]
    fn who_may_mount_enters_by_chroot() {
        let place = Place::with_proot("chroot");
        let words = words(&Entrance::of(&place.0, true).unwrap(), &place.0).join(" ");
        assert!(
            words.ends_with(
                "unshare --mount --propagation private sh TREE/native-auth-enter.sh \
                 TREE /seen/here /seen -- env PATH=/usr/sbin:/usr/bin:/sbin:/bin swift"
            ),
            "{words}"
        );
        assert!(place.0.join("native-auth-enter.sh").is_file());
    }

    #[test]
    fn who_may_not_enters_by_the_proot_of_the_tree() {
        let place = Place::with_proot("proot");
        let words = words(&Entrance::of(&place.0, false).unwrap(), &place.0).join(" ");
        let libraries = "TREE/usr/lib/aarch64-linux-gnu";
        assert!(
            words.ends_with(&format!(
                "{libraries}/ld-linux-aarch64.so.1 --library-path {libraries} TREE/usr/bin/proot -0 -r TREE \
                 -b /proc -b /dev -b /sys -b /seen -w /seen/here \
                 env PATH=/usr/sbin:/usr/bin:/sbin:/bin swift"
            )),
            "{words}"
        );
    }

    #[test]
    fn a_tree_without_proot_says_what_to_do() {
        let place = Place::new("old");
        let error = Entrance::of(&place.0, false).unwrap_err().to_string();
        assert!(error.contains("may not mount"), "{error}");
        assert!(error.contains("remove that directory"), "{error}");
    }
}
