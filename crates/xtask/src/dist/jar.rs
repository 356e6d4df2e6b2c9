//! The Kotlin module as Maven has it: the jar with the library for this platform, the jar of the sources, and the pom.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::emulator::Emulator;
use super::{Dist, Made, VERSION, archive, example};
use crate::shipped::Shipped;
use crate::{command, java, kotlin};

/// What makes a class path of a pom's dependencies.
const CLASS_PATH: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

/// Makes the jars and the pom, and tries them in a project of somebody else's.
///
/// # Errors
/// When Maven cannot be had, it does not build, or it does not do what it should.
pub(super) fn make(
    dist: &Dist<'_>,
    shipped: &Shipped,
    notices: &Path,
    emulator: &Emulator,
) -> Result<Made> {
    let build = dist.work("kotlin")?;
    shipped.generate(dist.workspace, "kotlin", &build.join("generated"))?;
    let natives = build.join("natives").join(kotlin::platform()?);
    let library = shipped.strip_into(&natives)?;

    let module = dist.workspace.root().join("bindings/kotlin");
    let mut package = maven(&module.join("pom.xml"))?;
    package.arg(format!("-Dnativeauth.build={}", build.display()));
    package.arg(format!("-Dnativeauth.notices={}", notices.display()));
    package.arg(format!("-Dproject.build.outputTimestamp={}", dist.time));
    // `cargo xtask test` has them run.
    package.arg("-Dmaven.test.skip=true");
    command::run(package.arg("package"))?;

    let name = format!("native-auth-{VERSION}");
    let [jar, sources, pom] = [
        (build.join(format!("{name}.jar")), format!("{name}.jar")),
        (
            build.join(format!("{name}-sources.jar")),
            format!("{name}-sources.jar"),
        ),
        (module.join("pom.xml"), format!("{name}.pom")),
    ]
    .map(|(from, name)| (from, dist.out.join(name)));
    for (from, to) in [&jar, &sources, &pom] {
        fs::copy(from, to).with_context(|| format!("Maven made no {}", from.display()))?;
    }
    let [jar, sources, pom] = [jar.1, sources.1, pom.1];
    check_sources(&sources)?;
    try_out(dist, [&jar, &sources, &pom], &library, emulator)?;
    Ok(Made(vec![
        (
            jar,
            "installed into an empty repository; the example built on it, and run; also with a library of one's own"
                .to_owned(),
        ),
        (sources, "holds every source, and no library".to_owned()),
        (pom, "Maven resolves what the jar needs from it".to_owned()),
    ]))
}

/// Nobody reads a library, and everybody both kinds of sources.
fn check_sources(jar: &Path) -> Result<()> {
    let contents = archive::contents(jar)?;
    let has = |ending: &str| contents.iter().any(|(name, _)| name.ends_with(ending));
    for source in [
        "dev/nativeauth/NativeAuth.kt",
        "dev/nativeauth/FileStorage.kt",
        "dev/nativeauth/ffi/native_auth.kt",
    ] {
        if !has(source) {
            bail!("{} has no {source}", jar.display());
        }
    }
    if has(std::env::consts::DLL_SUFFIX) {
        bail!("{} holds a library", jar.display());
    }
    Ok(())
}

/// Installs what was made into an empty repository, builds the example on it in an empty directory, and runs that.
fn try_out(
    dist: &Dist<'_>,
    [jar, sources, pom]: [&PathBuf; 3],
    library: &Path,
    emulator: &Emulator,
) -> Result<()> {
    let empty = tempfile::tempdir()?;
    let repository = format!("-Dmaven.repo.local={}", empty.path().join("m2").display());
    let app = empty.path().join("app");
    let source = Path::new("src/main/kotlin/Main.kt");
    let example = dist.workspace.root().join("examples/kotlin");
    fs::create_dir_all(app.join(source).parent().context("no directory")?)?;
    for file in [source, Path::new("pom.xml")] {
        fs::copy(example.join(file), app.join(file))?;
    }

    let mut install = maven(&app.join("pom.xml"))?;
    install.args([&repository, "install:install-file"]);
    for (what, file) in [("file", jar), ("sources", sources), ("pomFile", pom)] {
        install.arg(format!("-D{what}={}", file.display()));
    }
    command::run(&mut install)?;
    let mut build = maven(&app.join("pom.xml"))?;
    build.args([&repository, "compile", CLASS_PATH]);
    build.arg(format!("-Dmdep.outputFile={}", app.join("path").display()));
    command::run(&mut build)?;

    let class_path = fs::read_to_string(app.join("path")).context("Maven told no class path")?;
    let theirs = std::env::split_paths(class_path.trim());
    let class_path = std::env::join_paths([app.join("target/classes")].into_iter().chain(theirs))?;
    let java = java::java()?;
    let run = |property: Option<String>| {
        let mut run = Command::new(&java);
        run.args(property).arg("-cp").arg(&class_path).arg("MainKt");
        run.current_dir(&app);
        run
    };
    example::sign_in(&mut run(None), emulator)?;

    let own = app.join("own");
    fs::create_dir(&own)?;
    let own = own.join(library.file_name().context("the library has no name")?);
    let named = |path: &Path| {
        let property = "-Duniffi.component.native_auth.libraryOverride";
        Some(format!("{property}={}", path.display()))
    };
    // Where there is none, it is not that of the jar that is taken instead.
    if example::sign_in(&mut run(named(&own)), emulator).is_ok() {
        bail!("the library that was named is not the one that was loaded");
    }
    fs::copy(library, &own)?;
    example::sign_in(&mut run(named(&own)), emulator)
}

fn maven(pom: &Path) -> Result<Command> {
    let mut maven = java::maven()?;
    maven.args(["--batch-mode", "--no-transfer-progress", "--quiet"]);
    maven.args(["-Dstyle.color=never", "-f"]);
    maven.arg(pom);
    Ok(maven)
}
