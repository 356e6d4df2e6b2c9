//! The code of the catalogue: the kinds, and the rows by recovery.

use std::fmt::Write as _;

use crate::data::{Catalogue, Kind, RECOVERIES, Retry};

const HEADER: &str = "// Made from crates/core/errors.toml; change that file, not this one.\n";

/// Each file's path from the root of the workspace, and its text.
pub(crate) fn files(data: &Catalogue) -> Vec<(String, String)> {
    let mut files = vec![
        (path("kind"), kinds(data)),
        (path("catalogue/mod"), list(data)),
    ];
    for (recovery, file) in RECOVERIES {
        files.push((path(&format!("catalogue/{file}")), rows(data, recovery)));
    }
    files
}

fn path(file: &str) -> String {
    format!("crates/core/src/error/{file}.rs")
}

fn kinds(data: &Catalogue) -> String {
    let mut text = format!("{HEADER}//! What happened.\n\nuse super::Recovery;\n\n");
    text += "/// What happened. Each kind has exactly one [`Recovery`].\n";
    text += "#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\n";
    text += "pub enum ErrorKind {\n";
    for kind in &data.kinds {
        text += &comment(&kind_docs(data, kind), "    /// ");
        writeln!(text, "    {},", kind.name).unwrap();
    }
    text += "}\n\nimpl ErrorKind {\n    /// All kinds.\n";
    writeln!(text, "    pub const ALL: [Self; {}] = [", data.kinds.len()).unwrap();
    for kind in &data.kinds {
        writeln!(text, "        Self::{},", kind.name).unwrap();
    }
    text += "    ];\n\n    /// What to do about this kind of error.\n    #[must_use]\n";
    text += "    pub fn recovery(self) -> Recovery {\n        match self {\n";
    for kind in &data.kinds {
        writeln!(
            text,
            "            Self::{} => Recovery::{},",
            kind.name, kind.recovery
        )
        .unwrap();
    }
    text + "        }\n    }\n}\n"
}

/// The kind's sentence, its recovery, and the codes that are of it.
fn kind_docs(data: &Catalogue, kind: &Kind) -> Vec<String> {
    let recovery = &kind.recovery;
    let mut paragraphs = vec![
        kind.doc.clone(),
        format!("The recovery is [`{recovery}`](Recovery::{recovery})."),
    ];
    let codes: Vec<String> = data
        .errors
        .iter()
        .filter(|error| error.kind == kind.name)
        .map(|error| format!("`{}`", error.code))
        .collect();
    if !codes.is_empty() {
        paragraphs.push(format!("Codes: {}.", codes.join(", ")));
    }
    paragraphs
}

fn list(data: &Catalogue) -> String {
    let mut text = format!("{HEADER}//! Every error there is, by what to do about it.\n\n");
    // In the order that rustfmt keeps.
    let mut modules: Vec<&str> = RECOVERIES.iter().map(|(_, file)| *file).collect();
    modules.push("entry");
    modules.sort_unstable();
    for module in &modules {
        writeln!(text, "mod {module};").unwrap();
    }
    text.push('\n');
    for module in modules {
        let what = if module == "entry" { "Entry" } else { "*" };
        writeln!(text, "pub use {module}::{what};").unwrap();
    }
    text += "\n/// All rows.\n#[rustfmt::skip] // A list: one row a line.\n";
    text += "pub static CATALOGUE: &[&Entry] = &[\n";
    for (recovery, _) in RECOVERIES {
        for error in data.errors_of(recovery) {
            writeln!(text, "    &{},", error.code.to_uppercase()).unwrap();
        }
    }
    text + "];\n"
}

fn rows(data: &Catalogue, recovery: &str) -> String {
    let mut text = format!("{HEADER}//! The errors whose recovery is `{recovery}`.\n\n");
    text += "use super::entry::rows;\n\nrows! {\n";
    for error in data.errors_of(recovery) {
        let name = error.code.to_uppercase();
        let retry = match data.retry_of(error) {
            Retry::Word(word) => camel(word),
            Retry::Seconds(seconds) => format!("After {seconds}"),
        };
        writeln!(text, "    {name} {:?} {} ({retry})", error.code, error.kind).unwrap();
        writeln!(text, "        {:?}", error.en).unwrap();
        writeln!(text, "        {:?}", error.de).unwrap();
    }
    text + "}\n"
}

/// Paragraphs as comment lines of at most 120 characters.
fn comment(paragraphs: &[String], prefix: &str) -> String {
    let mut text = String::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            writeln!(text, "{}", prefix.trim_end()).unwrap();
        }
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && prefix.len() + line.len() + 1 + word.len() > 116 {
                writeln!(text, "{prefix}{line}").unwrap();
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        writeln!(text, "{prefix}{line}").unwrap();
    }
    text
}

fn camel(word: &str) -> String {
    word.split('_')
        .map(|part| {
            let mut letters = part.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}
