//! Tokens that the tenant has signed and whose claims are wrong: each refused, for its own reason.

use serde_json::{Value, json};

use super::forged::{Forged, check_table};
use super::tenant_of_tests::{CLIENT_ID, NOW, saying, tenant};
use super::token_maker::{ISSUER, TENANT_ID};

const ANOTHER: &str = "0c3b8a4e-91f7-4d2a-b5e6-7f18c2d09a34";

#[test]
fn tokens_of_another_issuer_tenant_or_app_are_refused() {
    check_table(parties());
}

#[test]
fn tokens_of_another_time_are_refused() {
    check_table(times());
}

#[test]
fn tokens_about_nobody_are_refused() {
    check_table(persons());
}

/// How many there are.
pub(super) fn count() -> usize {
    parties().len() + times().len() + persons().len()
}

fn token(changes: &Value) -> String {
    tenant().token(&saying(changes))
}

fn parties() -> Vec<Forged> {
    let issuer = |name, issuer: &str| (name, token(&json!({"iss": issuer})), "id_token_issuer");
    let refused = |name, changes: Value, code| (name, token(&changes), code);
    vec![
        issuer(
            "another tenant's issuer",
            &ISSUER.replace(TENANT_ID, ANOTHER),
        ),
        issuer("an issuer that ends otherwise", &format!("{ISSUER}/")),
        issuer(
            "an issuer that goes on",
            &format!("{ISSUER}.forger.example"),
        ),
        issuer(
            "an issuer without encryption",
            &ISSUER.replace("https", "http"),
        ),
        issuer("an issuer in capital letters", &ISSUER.to_uppercase()),
        issuer(
            "an issuer with a port",
            &ISSUER.replace(".com/", ".com:443/"),
        ),
        issuer(
            "an issuer with a user",
            &ISSUER.replace("https://", "https://x@"),
        ),
        issuer("a look-alike", &ISSUER.replace("ciamlogin", "ciamiogin")),
        issuer(
            "a look-alike of other letters",
            &ISSUER.replace("ciamlogin", "c\u{456}amlogin"),
        ),
        issuer(
            "the issuer of a workforce tenant",
            "https://sts.windows.net/b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83/",
        ),
        issuer(
            "the issuer of any tenant",
            &ISSUER.replace(TENANT_ID, "{tenantid}"),
        ),
        issuer("an issuer with a space", &format!("{ISSUER} ")),
        refused("no issuer", json!({"iss": null}), "id_token_claim_missing"),
        refused(
            "an issuer that is a list",
            json!({"iss": [ISSUER]}),
            "id_token_claim_type",
        ),
        refused(
            "an issuer that is empty",
            json!({"iss": ""}),
            "id_token_claim_type",
        ),
        refused("another tenant", json!({"tid": ANOTHER}), "id_token_tenant"),
        refused(
            "a tenant by its name",
            json!({"tid": "contoso.onmicrosoft.com"}),
            "id_token_tenant",
        ),
        refused("no tenant", json!({"tid": null}), "id_token_claim_missing"),
        refused(
            "a tenant that is empty",
            json!({"tid": ""}),
            "id_token_claim_type",
        ),
        refused(
            "a tenant that is a list",
            json!({"tid": [TENANT_ID]}),
            "id_token_claim_type",
        ),
        refused("another app", json!({"aud": ANOTHER}), "id_token_audience"),
        refused(
            "an API",
            json!({"aud": format!("api://{CLIENT_ID}")}),
            "id_token_audience",
        ),
        refused(
            "an app with a space",
            json!({"aud": format!("{CLIENT_ID} ")}),
            "id_token_audience",
        ),
        refused(
            "two apps in one text",
            json!({"aud": format!("{CLIENT_ID} {ANOTHER}")}),
            "id_token_audience",
        ),
        refused(
            "used by another app",
            json!({"azp": ANOTHER}),
            "id_token_audience",
        ),
        refused("no app", json!({"aud": null}), "id_token_claim_missing"),
        refused(
            "an app in a list",
            json!({"aud": [CLIENT_ID]}),
            "id_token_claim_type",
        ),
        refused(
            "two apps in a list",
            json!({"aud": [CLIENT_ID, ANOTHER]}),
            "id_token_claim_type",
        ),
        refused(
            "no apps in a list",
            json!({"aud": []}),
            "id_token_claim_type",
        ),
        refused(
            "an app that is an object",
            json!({"aud": {CLIENT_ID: true}}),
            "id_token_claim_type",
        ),
        refused(
            "an app that is empty",
            json!({"aud": ""}),
            "id_token_claim_type",
        ),
        refused("used by a number", json!({"azp": 1}), "id_token_claim_type"),
    ]
}

