//! `SHA256SUMS`, which `sha256sum --check` reads.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

/// The name of the file.
pub(super) const NAME: &str = "SHA256SUMS";

/// Writes the sums of these files, which lie in the directory, in the order of their names.
///
/// # Errors
/// When something cannot be read or written.
pub(super) fn write(directory: &Path, files: &[PathBuf]) -> Result<()> {
    let mut lines = Vec::new();
    for path in files {
        let name = path.file_name().context("a file without a name")?;
        lines.push((name.to_string_lossy().into_owned(), sum(&fs::read(path)?)));
    }
    lines.sort();
    let lines = lines.iter().map(|(name, sum)| format!("{sum}  {name}\n"));
    fs::write(directory.join(NAME), lines.collect::<String>())
        .with_context(|| format!("{NAME} cannot be written"))
}

fn sum(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NAME, write};

    #[test]
    fn a_line_holds_the_sum_and_the_name() {
        let directory = tempfile::tempdir().unwrap();
        let files = ["b", "a"].map(|name| directory.path().join(name));
        fs::write(&files[0], "abc").unwrap();
        fs::write(&files[1], "").unwrap();
        write(directory.path(), &files).unwrap();
        assert_eq!(
            fs::read_to_string(directory.path().join(NAME)).unwrap(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
        );
    }
}
