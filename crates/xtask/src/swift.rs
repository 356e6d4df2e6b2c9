//! Swift: the package in `bindings/swift`, its tests, its player of the scenarios, its listing and the example.

mod entrance;
mod listing;
mod machine;
pub(crate) mod toolchain;
mod tree;
mod unpacked;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;
use crate::{bindgen, command};

use toolchain::Toolchain;

/// The package with all that it is built from.
pub(crate) struct Swift<'w> {
    workspace: &'w Workspace,
    toolchain: Toolchain,
    /// Where the shared library of the facade is.
    library: PathBuf,
}

impl<'w> Swift<'w> {
    /// Finds Swift, or brings it, and puts what UniFFI makes of the library into the package.
    ///
    /// # Errors
    /// When Swift cannot be had, or nothing can be generated.
    pub(crate) fn set_up(workspace: &'w Workspace, library: &Path, bindgen: &Path) -> Result<Self> {
        let directory = library.parent().context("the library is nowhere")?;
        let toolchain = Toolchain::find(workspace, &[directory])?;
        generate(workspace, library, bindgen)?;
        Ok(Self {
            workspace,
            toolchain,
            library: directory.to_owned(),
        })
    }

    /// Runs the package's tests, and the example's, against this program; then compares the listing of its interface with the
    /// committed one.
    ///
    /// # Errors
    /// When something does not build, a test fails, or the listing differs.
    pub(crate) fn test_all(&self, binary: &Path) -> Result<()> {
        let example = self.build_example()?;
        self.test(binary, &example)?;
        self.check_listing()
    }

    /// The program that plays the scenarios, and its arguments.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn player(&self) -> Result<(PathBuf, Vec<String>)> {
        self.build("bindings/swift", "ScenarioPlayer")?;
        let program = self.scratch("bindings/swift").join("debug/ScenarioPlayer");
        let player = self.toolchain.command(self.workspace.root(), &program);
        let words = player
            .get_args()
            .map(|word| word.to_str().map(str::to_owned));
        let arguments: Option<_> = words.collect();
        let arguments = arguments.context("the path of the workspace is not UTF-8")?;
        Ok((PathBuf::from(player.get_program()), arguments))
    }

    /// Writes the listing of the package's interface anew.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn write_listing(&self) -> Result<()> {
        let path = self.workspace.root().join(listing::PATH);
        fs::write(&path, self.listing()?)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    fn check_listing(&self) -> Result<()> {
        let listing = self.listing()?;
        let committed = fs::read_to_string(self.workspace.root().join(listing::PATH));
        if committed.is_ok_and(|committed| committed == listing) {
            return Ok(());
        }
        let now = self.workspace.target().join("swift/listing.txt");
        fs::write(&now, listing)?;
        bail!(
            "the interface of the Swift package is not as {} says; it is now as in {}: \
             `cargo xtask api` writes it anew",
            listing::PATH,
            now.display()
        )
    }

    fn listing(&self) -> Result<String> {
        let mut dump = self.swift("bindings/swift", "package");
        dump.args(["dump-symbol-graph", "--minimum-access-level", "public"]);
        dump.arg("--skip-synthesized-members");
        command::read(&mut dump)?;
        // `debug` is a link into the directory of this kind of machine.
        let debug = self.scratch("bindings/swift").join("debug");
        let graph = debug.canonicalize()?.with_file_name("symbolgraph");
        let text = fs::read_to_string(graph.join("NativeAuth.symbols.json"))
            .context("Swift left no symbol graph of NativeAuth")?;
        listing::of(&text)
    }

    fn test(&self, binary: &Path, example: &Path) -> Result<()> {
        let mut test = self.swift("bindings/swift", "test");
        test.env("NATIVE_AUTH_BINARY", binary);
        test.env("NATIVE_AUTH_EXAMPLE", example);
        command::run(&mut test)
    }

    fn build_example(&self) -> Result<PathBuf> {
        self.build("examples/swift/SignIn", "SignIn")?;
        Ok(self.scratch("examples/swift/SignIn").join("debug/SignIn"))
    }

    fn build(&self, package: &str, product: &str) -> Result<()> {
        let mut build = self.swift(package, "build");
        command::run(build.args(["--product", product]))
    }

    /// A command of Swift's package manager on a package of ours.
    fn swift(&self, package: &str, verb: &str) -> std::process::Command {
        let mut swift = self
            .toolchain
            .command(self.workspace.root(), Path::new("swift"));
        swift.arg(verb);
        swift.arg("--package-path").arg(package);
        swift.arg("--scratch-path").arg(self.scratch(package));
        swift.env("NATIVE_AUTH_LIBRARY_DIRECTORY", &self.library);
        swift
    }

    /// Where a package is built.
    fn scratch(&self, package: &str) -> PathBuf {
        let name = package.replace('/', "-");
        self.workspace.target().join("swift").join(name)
    }
}

/// Makes the package's generated sources, and leaves those alone that are as they were, so that they are not compiled anew.
fn generate(workspace: &Workspace, library: &Path, program: &Path) -> Result<()> {
    let made = workspace.target().join("swift/generated");
    bindgen::generate(workspace, program, library, "swift", &made)?;
    let sources = workspace.root().join("bindings/swift/Sources");
    for (name, place) in [
        ("NativeAuth.swift", "NativeAuthGenerated"),
        ("NativeAuthFFI.h", "NativeAuthFFI"),
    ] {
        let text = fs::read(made.join(name)).with_context(|| format!("UniFFI made no {name}"))?;
        let place = sources.join(place);
        // A fresh clone has none: nothing in it is committed.
        fs::create_dir_all(&place)?;
        let place = place.join(name);
        if fs::read(&place).ok().as_ref() != Some(&text) {
            fs::write(&place, text)
                .with_context(|| format!("{} cannot be written", place.display()))?;
        }
    }
    Ok(())
}
