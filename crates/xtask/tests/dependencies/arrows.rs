//! Our crates name each other only as the architecture draws it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::cargo;

/// Each of our packages, and which of ours it may name in its `Cargo.toml`, tests and build scripts
/// included. A package that is missing here may name none.
const ARROWS: &[(&str, &[&str])] = &[
    ("native-auth-wire", &[]),
    ("native-auth-core", &["native-auth-wire"]),
    ("native-auth-cache", &["native-auth-wire"]),
    (
        "native-auth",
        &["native-auth-cache", "native-auth-core", "native-auth-wire"],
    ),
    // The second witness: a type shared with the client would hide what both get wrong.
    ("native-auth-emulator", &[]),
    ("native-auth-cli", &["native-auth", "native-auth-emulator"]),
    // The emulator for its tests alone.
    ("native-auth-ffi", &["native-auth", "native-auth-emulator"]),
    // The cache to fill stores with, for nobody signs in ten thousand times.
    (
        "native-auth-bench",
        &["native-auth", "native-auth-cache", "native-auth-emulator"],
    ),
    // The emulator for its tests alone.
    (
        "native-auth-example",
        &["native-auth", "native-auth-emulator"],
    ),
    (
        "native-auth-tests",
        &["native-auth", "native-auth-emulator"],
    ),
];

#[test]
fn our_crates_name_each_other_only_along_the_arrows() {
    let packages = our_packages(&metadata());
    for (name, _) in ARROWS {
        assert!(
            packages.contains_key(*name),
            "ARROWS names {name}, which is no package of ours"
        );
    }
    let forbidden = forbidden_arrows(&packages, ARROWS);
    assert!(
        forbidden.is_empty(),
        "a new arrow between our crates is a design change (docs/architecture.md): {forbidden:?}",
    );
}

/// The dependencies of one of ours on another of ours that are not drawn, as text. Only direct ones
/// need a look: nothing that is not ours can depend on ours.
fn forbidden_arrows(
    packages: &BTreeMap<String, BTreeSet<String>>,
    drawn: &[(&str, &[&str])],
) -> Vec<String> {
    let mut forbidden = Vec::new();
    for (from, dependencies) in packages {
        let may: &[&str] = drawn
            .iter()
            .find(|(name, _)| name == from)
            .map_or(&[], |(_, may)| may);
        for to in dependencies
            .iter()
            .filter(|name| packages.contains_key(*name))
        {
            if !may.contains(&to.as_str()) {
                forbidden.push(format!("{from} -> {to}"));
            }
        }
    }
    forbidden
}

/// Each package of the workspace, with the names of all it depends on directly.
fn our_packages(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let packages = metadata["packages"].as_array().unwrap();
    let with_dependencies = packages.iter().map(|package| {
        let dependencies = package["dependencies"].as_array().unwrap();
        (name(package), dependencies.iter().map(name).collect())
    });
    with_dependencies.collect()
}

fn name(value: &Value) -> String {
    value["name"].as_str().unwrap().to_owned()
}

fn metadata() -> Value {
    let text = cargo::read(&["metadata", "--locked", "--no-deps", "--format-version", "1"]);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_arrow_that_is_not_drawn_is_found_and_foreign_crates_are_not_ours() {
    let packages = our_packages(&json!({ "packages": [
        { "name": "low", "dependencies": [{ "name": "url" }] },
        { "name": "middle", "dependencies": [{ "name": "low" }, { "name": "top" }] },
        { "name": "top", "dependencies": [{ "name": "middle" }] },
    ]}));
    let drawn: &[(&str, &[&str])] = &[("middle", &["low"]), ("low", &[])];
    assert_eq!(
        forbidden_arrows(&packages, drawn),
        ["middle -> top", "top -> middle"]
    );
}
