//! Where in a file a field stands, for errors that the parser cannot know of.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The line, counted from 1, of a field such as `tenants[0].apps[1].client_id`, or of the nearest
/// table around it that the file has. `None` if it has none of them.
pub(super) fn line_of(text: &str, field: &str) -> Option<usize> {
    let file = DeTable::parse(text).ok()?;
    let mut steps = steps(field);
    let Some(Step::Key(first)) = steps.next() else {
        return None;
    };
    let mut here = file.get_ref().get(first)?;
    for step in steps {
        let next = match step {
            Step::Key(name) => here.get_ref().get(name),
            Step::Index(index) => here.get_ref().get(index),
        };
        match next {
            Some(deeper) => here = deeper,
            None => break,
        }
    }
    line_at(text, here)
}

enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

fn steps(field: &str) -> impl Iterator<Item = Step<'_>> {
    field
        .split(['.', '[', ']'])
        .filter(|part| !part.is_empty())
        .map(|part| match part.parse() {
            Ok(index) => Step::Index(index),
            Err(_) => Step::Key(part),
        })
}

fn line_at(text: &str, value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let before = text.get(..value.span().start)?;
    Some(before.matches('\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
[limits]
users = 3

[[tenants]]
name = \"one\"
apps = [
    { name = \"a\" },
    { name = \"b\", mfa_methods = [\"sms\"] },
]

[[tenants]]
name = \"two\"
[tenants.password_reset]
enabled = false
";

    #[test]
    fn lines() {
        for (field, line) in [
            ("limits.users", Some(2)),
            ("tenants[0].name", Some(5)),
            ("tenants[0].apps[1].name", Some(8)),
            ("tenants[0].apps[1].mfa_methods[0]", Some(8)),
            ("tenants[1].name", Some(12)),
            ("tenants[1].password_reset.enabled", Some(14)),
            // What is not there is looked for around it.
            ("tenants[0].apps[0].client_id", Some(7)),
            ("tenants[1].tenant_id", Some(11)),
            ("lifetimes.code_seconds", None),
            ("", None),
            ("[0]", None),
        ] {
            assert_eq!(line_of(FILE, field), line, "{field}");
        }
        assert_eq!(line_of("[limits", "limits"), None);
    }
}
