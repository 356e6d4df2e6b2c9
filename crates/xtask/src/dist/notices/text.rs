//! The notices as a text. Most licences differ in who holds the copyright alone, so each is there once, below all its holders.

use anyhow::{Context as _, Result};
use serde_json::Value;

const INTRODUCTION: &str = "\
What is compiled into this software besides its own code, with the licences of each. The source of each is at
https://crates.io/crates/ and its name. There is the standard library of Rust as well (https://www.rust-lang.org), under the same
two licences as this software itself.
";

const RULE: &str =
    "--------------------------------------------------------------------------------";

/// Makes the text of what cargo-about tells as JSON.
///
/// # Errors
/// When it tells something else than licences.
pub(super) fn of(json: &str) -> Result<String> {
    let told: Value = serde_json::from_str(json).context("the licences are no JSON")?;
    let licences = told.get("licenses").and_then(Value::as_array);
    let mut groups: Vec<Group> = Vec::new();
    for licence in licences.context("there are no licences")? {
        let licence = Group::of(licence).context("a licence lacks its name, text or crates")?;
        match groups.iter_mut().find(|group| group.key == licence.key) {
            Some(group) => group.holders.extend(licence.holders),
            None => groups.push(licence),
        }
    }
    let mut text = INTRODUCTION.to_owned();
    for group in groups {
        let holders = group.holders.join("");
        let title = group.title;
        text.push_str(&format!("\n{RULE}\n{title}, of:\n{holders}{RULE}\n\n"));
        text.push_str(group.text.trim_matches('\n'));
        text.push('\n');
    }
    Ok(text)
}

/// Licences with the same words.
struct Group {
    /// The words, however they are wrapped.
    key: String,
    title: String,
    /// Lines with crates, each with those that say who holds the copyright.
    holders: Vec<String>,
    text: String,
}

impl Group {
    fn of(licence: &Value) -> Option<Self> {
        let word = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let id = word(licence, "id")?;
        let title = format!("{} ({id})", word(licence, "name")?);
        let whole = word(licence, "text")?;
        let (copyrights, text): (Vec<_>, Vec<_>) =
            whole.lines().partition(|line| names_holder(line));
        let mut holders = String::new();
        for user in licence.get("used_by")?.as_array()? {
            let user = user.get("crate")?;
            holders.push_str(&format!(
                "  {} {}\n",
                word(user, "name")?,
                word(user, "version")?
            ));
        }
        for line in copyrights {
            holders.push_str(&format!("    {}\n", line.trim()));
        }
        // It has one text, which every artefact holds as ours.
        let text = match id.as_str() {
            "Apache-2.0" => vec!["Its text is in LICENSE-APACHE, beside this file."],
            _ => text,
        };
        let words: Vec<_> = text
            .iter()
            .flat_map(|line| line.split_whitespace())
            .collect();
        Some(Self {
            key: format!("{title}: {}", words.join(" ")),
            title,
            holders: vec![holders],
            text: text.join("\n"),
        })
    }
}

/// Whether a line says who holds the copyright, and not how somebody else is to say so.
fn names_holder(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Copyright ") && !line.contains(['[', '{', '<'])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{INTRODUCTION, RULE, of};

    fn licence(text: &str, crates: &[&str]) -> Value {
        let used_by: Vec<_> = crates
            .iter()
            .map(|name| json!({"crate": {"name": name, "version": "1.0.0"}}))
            .collect();
        json!({"name": "Some License", "id": "SOME", "text": text, "used_by": used_by})
    }

    #[test]
    fn the_same_words_are_there_once_below_all_who_hold_the_copyright() {
        let licences = [
            licence(
                "Copyright (c) 2020 Ada\n\nDo what\nyou like.\n",
                &["a", "b"],
            ),
            licence("Copyright 2021 Bo\n\nDo what you like.", &["c"]),
            licence("Do nothing.", &["d"]),
        ];
        let text = of(&json!({"licenses": licences}).to_string()).unwrap();
        let text = text.strip_prefix(INTRODUCTION).unwrap();
        assert_eq!(
            text,
            format!(
                "\n{RULE}\nSome License (SOME), of:\n  a 1.0.0\n  b 1.0.0\n    Copyright (c) 2020 Ada\n  c 1.0.0\n    \
                 Copyright 2021 Bo\n{RULE}\n\nDo what\nyou like.\n\
                 \n{RULE}\nSome License (SOME), of:\n  d 1.0.0\n{RULE}\n\nDo nothing.\n"
            )
        );
    }

    #[test]
    fn how_somebody_is_to_name_themselves_stays_in_the_text() {
        let licence = licence(
            "Copyright [yyyy] [name]\nThe above\ncopyright notice",
            &["a"],
        );
        let text = of(&json!({"licenses": [licence]}).to_string()).unwrap();
        assert!(text.ends_with("\n\nCopyright [yyyy] [name]\nThe above\ncopyright notice\n"));
    }

    #[test]
    fn the_licence_that_every_artefact_holds_is_named_alone() {
        let mut licences = [
            licence("Apache License\nwith an appendix", &["a"]),
            licence("   Copyright 2021 Bo\nApache License", &["b"]),
        ];
        for licence in &mut licences {
            licence["id"] = "Apache-2.0".into();
        }
        let text = of(&json!({"licenses": licences}).to_string()).unwrap();
        let holders = "  a 1.0.0\n  b 1.0.0\n    Copyright 2021 Bo\n";
        assert!(text.ends_with(&format!(
            ", of:\n{holders}{RULE}\n\nIts text is in LICENSE-APACHE, beside this file.\n"
        )));
    }

    #[test]
    fn what_tells_no_licences_is_an_error() {
        assert!(of("").is_err());
        assert!(of("{}").is_err());
        assert!(of(r#"{"licenses": [{"name": "x"}]}"#).is_err());
    }
}
