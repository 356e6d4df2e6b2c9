//! A listing of the package's interface, made from the symbol graph that the compiler writes.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Where it is committed.
pub(super) const PATH: &str = "docs/api/swift.txt";

/// One line for each public symbol: where it is, and its declaration.
pub(super) fn of(symbol_graph: &str) -> Result<String> {
    let graph: Value = serde_json::from_str(symbol_graph).context("the symbol graph is no JSON")?;
    let symbols = graph.get("symbols").and_then(Value::as_array);
    let symbols = symbols.context("the symbol graph has no symbols")?;
    let mut lines: BTreeSet<String> = symbols.iter().filter_map(line).collect();
    lines.extend(conformances(&graph));
    let mut listing =
        String::from("# The interface of the Swift package, written by `cargo xtask api`.\n\n");
    for line in lines {
        listing.push_str(&line);
        listing.push('\n');
    }
    Ok(listing)
}

fn line(symbol: &Value) -> Option<String> {
    let fragments = symbol.get("declarationFragments")?.as_array()?;
    let declaration: String = fragments
        .iter()
        .filter_map(|fragment| fragment.get("spelling")?.as_str())
        .collect();
    let declaration: Vec<_> = declaration.split_whitespace().collect();
    Some(format!("{}: {}", path(symbol)?, declaration.join(" ")))
}

/// `Step.codeRequired(_:)`.
fn path(symbol: &Value) -> Option<String> {
    let components = symbol.get("pathComponents")?.as_array()?;
    let components: Option<Vec<_>> = components.iter().map(Value::as_str).collect();
    Some(components?.join("."))
}

/// `Step: Sendable`, for what declarations do not say.
fn conformances(graph: &Value) -> Vec<String> {
    let all = |name: &str| {
        let values = graph.get(name).and_then(Value::as_array);
        values.into_iter().flatten()
    };
    let name_of = |id: &Value| {
        let mut symbols = all("symbols");
        let symbol = symbols.find(|symbol| symbol.pointer("/identifier/precise") == Some(id))?;
        path(symbol)
    };
    let conformances = all("relationships")
        .filter(|one| one.get("kind").and_then(Value::as_str) == Some("conformsTo"));
    conformances
        .filter_map(|one| {
            let target = one.get("targetFallback").and_then(Value::as_str);
            let target = target
                .map(str::to_owned)
                .or_else(|| name_of(one.get("target")?))?;
            let target = target.rsplit('.').next()?.to_owned();
            Some(format!(
                "{}: conforms to {target}",
                name_of(one.get("source")?)?
            ))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_line_tells_where_a_symbol_is_and_how_it_is_declared() {
        let graph = r#"{
            "symbols": [
                {
                    "identifier": {"precise": "s:b"},
                    "pathComponents": ["Step", "name"],
                    "declarationFragments": [{"spelling": "var "}, {"spelling": "name:\n  String"}]
                },
                {
                    "identifier": {"precise": "s:a"},
                    "pathComponents": ["Step"],
                    "declarationFragments": [{"spelling": "enum Step"}]
                }
            ],
            "relationships": [
                {"kind": "conformsTo", "source": "s:a", "target": "s:s8SendableP", "targetFallback": "Swift.Sendable"},
                {"kind": "memberOf", "source": "s:b", "target": "s:a"}
            ]
        }"#;
        let listing = of(graph).unwrap();
        let lines: Vec<_> = listing.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "Step.name: var name: String",
                "Step: conforms to Sendable",
                "Step: enum Step"
            ]
        );
    }

    #[test]
    fn what_is_no_graph_is_an_error() {
        assert!(of("").is_err());
        assert!(of("{}").is_err());
    }
}
