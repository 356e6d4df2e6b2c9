//! The library inside an app: built small, a language's sources made of it while it has its symbols, and stripped after that.

use std::env::consts::DLL_EXTENSION;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::built::Built;
use crate::workspace::Workspace;
use crate::{bindgen, build_paths};

/// The package of the facade.
const PACKAGE: &str = "native-auth-ffi";

/// Its library.
const LIBRARY: &str = "native_auth_ffi";

/// The library as it was built, with its symbols, and what makes sources of it.
pub(crate) struct Shipped {
    library: PathBuf,
    bindgen: PathBuf,
}

impl Shipped {
    /// Builds the library with its default features. As `cdylib` alone it is a quarter smaller.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn build(workspace: &Workspace) -> Result<Self> {
        Self::build_with(workspace, &[])
    }

    /// Builds it with these features alone, by their names with commas between.
    ///
    /// # Errors
    /// When it does not build.
    pub(crate) fn with_features(workspace: &Workspace, features: &str) -> Result<Self> {
        Self::build_with(
            workspace,
            &["--no-default-features", "--features", features],
        )
    }

    fn build_with(workspace: &Workspace, features: &[&str]) -> Result<Self> {
        let mut rustc = build_paths::cargo(workspace, "rustc")?;
        rustc.args(features);
        rustc.args(["--package", PACKAGE, "--lib", "--crate-type", "cdylib"]);
        rustc.args(["--profile", "shipped", "--locked"]);
        let bindgen = ["build", "--locked", "--package", bindgen::PACKAGE];
        Ok(Self {
            library: Built::by(&mut rustc)?.library(LIBRARY)?,
            bindgen: Built::with(workspace, &bindgen)?.binary(bindgen::PROGRAM)?,
        })
    }

    /// Makes the sources of a language in this directory.
    ///
    /// # Errors
    /// When nothing can be generated.
    pub(crate) fn generate(
        &self,
        workspace: &Workspace,
        language: &str,
        directory: &Path,
    ) -> Result<()> {
        bindgen::generate(workspace, &self.bindgen, &self.library, language, directory)
    }

    /// Puts a copy without symbols into this directory, which is made. Gives its path.
    ///
    /// # Errors
    /// When it cannot be written or stripped.
    pub(crate) fn strip_into(&self, directory: &Path) -> Result<PathBuf> {
        let name = self.library.file_name().context("the library is nowhere")?;
        let copy = directory.join(name);
        fs::create_dir_all(directory)?;
        fs::copy(&self.library, &copy)
            .with_context(|| format!("{} cannot be written", copy.display()))?;
        strip(&copy)?;
        Ok(copy)
    }
}

/// `cargo xtask library`: the stripped library and the sources of a language, for the build of a package that is not ours.
///
/// # Errors
/// As the methods of [`Shipped`].
pub(crate) fn write(workspace: &Workspace, language: &str, directory: &Path) -> Result<()> {
    let shipped = Shipped::build(workspace)?;
    shipped.generate(workspace, language, directory)?;
    shipped.strip_into(directory)?;
    Ok(())
}

/// Takes the symbols away that nobody needs any more. Neither macOS nor Windows have been tried.
///
/// # Errors
/// When there is no program for it.
pub(crate) fn strip(file: &Path) -> Result<()> {
    // On Windows they are in a file of their own.
    if cfg!(windows) {
        return Ok(());
    }
    // A dynamic library of macOS has to keep the names that others look for.
    let is_library = file.extension().is_some_and(|e| e == DLL_EXTENSION);
    let option = if cfg!(target_os = "macos") && is_library {
        "-x"
    } else {
        "-s"
    };
    let named = std::env::var("STRIP").ok();
    let named = named.as_deref().into_iter();
    for program in named.chain(["strip", "llvm-strip"]) {
        match Command::new(program).arg(option).arg(file).status() {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => bail!(
                "`{program} {option} {}` ended with {status}",
                file.display()
            ),
            // The next may be there.
            Err(_) => {}
        }
    }
    bail!("strip is missing; it comes with the C compiler that Rust links with")
}
