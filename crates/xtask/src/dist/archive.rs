//! Archives: written the same from the same files, whatever the day and the order on the disk; read to see what is inside.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;

/// Puts a directory into an archive, under the directory's own name: `.zip`, or `.tar.gz` with these times (in seconds since 1970).
///
/// # Errors
/// When something cannot be read or written.
pub(super) fn pack(directory: &Path, archive: &Path, time: u64) -> Result<()> {
    let top = directory.parent().context("the directory has no parent")?;
    let file = File::create(archive)
        .with_context(|| format!("{} cannot be written", archive.display()))?;
    if is_zip(archive) {
        let mut zip = zip::ZipWriter::new(file);
        for (name, path) in files(directory, top)? {
            // Without a time, an entry is of 1980, which is as far back as the format goes.
            let options = SimpleFileOptions::default()
                .last_modified_time(zip::DateTime::default())
                .unix_permissions(mode(&path)?);
            zip.start_file(name, options)?;
            io::copy(&mut File::open(&path)?, &mut zip)?;
        }
        zip.finish()?;
        return Ok(());
    }
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::best()));
    for (name, path) in files(directory, top)? {
        let bytes = fs::read(&path)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len().try_into()?);
        header.set_mode(mode(&path)?);
        header.set_mtime(time);
        tar.append_data(&mut header, name, bytes.as_slice())?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}

/// Takes an archive apart, into a directory that is there.
///
/// # Errors
/// When it cannot be read, or something cannot be written.
pub(super) fn unpack(archive: &Path, directory: &Path) -> Result<()> {
    let file = File::open(archive).with_context(|| format!("no {}", archive.display()))?;
    if is_zip(archive) {
        zip::ZipArchive::new(file)?.extract(directory)?;
    } else {
        tar::Archive::new(GzDecoder::new(file)).unpack(directory)?;
    }
    Ok(())
}

/// What is in an archive, or in a file that is none: the names, and what each holds.
///
/// # Errors
/// When it cannot be read.
pub(super) fn contents(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let file = File::open(path).with_context(|| format!("no {}", path.display()))?;
    let mut contents = Vec::new();
    if is_zip(path) {
        let mut zip = zip::ZipArchive::new(file)?;
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index)?;
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            contents.push((entry.name()?.into_owned(), bytes));
        }
    } else if path.extension().is_some_and(|e| e == "gz") {
        let mut tar = tar::Archive::new(GzDecoder::new(file));
        for entry in tar.entries()? {
            let mut entry = entry?;
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            contents.push((entry.path()?.to_string_lossy().into_owned(), bytes));
        }
    } else {
        let name = path.file_name().context("a file without a name")?;
        contents.push((name.to_string_lossy().into_owned(), fs::read(path)?));
    }
    Ok(contents)
}

/// A wheel and a jar are archives of this kind, too.
fn is_zip(path: &Path) -> bool {
    let endings = ["zip", "whl", "jar"];
    let extension = path.extension().and_then(|e| e.to_str());
    extension.is_some_and(|e| endings.contains(&e))
}

/// The files below a directory in the order of their names, as `top` sees them, with `/` in between.
fn files(directory: &Path, top: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(directory).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let name: Option<Vec<_>> = entry
            .path()
            .strip_prefix(top)?
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect();
        let Some(name) = name else {
            bail!("{} has a name that is not UTF-8", entry.path().display());
        };
        files.push((name.join("/"), entry.into_path()));
    }
    Ok(files)
}

/// Who may run it is all that counts of who may do what.
#[cfg(unix)]
fn mode(path: &Path) -> Result<u32> {
    use std::os::unix::fs::PermissionsExt as _;

    let is_program = fs::metadata(path)?.permissions().mode() & 0o100 != 0;
    Ok(if is_program { 0o755 } else { 0o644 })
}

#[cfg(not(unix))]
fn mode(path: &Path) -> Result<u32> {
    let is_program = path.extension().is_some_and(|e| e == "exe");
    Ok(if is_program { 0o755 } else { 0o644 })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{contents, pack, unpack};

    #[test]
    fn the_same_files_are_the_same_archive_and_come_out_again() {
        for ending in ["zip", "tar.gz"] {
            let [one, other] = [["a", "b"], ["b", "a"]].map(|order| {
                let top = tempfile::tempdir().unwrap();
                let directory = top.path().join("things");
                for name in order {
                    fs::create_dir_all(directory.join(name)).unwrap();
                    fs::write(directory.join(name).join("file"), name).unwrap();
                }
                let archive = top.path().join(format!("x.{ending}"));
                pack(&directory, &archive, 1_700_000_000).unwrap();
                let entries = [("a", "things/a/file"), ("b", "things/b/file")];
                let entries = entries.map(|(text, name)| (name.to_owned(), text.into()));
                assert_eq!(contents(&archive).unwrap(), entries);

                let empty = tempfile::tempdir().unwrap();
                unpack(&archive, empty.path()).unwrap();
                let file = empty.path().join("things/a/file");
                assert_eq!(fs::read_to_string(file).unwrap(), "a");
                fs::read(archive).unwrap()
            });
            assert_eq!(one, other, "{ending}");
        }
    }

    #[test]
    fn a_file_that_is_no_archive_is_all_that_is_in_it() {
        let top = tempfile::tempdir().unwrap();
        let file = top.path().join("a.pom");
        fs::write(&file, "text").unwrap();
        assert_eq!(
            contents(&file).unwrap(),
            [("a.pom".to_owned(), b"text".to_vec())]
        );
        assert!(contents(&top.path().join("absent.zip")).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn a_program_stays_one() {
        use std::os::unix::fs::PermissionsExt as _;

        for ending in ["zip", "tar.gz"] {
            let top = tempfile::tempdir().unwrap();
            let directory = top.path().join("things");
            fs::create_dir(&directory).unwrap();
            let program = directory.join("program");
            fs::write(&program, "").unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
            let archive = top.path().join(format!("x.{ending}"));
            pack(&directory, &archive, 0).unwrap();
            fs::remove_dir_all(&directory).unwrap();
            unpack(&archive, top.path()).unwrap();
            let mode = fs::metadata(program).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o755, "{ending}");
        }
    }
}
