//! `cargo xtask dist`: what people install, made for this machine, each tried from its artefact in an empty place.

mod archive;
mod check;
mod checksums;
mod cli;
mod emulator;
mod example;
mod jar;
mod notices;
mod swift_package;
mod table;
mod versions;
mod wheel;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::languages::{Missing, found};
use crate::report::{Report, say};
use crate::shipped::Shipped;
use crate::workspace::Workspace;
use crate::{build_paths, command};

use emulator::Emulator;
use table::Row;

/// The version of all that is made: the workspace's, which this program shares.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where it is made.
struct Dist<'w> {
    workspace: &'w Workspace,
    /// The artefacts, and nothing else.
    out: PathBuf,
    /// What they are made of.
    work: PathBuf,
    /// The time that archives give their files, in seconds since 1970.
    time: u64,
}

/// Artefacts, and what was done with each.
struct Made(Vec<(PathBuf, String)>);

/// Makes and tries everything. What cannot be made here for want of a tool is skipped with a line, or fails.
pub(crate) fn run(workspace: &Workspace, missing: Missing, report: &mut Report) {
    let mut dist = None;
    report.part("dist: versions", || {
        versions::check(workspace)?;
        dist = Some(Dist::begin(workspace)?);
        Ok(())
    });
    let Some(dist) = dist else {
        return;
    };
    let mut rows = Vec::new();
    let mut common = None;
    report.part("dist: command line", || {
        let (made, program) = cli::make(&dist)?;
        rows.extend(dist.finish(made)?);
        common = Some(program);
        Ok(())
    });
    // What an artefact of a language is made of, and tried against.
    let mut parts = None;
    report.part("dist: library", || {
        let program = common.as_ref().context("no emulator to try it against")?;
        let notices = dist.work("notices")?;
        parts = Some((
            Shipped::build(workspace)?,
            notices::write(workspace, "crates/ffi", notices)?,
            Emulator::start(program.program())?,
        ));
        Ok(())
    });
    let mut language = |part, name, make: fn(&Dist<'_>, &Parts) -> Result<Made>| {
        report.part(part, || {
            let parts = parts.as_ref().context("there is nothing to make it of")?;
            let lack = format!("nothing is made for {name}");
            let Some(made) = found(&lack, missing, make(&dist, parts))? else {
                return Ok(());
            };
            rows.extend(dist.finish(made)?);
            Ok(())
        });
    };
    language(
        "dist: python wheel",
        "Python",
        |dist, (_, notices, emulator)| wheel::make(dist, notices, emulator),
    );
    language(
        "dist: kotlin jar",
        "Kotlin",
        |dist, (shipped, notices, emulator)| jar::make(dist, shipped, notices, emulator),
    );
    language(
        "dist: swift package",
        "Swift",
        |dist, (shipped, notices, emulator)| swift_package::make(dist, shipped, notices, emulator),
    );
    report.part("dist: checksums", || {
        let files: Vec<_> = rows.iter().map(|row| dist.out.join(&row.name)).collect();
        dist.keep(&files)?;
        checksums::write(&dist.out, &files)?;
        say(&format!(
            "\nIn {}:\n\n{}",
            dist.out.display(),
            table::of(&rows)
        ));
        Ok(())
    });
}

/// The library, the notices of what is in it, and the tenant to try it against.
type Parts = (Shipped, PathBuf, Emulator);

impl<'w> Dist<'w> {
    /// Empty directories.
    fn begin(workspace: &'w Workspace) -> Result<Self> {
        let [out, work] = ["dist", "dist-work"].map(|name| workspace.target().join(name));
        for directory in [&out, &work] {
            if directory.exists() {
                fs::remove_dir_all(directory)?;
            }
            fs::create_dir_all(directory)?;
        }
        Ok(Self {
            time: time(workspace),
            workspace,
            out,
            work,
        })
    }

    /// A directory for what an artefact is made of.
    fn work(&self, name: &str) -> Result<PathBuf> {
        let directory = self.work.join(name);
        fs::create_dir_all(&directory)?;
        Ok(directory)
    }

    /// Removes all but these files: what failed its trial is not handed out.
    fn keep(&self, files: &[PathBuf]) -> Result<()> {
        for entry in fs::read_dir(&self.out)? {
            let path = entry?.path();
            if !files.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Checks what was made, and gives its lines of the table.
    fn finish(&self, made: Made) -> Result<Vec<Row>> {
        let told = build_paths::told(self.workspace);
        let rows = made.0.into_iter().map(|(path, tried)| {
            check::artefact(&path, &told)?;
            let name = path.file_name().context("an artefact without a name")?;
            Ok(Row {
                name: name.to_string_lossy().into_owned(),
                bytes: fs::metadata(&path)?.len(),
                tried,
            })
        });
        rows.collect()
    }
}

impl Made {
    /// One artefact.
    fn one(path: PathBuf, tried: &str) -> Self {
        Self(vec![(path, tried.to_owned())])
    }
}

/// `SOURCE_DATE_EPOCH`, or else the time of the last commit, so that a commit has one time.
fn time(workspace: &Workspace) -> u64 {
    let named = std::env::var("SOURCE_DATE_EPOCH").ok();
    let of_commit = || {
        let mut log = Command::new("git");
        log.args(["log", "-1", "--format=%ct"]);
        command::read(log.current_dir(workspace.root())).ok()
    };
    let text = named.or_else(of_commit);
    // As far back as every format goes.
    let usual = 315_532_800;
    text.and_then(|text| text.trim().parse().ok())
        .unwrap_or(usual)
}
