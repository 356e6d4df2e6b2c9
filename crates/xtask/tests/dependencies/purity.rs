//! The whole normal dependency tree of the two pure crates equals a committed list.

use std::collections::BTreeSet;

use crate::cargo;

/// Set it to have the lists rewritten instead of compared, and then read the difference as the
/// design change it is.
const UPDATE: &str = "UPDATE_ALLOWED";

/// Crates that no list may hold, however it was made: each brings IO, threads, a clock or
/// randomness.
const NEVER_PURE: &[&str] = &[
    "async-std",
    "chrono",
    "fastrand",
    "getrandom",
    "hyper",
    "mio",
    "native-tls",
    "openssl",
    "rand",
    "rand_core",
    "reqwest",
    "ring",
    "rustls",
    "smol",
    "socket2",
    "time",
    "tokio",
    "ureq",
];

#[test]
fn the_tree_of_wire_is_the_allowed_one() {
    assert_allowed("native-auth-wire", "crates/wire");
}

#[test]
fn the_tree_of_core_is_the_allowed_one() {
    assert_allowed("native-auth-core", "crates/core");
}

/// A crate's `clippy.toml` replaces the workspace's, so each must repeat it; and the two pure crates
/// are pure in the same way.
#[test]
fn the_lint_settings_of_wire_and_core_are_the_same_and_repeat_the_workspaces() {
    let settings = |path: &str| {
        let text = std::fs::read_to_string(cargo::root().join(path)).unwrap();
        parse_list(&text)
    };
    let wire = settings("crates/wire/clippy.toml");
    let difference = difference(&wire, &settings("crates/core/clippy.toml"));
    assert!(
        difference.is_none(),
        "crates/core/clippy.toml is not wire's: {difference:?}"
    );
    let workspace = settings("clippy.toml");
    let forgotten: Vec<_> = workspace.difference(&wire).collect();
    assert!(
        forgotten.is_empty(),
        "crates/wire/clippy.toml lacks {forgotten:?}"
    );
}

fn assert_allowed(package: &str, directory: &str) {
    let actual = normal_dependencies(package);
    let impure: Vec<_> = NEVER_PURE
        .iter()
        .filter(|name| actual.contains(**name))
        .collect();
    assert!(
        impure.is_empty(),
        "{package} is to be pure, yet below it are {impure:?}"
    );

    let path = cargo::root()
        .join(directory)
        .join("allowed-dependencies.txt");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(path, render_list(package, &actual)).unwrap();
        return;
    }
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{directory}/allowed-dependencies.txt: {error}"));
    if let Some(difference) = difference(&parse_list(&text), &actual) {
        panic!(
            "the dependency tree of {package} is not {directory}/allowed-dependencies.txt:\n\
             {difference}If this is meant, run `{UPDATE}=1 cargo test -p native-auth-xtask` and \
             say why in the commit.",
        );
    }
}

/// Names what the tree has beyond the list and what it lacks; `None` when they are the same.
fn difference(allowed: &BTreeSet<String>, actual: &BTreeSet<String>) -> Option<String> {
    let mut text = String::new();
    for (what, left, right) in [
        ("not allowed", actual, allowed),
        ("no longer there", allowed, actual),
    ] {
        let names: Vec<_> = left.difference(right).map(String::as_str).collect();
        if !names.is_empty() {
            text.push_str(&format!("  {what}: {}\n", names.join(", ")));
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Every crate below this one that ends up in an app, on any platform, with procedural macros and
/// without what only tests and build scripts need.
fn normal_dependencies(package: &str) -> BTreeSet<String> {
    let tree = cargo::read(&[
        "tree",
        "--locked",
        "--package",
        package,
        "--edges",
        "normal",
        "--target",
        "all",
        "--prefix",
        "none",
    ]);
    let mut names = parse_tree(&tree);
    assert!(
        names.remove(package),
        "`cargo tree` did not name {package} itself:\n{tree}"
    );
    names
}

/// The crate names of `cargo tree --prefix none`: the first word of each line.
fn parse_tree(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// One crate name per line; `#` begins a comment line.
fn parse_list(text: &str) -> BTreeSet<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn render_list(package: &str, names: &BTreeSet<String>) -> String {
    let mut text = format!(
        "# Every crate below {package}, on any platform; a test compares this list with the tree.\n\
         # The crate does no IO, reads no clock and draws no random numbers, and neither may any\n\
         # of these. A new line is a design change: say why in the commit.\n\
         # Rewrite it with: {UPDATE}=1 cargo test -p native-auth-xtask\n",
    );
    for name in names {
        text.push_str(name);
        text.push('\n');
    }
    text
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_tree_is_read_with_its_repetitions_paths_and_macros() {
    let tree = "app v0.1.0 (/some/where)\nurl v2.5.4\nserde v1.0.2 (*)\nserde v1.0.2\n\
                derive v1.0.0 (proc-macro)\n\n";
    assert_eq!(parse_tree(tree), set(&["app", "derive", "serde", "url"]));
}

#[test]
fn a_list_reads_back_as_it_was_written_whatever_is_said_around_it() {
    let names = set(&["serde", "url"]);
    assert_eq!(parse_list(&render_list("native-auth-wire", &names)), names);
    assert_eq!(parse_list("# why\n\nurl\n  serde \n# end\n"), names);
}

#[test]
fn a_difference_names_the_extra_and_the_missing() {
    let text = difference(&set(&["a", "b"]), &set(&["b", "c", "d"])).unwrap();
    assert_eq!(text, "  not allowed: c, d\n  no longer there: a\n");
    assert_eq!(difference(&set(&["a"]), &set(&["a"])), None);
}
