//! The Swift package with its library, as a directory that another package names as a dependency.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

use super::emulator::Emulator;
use super::{Dist, Made, VERSION, archive, example};
use crate::command;
use crate::report::say;
use crate::shipped::Shipped;
use crate::swift::toolchain::Toolchain;
use crate::toolchain::Absent;

/// What the directory is called, and so the package that others name.
const NAME: &str = "NativeAuth";

/// What of the package is handed out as it is.
const WRITTEN: [&str; 3] = [
    "Package.swift",
    "Sources/NativeAuth",
    "Sources/NativeAuthFFI",
];

/// An app of somebody who has the package beside it, and the example's source.
const APP: &str = r#"// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "App",
    dependencies: [.package(path: "../NativeAuth")],
    targets: [
        .executableTarget(name: "App", dependencies: [.product(name: "NativeAuth", package: "NativeAuth")])
    ]
)
"#;

/// Makes the archive of the package, and tries what comes out of it.
///
/// # Errors
/// When Swift cannot be had, it does not build, or it does not do what it should.
pub(super) fn make(
    dist: &Dist<'_>,
    shipped: &Shipped,
    notices: &Path,
    emulator: &Emulator,
) -> Result<Made> {
    if OS == "macos" {
        // There the library is an XCFramework for every system of Apple's.
        let script =
            "on a Mac bindings/swift/make-xcframework.sh makes the package; it has never been run";
        return Err(Absent(script.to_owned()).into());
    }
    let toolchain = Toolchain::find(dist.workspace, &[])?;
    let work = dist.work("swift")?;
    let package = work.join(NAME);
    let from = dist.workspace.root().join("bindings/swift");
    for part in WRITTEN {
        copy(&from.join(part), &package.join(part))?;
    }
    for entry in fs::read_dir(notices)? {
        let path = entry?.path();
        let name = path.file_name().context("a notice without a name")?;
        fs::copy(&path, package.join(name))?;
    }
    let generated = work.join("generated");
    shipped.generate(dist.workspace, "swift", &generated)?;
    for (name, place) in [
        ("NativeAuth.swift", "Sources/NativeAuthGenerated"),
        ("NativeAuthFFI.h", "Sources/NativeAuthFFI"),
    ] {
        copy(&generated.join(name), &package.join(place).join(name))?;
    }
    shipped.strip_into(&package.join("lib"))?;

    let path = dist
        .out
        .join(format!("{NAME}-{VERSION}-swift-{OS}-{ARCH}.zip"));
    archive::pack(&package, &path, dist.time)?;
    try_out(dist, &toolchain, &path, emulator)?;
    say(
        "The XCFramework for Apple's systems is not built here: bindings/swift/make-xcframework.sh does it on a Mac, untried.",
    );
    let tried = "a dependency of an empty package with the example's source, built, and run; \
                 also with the library beside the program, and the package gone";
    Ok(Made::one(path, tried))
}

/// Builds the example's source in an empty package beside the unpacked one, and runs it.
fn try_out(dist: &Dist<'_>, toolchain: &Toolchain, path: &Path, emulator: &Emulator) -> Result<()> {
    // Where the tree that Swift may be in sees it.
    let empty = tempfile::tempdir()?;
    archive::unpack(path, empty.path())?;
    let app = empty.path().join("App");
    let source = "examples/swift/SignIn/Sources/SignIn/main.swift";
    copy(
        &dist.workspace.root().join(source),
        &app.join("Sources/App/main.swift"),
    )?;
    fs::write(app.join("Package.swift"), APP)?;
    command::run(toolchain.command(&app, Path::new("swift")).arg("build"))?;
    let program = app.join(".build/debug/App");
    example::sign_in(&mut toolchain.command(&app, &program), emulator)?;

    // As it is handed on: the program and its library, and nothing of what they were built from.
    let package = empty.path().join(NAME);
    let alone = empty.path().join("alone");
    copy(&program, &alone.join("App"))?;
    copy(&package.join("lib"), &alone)?;
    fs::remove_dir_all(&package)?;
    example::sign_in(&mut toolchain.command(&alone, &alone.join("App")), emulator)
}

/// Copies a file, or a directory with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{} cannot be copied", from.display()))?;
        let below = entry.path().strip_prefix(from)?;
        let to = if below.as_os_str().is_empty() {
            to.to_owned()
        } else {
            to.join(below)
        };
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to)?;
        } else {
            fs::create_dir_all(to.parent().context("no directory to copy to")?)?;
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
