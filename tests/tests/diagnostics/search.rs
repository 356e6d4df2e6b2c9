//! Looking for what was planted, in every form that it could take, wherever somebody could read it.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Every text that stands for a secret holds this, in one case or another.
pub(crate) const MARK: &str = "canary";

/// The mark as it is, in percent-encoding, in hexadecimal, and in base64 at each of the three alignments; in lower case.
pub(crate) fn forms() -> Vec<String> {
    let mut forms = vec![MARK.to_owned()];
    // Of each spelling that is planted: these know the case of letters.
    for spelt in [MARK.to_owned(), "Canary".to_owned(), MARK.to_uppercase()] {
        for before in ["%", "", "\\x"] {
            let bytes = spelt.bytes();
            forms.push(bytes.map(|byte| format!("{before}{byte:02x}")).collect());
        }
        for shift in 0..3 {
            let text = STANDARD.encode(format!("{}{spelt}", "-".repeat(shift)));
            // Without what the neighbours have a part in.
            let from = [0, 2, 3][shift];
            let whole = text.trim_end_matches('=');
            let to = whole.len() - usize::from((shift + spelt.len()) % 3 != 0);
            forms.push(whole[from..to].to_ascii_lowercase());
        }
    }
    forms
}

/// The first form that is in there, with what is around it.
pub(crate) fn leak(text: &[u8]) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    forms().into_iter().find_map(|form| {
        let at = lower
            .windows(form.len())
            .position(|window| window == form.as_bytes())?;
        let from = at.saturating_sub(200);
        let to = lower.len().min(at + 200);
        let around = String::from_utf8_lossy(&lower[from..to]);
        Some(format!("{form} in: {around}"))
    })
}

/// The same in every file below a directory, and in the files' names.
pub(crate) fn leak_below(directory: &Path) -> Option<String> {
    let mut files = 0;
    let found = look_below(directory, &mut files);
    assert!(files > 0, "there is something to look through");
    found
}

fn look_below(directory: &Path, files: &mut usize) -> Option<String> {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let inside = if path.is_dir() {
            look_below(&path, files)
        } else {
            *files += 1;
            leak(&fs::read(&path).unwrap())
        };
        if let Some(found) = inside.or_else(|| leak(name.as_bytes())) {
            return Some(format!("{}: {found}", path.display()));
        }
    }
    None
}

/// The same in this process's arguments and environment, as other processes of the machine see them.
pub(crate) fn leak_of_this_process() -> Option<String> {
    let seen = ["/proc/self/cmdline", "/proc/self/environ"];
    seen.into_iter()
        .find_map(|file| leak(&fs::read(file).unwrap()))
}

#[test]
fn a_leak_is_found_in_every_form() {
    for planted in ["Canary-Password-41", "the CANARY", "--canary--"] {
        let bytes = planted.bytes();
        let all: [String; 6] = [
            planted.to_owned(),
            bytes.clone().map(|b| format!("%{b:02X}")).collect(),
            bytes.map(|b| format!("{b:02X}")).collect(),
            STANDARD.encode(planted),
            STANDARD.encode(format!("1{planted}")),
            STANDARD.encode(format!("12{planted}")),
        ];
        for form in all {
            assert!(
                leak(format!("before {form} after").as_bytes()).is_some(),
                "{form}"
            );
        }
    }
    assert_eq!(leak(b"nothing of the kind"), None);
}
