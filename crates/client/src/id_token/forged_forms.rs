//! Tokens that are wrong in their form or their header: each refused, for its own reason.

use serde_json::{Value, json};

use super::forged::{Forged, check_table};
use super::tenant_of_tests::{saying, tenant};
use super::token_maker::{TokenMaker, encode};

#[test]
fn tokens_with_a_wrong_header_are_refused() {
    check_table(headers());
}

#[test]
fn tokens_of_a_wrong_form_are_refused() {
    check_table(forms());
}

/// How many there are.
pub(super) fn count() -> usize {
    headers().len() + forms().len()
}

fn payload() -> String {
    saying(&json!({})).to_string()
}

/// All of them are signed by the tenant.
fn headers() -> Vec<Forged> {
    let refused = |name, more: Value| {
        let mut header = tenant().header();
        let members = header.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        let token = tenant().token_of(&header.to_string(), &payload());
        (name, token, "id_token_header")
    };
    let forger = TokenMaker::forger().unwrap().jwk();
    vec![
        refused("a key of its own", json!({"jwk": forger})),
        refused(
            "the address of its keys",
            json!({"jku": "https://forger.example/keys"}),
        ),
        refused(
            "the address of its certificate",
            json!({"x5u": "https://forger.example/x"}),
        ),
        refused("a certificate of its own", json!({"x5c": ["AAAA"]})),
        refused("something critical", json!({"crit": ["exp"], "exp": 1})),
        refused("nothing critical", json!({"crit": []})),
        refused("a payload that is not encoded", json!({"b64": false})),
        refused("a compressed payload", json!({"zip": "DEF"})),
        refused("an encrypted payload", json!({"enc": "A256GCM"})),
        refused("a token within", json!({"cty": "JWT"})),
        refused("the type of an access token", json!({"typ": "at+jwt"})),
        refused("the type of an encrypted token", json!({"typ": "JWE"})),
        refused("a type that is a number", json!({"typ": 1})),
        refused("a type that is null", json!({"typ": null})),
    ]
}

fn forms() -> Vec<Forged> {
    let malformed = |name, token: String| (name, token, "id_token_malformed");
    let double = |name, token: String| (name, token, "id_token_duplicate_member");
    let good = tenant().token(&saying(&json!({})));
    let parts: Vec<&str> = good.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let heading = |header: &str| tenant().token_of(header, &payload());
    let holding = |payload: &[u8]| tenant().signed(&format!("{header}.{}", encode(payload)));
    let twice = |claim: &str| payload().replacen('{', &format!("{{{claim},"), 1);
    let bent = format!("{header}.{}", bent(claims));
    vec![
        malformed("nothing", String::new()),
        malformed("dots", "..".to_owned()),
        malformed("one part", header.to_owned()),
        malformed("two parts", format!("{header}.{claims}")),
        malformed("four parts", format!("{good}.{signature}")),
        malformed("five parts", format!("{header}....{signature}")),
        malformed("no header", format!(".{claims}.{signature}")),
        malformed("no payload", format!("{header}..{signature}")),
        malformed("padding", format!("{header}=.{claims}.{signature}")),
        malformed("padding behind it", format!("{good}==")),
        malformed("stray bits in the payload", tenant().signed(&bent)),
        malformed(
            "stray bits in the signature",
            format!("{header}.{claims}.{}", self::bent(signature)),
        ),
        malformed(
            "the other base64",
            tenant().signed(&format!("{header}.{}", "ab+/".repeat(4))),
        ),
        malformed("a space before it", format!(" {good}")),
        malformed("a line end behind it", format!("{good}\n")),
        malformed("a line end in it", good.replacen('.', "\n.", 1)),
        malformed("a percent sign", good.replacen('.', "%2e", 1)),
        malformed("a header that is no JSON", heading("RS256")),
        malformed("a header that is a list", heading(r#"["RS256"]"#)),
        malformed(
            "a header with something behind it",
            heading(&format!("{}{{}}", tenant().header())),
        ),
        malformed("a payload that is no JSON", holding(b"sub=maya")),
        malformed(
            "a payload that is a list",
            holding(format!("[{}]", payload()).as_bytes()),
        ),
        malformed(
            "a payload that is a text",
            holding(json!(payload()).to_string().as_bytes()),
        ),
        malformed("a payload that is null", holding(b"null")),
        malformed(
            "a payload that is cut off",
            holding(payload().trim_end_matches('}').as_bytes()),
        ),
        malformed(
            "a payload with something behind it",
            holding(format!("{},", payload()).as_bytes()),
        ),
        malformed(
            "a payload with a byte order mark",
            holding(format!("\u{feff}{}", payload()).as_bytes()),
        ),
        malformed(
            "a payload that is no UTF-8",
            holding(b"{\"sub\":\"\xff\xfe\"}"),
        ),
        malformed(
            "a payload with half a character",
            holding(br#"{"sub":"\ud800"}"#),
        ),
        malformed(
            "a payload with a number too large",
            holding(twice(r#""x":1e999"#).as_bytes()),
        ),
        malformed(
            "a payload nested too deep",
            holding(twice(&format!(r#""x":{}{}"#, "[".repeat(500), "]".repeat(500))).as_bytes()),
        ),
        malformed(
            "a payload too long",
            holding(twice(&format!(r#""x":"{}""#, "x".repeat(64 * 1024))).as_bytes()),
        ),
        malformed(
            "the form in JSON",
            json!({"payload": claims, "protected": header, "signature": signature}).to_string(),
        ),
        double(
            "an algorithm twice",
            heading(r#"{"alg":"none","alg":"RS256","kid":"tenant-key"}"#),
        ),
        double(
            "a key twice",
            heading(r#"{"alg":"RS256","kid":"forger-key","kid":"tenant-key"}"#),
        ),
        double(
            "an audience twice",
            holding(twice(r#""aud":"another-app""#).as_bytes()),
        ),
        double(
            "an audience twice, once in disguise",
            holding(twice(r#""\u0061ud":"another-app""#).as_bytes()),
        ),
        double("an expiry twice", holding(twice(r#""exp":1"#).as_bytes())),
        double(
            "a member twice in a claim",
            holding(twice(r#""x":{"a":1,"a":2}"#).as_bytes()),
        ),
        double(
            "a member twice in a list",
            holding(twice(r#""x":[{"a":1,"a":2}]"#).as_bytes()),
        ),
    ]
}

/// The same bytes in other letters: with bits set behind the last byte, which a lax reader ignores.
fn bent(part: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = part.split_at(part.len() - 1);
    assert_ne!(part.len() % 4, 0, "there are bits to spare");
    let number = LETTERS
        .iter()
        .position(|l| *l == last.as_bytes()[0])
        .unwrap();
    format!("{rest}{}", char::from(LETTERS[number + 1]))
}
