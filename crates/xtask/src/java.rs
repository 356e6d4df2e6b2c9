//! Maven and the JDK it runs on: the machine's, installed first where they are missing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{command, debian};

/// The oldest version of the JDK that will do.
const OLDEST: u32 = 17;

/// A command that runs Maven.
///
/// # Errors
/// When there is none on a good JDK and none can be installed.
pub(crate) fn maven() -> Result<Command> {
    if !will_do() {
        debian::install(
            &["default-jdk-headless", "maven"],
            &format!("Maven, or a JDK from {OLDEST} for it to run on, is missing"),
        )?;
        if !will_do() {
            bail!(
                "Maven and a JDK are installed, yet `mvn` does not run on a JDK from {OLDEST}; \
                 does JAVA_HOME name another?"
            );
        }
    }
    Ok(command())
}

/// The Java that Maven runs on.
///
/// # Errors
/// As [`maven`].
pub(crate) fn java() -> Result<PathBuf> {
    let mut maven = maven()?;
    let about = command::read(maven.args(["--batch-mode", "--version"]))?;
    let Some((_, home)) = of(&about) else {
        bail!("Maven does not say which Java it runs on");
    };
    let java = format!("java{}", std::env::consts::EXE_SUFFIX);
    Ok(home.join("bin").join(java))
}

fn command() -> Command {
    Command::new(if cfg!(windows) { "mvn.cmd" } else { "mvn" })
}

fn will_do() -> bool {
    // Not on a terminal, it would write its version in bold all the same.
    let about = command::read(command().args(["--batch-mode", "--version"]));
    about.is_ok_and(|about| {
        of(&about).is_some_and(|(major, home)| major >= OLDEST && has_compiler(home))
    })
}

/// The major version and the home of the Java that Maven says it runs on.
fn of(about: &str) -> Option<(u32, &Path)> {
    let line = about
        .lines()
        .find_map(|line| line.strip_prefix("Java version: "))?;
    let major = line.split(['.', ',', '-']).next()?.parse().ok()?;
    let home = line.split_once("runtime: ")?.1;
    Some((major, Path::new(home.trim_end())))
}

/// What a JDK has and a mere runtime has not.
fn has_compiler(home: &Path) -> bool {
    let javac = format!("javac{}", std::env::consts::EXE_SUFFIX);
    home.join("bin").join(javac).is_file()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::of;

    #[test]
    fn the_java_is_read_from_what_maven_says() {
        let about = "\
Apache Maven 3.9.9
Maven home: /opt/maven
Java version: 21.0.2, vendor: Somebody, runtime: /opt/a jdk
Default locale: en, platform encoding: UTF-8
";
        assert_eq!(of(about), Some((21, Path::new("/opt/a jdk"))));
        let early = about.replace("21.0.2", "25-ea");
        assert_eq!(of(&early), Some((25, Path::new("/opt/a jdk"))));
        let old = about.replace("21.0.2", "1.8.0_402");
        assert_eq!(of(&old), Some((1, Path::new("/opt/a jdk"))));
    }

    #[test]
    fn what_says_nothing_of_java_will_not_do() {
        assert_eq!(of(""), None);
        assert_eq!(of("Apache Maven 3.9.9"), None);
        assert_eq!(of("Java version: 21.0.2"), None);
    }
}
