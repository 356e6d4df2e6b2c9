//! Pages of the documentation that are made here.

use std::path::Path;

/// Set it to have the pages rewritten instead of compared, and then read the difference.
const UPDATE: &str = "UPDATE_GENERATED";

/// The page of this name is this text, or becomes it.
pub(crate) fn check(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name);
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(path, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    if let Some(difference) = difference(&committed, text) {
        panic!(
            "docs/{name} is not what was recorded:\n{difference}\nIf this is meant, run \
             `{UPDATE}=1 cargo test -p native-auth-tests --test coverage` and read the difference."
        );
    }
}

/// The lines that only one of them has, at most ten of each; `None` when they are the same text.
fn difference(committed: &str, made: &str) -> Option<String> {
    if committed == made {
        return None;
    }
    let only = |left: &str, right: &str, mark: char| -> Vec<String> {
        let lines = left
            .lines()
            .filter(|line| !right.lines().any(|l| l == *line));
        lines
            .take(10)
            .map(|line| format!("{mark} {line}"))
            .collect()
    };
    let lines = [only(committed, made, '-'), only(made, committed, '+')].concat();
    Some(if lines.is_empty() {
        "the same lines in another order".to_owned()
    } else {
        lines.join("\n")
    })
}

#[test]
fn a_difference_names_the_lines_of_either_side() {
    assert_eq!(difference("a\nb\n", "a\nb\n"), None);
    assert_eq!(difference("a\nb\n", "a\nc\n").unwrap(), "- b\n+ c");
    assert_eq!(
        difference("a\nb\n", "b\na\n").unwrap(),
        "the same lines in another order"
    );
    assert!(difference("", "a\n").is_some());
}
