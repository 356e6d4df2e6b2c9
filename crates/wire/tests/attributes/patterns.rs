//! The regular expressions of tenants.

use native_auth_wire::AttributeFault::DoesNotMatch;
use native_auth_wire::RequiredAttribute;
use proptest::prelude::*;
use serde_json::json;

fn attribute(regex: &str) -> RequiredAttribute {
    RequiredAttribute::from_json(&json!({"name": "x", "options": {"regex": regex}})).unwrap()
}

#[test]
fn a_pattern_is_looked_for_anywhere_unless_it_is_anchored() {
    assert_eq!(attribute("[0-9]").validate("a1b"), Ok(()));
    assert_eq!(attribute("^[0-9]$").validate("a1b"), Err(DoesNotMatch));
}

/// In the service's own engine letters are those of all scripts: what our tables do not hold, the server decides.
#[test]
fn letters_of_other_scripts_are_left_to_the_server() {
    for regex in [
        r"^\w+$",
        r"^\p{L}+$",
        r"^[\p{L}\p{M}' -]{1,64}$",
        r"^[^\P{L}]+$",
        r"^\S+\b$",
        r"(?i)^[A-ZÉË]+$",
    ] {
        let attribute = attribute(regex);
        assert!(!attribute.is_regex_ignored(), "{regex}");
        for value in ["Zoe", "Zoë", "Ζωή", "зоя", "Zoë!"] {
            assert_eq!(attribute.validate(value), Ok(()), "{regex} {value}");
        }
        assert_eq!(attribute.validate(" !"), Err(DoesNotMatch), "{regex}");
    }
}

/// What says nothing about scripts is checked for all of them.
#[test]
fn a_pattern_without_such_letters_is_used_for_all_values() {
    for (regex, fits, does_not) in [
        ("^[^0-9]+$", "Zoë", "Zoë 2"),
        ("^.{2,3}$", "Ζωή", "Ζωή!"),
        ("^[a-zë]+$", "zoë", "zoé"),
    ] {
        let attribute = attribute(regex);
        assert_eq!(attribute.validate(fits), Ok(()), "{regex}");
        assert_eq!(attribute.validate(does_not), Err(DoesNotMatch), "{regex}");
    }
}

/// The categories of Unicode, of which the values in ASCII are checked, against another engine's tables.
#[test]
fn categories_hold_what_unicode_says() {
    for name in [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
        "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
        "C", "Cc", "Cf",
    ] {
        for form in [
            format!(r"^A\p{{{name}}}$"),
            format!(r"^A\P{{{name}}}$"),
            format!(r"^A[%\p{{{name}}}]$"),
            format!(r"^A[^%\P{{{name}}}]$"),
        ] {
            let (attribute, witness) = (attribute(&form), regex::Regex::new(&form).unwrap());
            for char in '\0'..='\x7F' {
                let value = format!("A{char}");
                let expected = match witness.is_match(&value) {
                    true => Ok(()),
                    false => Err(DoesNotMatch),
                };
                assert_eq!(attribute.validate(value), expected, "{form} {char:?}");
            }
        }
    }
}

/// What a tenant may well have set, and ours must take.
#[test]
fn the_usual_patterns_can_be_used() {
    for (regex, fits, does_not) in [
        ("^.*$", "anything", None),
        ("^.{1,256}$", "Ada", None),
        (r"^\+?[0-9 ()-]{6,20}$", "+46 70 174 06 05", Some("call me")),
        (r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "a@b.example", Some("a@b")),
        (r"^\d{4}-\d{2}-\d{2}$", "1815-12-10", Some("yesterday")),
        (r"^(?:gold|silver)$", "gold", Some("bronze")),
        (r"^[\w .'-]{1,128}$", "St. John's", Some("a/b")),
        (r"^[a-z\[\]&-]+?$", "a-[b]&c", Some("[B]")),
    ] {
        let attribute = attribute(regex);
        assert!(!attribute.is_regex_ignored(), "{regex}");
        assert_eq!(attribute.validate(fits), Ok(()), "{regex}");
        if let Some(value) = does_not {
            assert_eq!(attribute.validate(value), Err(DoesNotMatch), "{regex}");
        }
    }
}

/// Not one of these stops the person: the server decides.
#[test]
fn a_pattern_that_cannot_be_used_is_left_out() {
    let long = format!("^{}$", "a?".repeat(3000));
    let nested = format!("{}a{}", "(".repeat(300), ")".repeat(300));
    for regex in [
        ".*@.**$",
        "a{2}{3}",
        "(a)++",
        "^[a[b]]$",
        "^[a-z&&b]$",
        "^[a-z--b]$",
        "^[a-z-[aeiou]]$",
        "^[[:alpha:]]$",
        "a???",
        "(?x)^a b$",
        r"^\p{IsGreek}+$",
        r"^\pL+$",
        "*[",
        "[z-a]",
        "(unclosed",
        r"^\<[a-z]+\>$",
        r"\b{start}a",
        r"^(?=.*\d).+$",
        r"^(a)\1$",
        r"(?<=a)b",
        r"\p{NoSuchScript}",
        "(a{1000}){1000}",
        r"(\w{500}){500}",
        &long,
        &nested,
    ] {
        let attribute = attribute(regex);
        assert!(attribute.is_regex_ignored(), "{regex:.40}");
        assert_eq!(attribute.regex(), Some(regex));
        assert_eq!(attribute.validate("anything"), Ok(()), "{regex:.40}");
    }
}

/// A pattern that takes an engine with backtracking for ever.
#[test]
fn a_hostile_pattern_takes_linear_time() {
    let hostile = attribute("^(a+)+$");
    let value = "a".repeat(100_000);
    assert_eq!(hostile.validate(value.as_str()), Ok(()));
    assert_eq!(hostile.validate(value + "!"), Err(DoesNotMatch));
}

proptest! {
    /// Any text may come as a pattern: it is used or left out, and left out it passes everything.
    #[test]
    fn any_text_as_a_pattern(regex in "\\PC{1,60}|[\\[\\](){}*+?^$|.\\\\a-c0-9,]{1,40}", value in "\\PC{1,40}") {
        let attribute = attribute(&regex);
        let outcome = attribute.validate(value.as_str());
        if attribute.is_regex_ignored() || value.trim().is_empty() {
            prop_assert_ne!(outcome, Err(DoesNotMatch));
        }
        // Never stricter than an engine that knows all scripts.
        if regex::Regex::new(&regex).is_ok_and(|witness| witness.is_match(&value)) {
            prop_assert_ne!(outcome, Err(DoesNotMatch));
        }
    }

    /// Text that is quoted matches itself and nothing without it.
    #[test]
    fn a_literal_matches_itself(literal in "[a-z]{1,20}", other in "[0-9]{1,20}") {
        let attribute = attribute(&format!("^{literal}$"));
        prop_assert_eq!(attribute.validate(literal), Ok(()));
        prop_assert_eq!(attribute.validate(other), Err(DoesNotMatch));
    }
}