fn times() -> Vec<Forged> {
    let expired = |name, changes: Value| (name, token(&changes), "id_token_expired");
    let early = |name, changes: Value| (name, token(&changes), "id_token_not_yet_valid");
    let mistyped = |name, changes: Value| (name, token(&changes), "id_token_claim_type");
    let missing = |name, changes: Value| (name, token(&changes), "id_token_claim_missing");
    let written = |name, number: &str| {
        let text = saying(&json!({"exp": "here"})).to_string();
        let text = text.replace(r#""here""#, number);
        let header = tenant().header().to_string();
        (
            name,
            tenant().token_of(&header, &text),
            "id_token_claim_type",
        )
    };
    vec![
        expired(
            "expired at the end of the leeway",
            json!({"exp": NOW - 120}),
        ),
        expired("expired an hour ago", json!({"exp": NOW - 3600})),
        expired("expired in 1970", json!({"exp": 0})),
        early(
            "good from the end of the leeway on",
            json!({"nbf": NOW + 121}),
        ),
        early("good from tomorrow on", json!({"nbf": NOW + 24 * 3600})),
        early("made tomorrow", json!({"iat": NOW + 24 * 3600})),
        early(
            "made tomorrow and good at once",
            json!({"iat": NOW + 24 * 3600, "nbf": NOW}),
        ),
        missing("no expiry", json!({"exp": null})),
        missing("no time of making", json!({"iat": null})),
        mistyped(
            "an expiry in a text",
            json!({"exp": (NOW + 3600).to_string()}),
        ),
        mistyped("an expiry with a fraction", json!({"exp": 1_800_003_600.5})),
        mistyped(
            "an expiry that is a date",
            json!({"exp": "2027-01-15T09:00:00Z"}),
        ),
        mistyped("an expiry in a list", json!({"exp": [NOW + 3600]})),
        mistyped("an expiry that is true", json!({"exp": true})),
        mistyped("an expiry below zero", json!({"exp": -1})),
        mistyped(
            "an expiry in milliseconds of the year 10000",
            json!({"exp": 253_402_300_800_u64}),
        ),
        mistyped(
            "an expiry that is the largest number",
            json!({"exp": u64::MAX}),
        ),
        written("an expiry that is null", "null"),
        written(
            "an expiry larger than the largest number",
            "18446744073709551616",
        ),
        written("an expiry with a fraction of nothing", "1800003600.0"),
        written("an expiry with an exponent", "18000036e2"),
        written("an expiry that is minus nothing", "-0"),
        mistyped("a beginning in a text", json!({"nbf": NOW.to_string()})),
        mistyped("a beginning with a fraction", json!({"nbf": 1.5})),
        mistyped("a beginning below zero", json!({"nbf": -300})),
        mistyped(
            "a time of making in a text",
            json!({"iat": NOW.to_string()}),
        ),
        mistyped("a time of making with a fraction", json!({"iat": 1.5})),
    ]
}

fn persons() -> Vec<Forged> {
    let mistyped = |name, changes: Value| (name, token(&changes), "id_token_claim_type");
    vec![
        (
            "no person",
            token(&json!({"sub": null})),
            "id_token_claim_missing",
        ),
        mistyped("a person who is a number", json!({"sub": 7})),
        mistyped("a person who is a list", json!({"sub": ["maya"]})),
        mistyped("a person without a name", json!({"sub": ""})),
        mistyped("an object id that is a number", json!({"oid": 7})),
        mistyped("an object id that is an object", json!({"oid": {}})),
        mistyped("an object id that is empty", json!({"oid": ""})),
    ]
}
