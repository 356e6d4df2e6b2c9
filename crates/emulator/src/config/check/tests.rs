//! Configurations that are refused, and the field each names.

use super::*;
use crate::config::{CONTOSO_API_SCOPE, UserFlowConfig};

fn custom(name: &str, input: AttributeInput, values: &[&str]) -> AttributeConfig {
    AttributeConfig {
        name: name.to_owned(),
        custom: true,
        required: false,
        input,
        regex: None,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

/// The field that is refused once the default tenant is changed like this; "" if none is.
fn refused(change: impl FnOnce(&mut TenantConfig)) -> String {
    let mut config = Config::default();
    change(&mut config.tenants[0]);
    let checked = config.check();
    checked.map_or_else(|error| error.field().to_owned(), |()| String::new())
}

fn refused_attributes(attributes: &[AttributeConfig]) -> String {
    refused(|tenant| tenant.user_flows[1].attributes = attributes.to_vec())
}

#[test]
fn attributes_must_differ_on_the_wire() {
    use AttributeInput::TextBox;
    for (first, second, field) in [
        ("Tier", "Rank", ""),
        (
            "Tier X",
            "TierX",
            "tenants[0].user_flows[1].attributes[1].name",
        ),
        (
            "Tier X",
            "tier  x",
            "tenants[0].user_flows[1].attributes[1].name",
        ),
    ] {
        let attributes = [custom(first, TextBox, &[]), custom(second, TextBox, &[])];
        assert_eq!(refused_attributes(&attributes), field, "{first} {second}");
    }
    // A built-in attribute's name has no prefix.
    let mut built_in = custom("city", TextBox, &[]);
    built_in.custom = false;
    let attributes = [built_in.clone(), custom("city", TextBox, &[])];
    assert_eq!(refused_attributes(&attributes), "");
    let twice = [built_in.clone(), built_in];
    assert!(refused_attributes(&twice).ends_with("attributes[1].name"));
}

#[test]
fn names_are_neither_blank_nor_control_characters() {
    for name in ["", " ", "\t", "a\nb", "a\u{7f}"] {
        let app = refused(|tenant| tenant.apps[1].name = name.to_owned());
        assert_eq!(app, "tenants[0].apps[1].name", "{name:?}");
        let flow = refused(|tenant| {
            tenant.user_flows.push(UserFlowConfig {
                name: name.to_owned(),
                ..tenant.user_flows[0].clone()
            });
        });
        assert_eq!(flow, "tenants[0].user_flows[2].name", "{name:?}");
        let attribute = refused_attributes(&[custom(name, AttributeInput::TextBox, &[])]);
        let field = "tenants[0].user_flows[1].attributes[0].name";
        assert_eq!(attribute, field, "{name:?}");
    }
}

#[test]
fn scopes_are_named_one_by_one_and_once() {
    for scope in [
        "api://contoso-api/.default",
        CONTOSO_API_SCOPE,
        "api://contoso-api/Re\u{7}ad",
        "Read",
        "/Read",
        "api://contoso-api/",
    ] {
        let field = refused(|tenant| tenant.scopes.push(scope.to_owned()));
        assert_eq!(field, "tenants[0].scopes[1]", "{scope:?}");
    }
    let other = "api://contoso-api/Write".to_owned();
    assert_eq!(refused(|tenant| tenant.scopes.push(other)), "");
}

#[test]
fn values_can_be_chosen_and_told_apart() {
    use AttributeInput::{CheckboxMultiSelect, RadioSingleSelect};
    for (input, value, fits) in [
        (RadioSingleSelect, "blue", true),
        (RadioSingleSelect, "red, white", true),
        (RadioSingleSelect, "red", false),
        (RadioSingleSelect, "", false),
        (RadioSingleSelect, " ", false),
        (CheckboxMultiSelect, "blue", true),
        (CheckboxMultiSelect, "red,white", false),
    ] {
        let attribute = custom("Colour", input, &["red", value]);
        let refused = refused_attributes(&[attribute]);
        let field = "tenants[0].user_flows[1].attributes[0].values[1]";
        assert_eq!(
            refused,
            if fits { "" } else { field },
            "{input:?} {value:?}"
        );
    }
}

#[test]
fn claims_that_the_tokens_have_are_taken_and_others_are_not() {
    for (claim, in_id_token, in_access_token) in [
        ("oid", false, false),
        ("emulator", false, false),
        ("email", false, true),
        ("nonce", false, true),
        ("azp", true, false),
        ("acrs", true, false),
        ("acr", true, true),
        ("amr", true, true),
        ("aio", true, true),
        ("rh", true, true),
        ("auth_time", true, true),
        ("groups", true, true),
    ] {
        let claims = || std::collections::BTreeMap::from([(claim.to_owned(), "x".into())]);
        let id = refused(|tenant| tenant.tokens.id_token_claims = claims());
        let access = refused(|tenant| tenant.tokens.access_token_claims = claims());
        assert_eq!(
            (id.is_empty(), access.is_empty()),
            (in_id_token, in_access_token),
            "{claim}"
        );
    }
}
