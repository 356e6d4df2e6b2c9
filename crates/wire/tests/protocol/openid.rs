//! What a tenant publishes: its metadata and its keys, well and badly written.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use native_auth_wire::{Authority, KeySet, MetadataFault, Method, OpenIdMetadata};
use serde_json::{Value, json};

const TENANT_ID: &str = "b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83";
const ANOTHER: &str = "0c3b8a4e-91f7-4d2a-b5e6-7f18c2d09a34";
const SERVICE: &str = "https://contoso.ciamlogin.com/contoso.onmicrosoft.com";
const CUSTOM: &str = "https://login.contoso.example/b7c1f0d2-6a3e-4c95-8f40-21d7e9a65c83";
const EMULATOR: &str = "http://127.0.0.1:7080/contoso.onmicrosoft.com";

fn issuer() -> String {
    format!("https://{TENANT_ID}.ciamlogin.com/{TENANT_ID}/v2.0")
}

fn document(jwks_uri: &str) -> Value {
    json!({"issuer": issuer(), "jwks_uri": jwks_uri, "token_endpoint": 7})
}

fn read(document: &Value, authority: &str) -> Result<OpenIdMetadata, MetadataFault> {
    let authority = Authority::parse(authority, true).unwrap();
    OpenIdMetadata::read(document.to_string().as_bytes(), &authority)
}

fn saying(name: &str, value: impl Into<Value>) -> Value {
    let mut document = document(&format!("{SERVICE}/discovery/v2.0/keys"));
    document[name] = value.into();
    document
}

#[test]
fn metadata_are_asked_for_at_the_authority() {
    let authority = Authority::parse(SERVICE, false).unwrap();
    let request = OpenIdMetadata::request(&authority);
    assert_eq!(request.method(), Method::Get);
    let address = format!("{SERVICE}/v2.0/.well-known/openid-configuration");
    assert_eq!(request.url().as_str(), address);
    assert!(request.body().is_empty());
}

#[test]
fn keys_come_from_the_authority_the_issuer_or_the_service() {
    let by_id = format!("https://{TENANT_ID}.ciamlogin.com/{TENANT_ID}/discovery/v2.0/keys");
    for (authority, keys) in [
        (SERVICE, format!("{SERVICE}/discovery/v2.0/keys")),
        (SERVICE, by_id.clone()),
        (CUSTOM, format!("{CUSTOM}/discovery/v2.0/keys")),
        (CUSTOM, by_id),
        (CUSTOM, "https://tidewater.ciamlogin.com/x/keys".to_owned()),
        (EMULATOR, "http://127.0.0.1:7080/x/keys".to_owned()),
        (EMULATOR, "http://localhost:7080/x/keys".to_owned()),
        (EMULATOR, "http://[::1]:7080/x/keys".to_owned()),
        (EMULATOR, "https://localhost:7443/x/keys".to_owned()),
    ] {
        let metadata = read(&document(&keys), authority).unwrap();
        assert_eq!(metadata.issuer(), issuer());
        assert_eq!(metadata.tenant_id(), Some(TENANT_ID));
        let request = metadata.keys_request();
        assert_eq!(
            (request.method(), request.url().as_str()),
            (Method::Get, &*keys)
        );
    }
}

#[test]
fn keys_from_anywhere_else_are_refused() {
    for (authority, keys) in [
        (SERVICE, "https://forger.example/keys"),
        (SERVICE, "http://contoso.ciamlogin.com/keys"),
        (SERVICE, "https://contoso.ciamlogin.com:8443/keys"),
        (SERVICE, "https://contoso.ciamlogin.com.forger.example/keys"),
        (SERVICE, "https://contoso.ciamiogin.com/keys"),
        (SERVICE, "https://contoso.ciamlogin.com@forger.example/keys"),
        (SERVICE, "https://user:word@contoso.ciamlogin.com/keys"),
        (
            SERVICE,
            "https://contoso.ciamlogin.com/keys?to=forger.example",
        ),
        (SERVICE, "https://contoso.ciamlogin.com/keys#x"),
        (SERVICE, "https://127.0.0.1/keys"),
        (SERVICE, "http://localhost/keys"),
        (SERVICE, "file:///etc/passwd"),
        (SERVICE, "data:application/json,{}"),
        (SERVICE, "/discovery/v2.0/keys"),
        (SERVICE, "//forger.example/keys"),
        (SERVICE, "keys"),
        (CUSTOM, "https://contoso.example/keys"),
        (CUSTOM, "https://forger.ciamlogin.com:8443/keys"),
        (EMULATOR, "http://192.168.0.7:7080/keys"),
        (EMULATOR, "http://forger.example/keys"),
        (
            "https://localhost:7443/contoso.onmicrosoft.com",
            "http://localhost:7080/keys",
        ),
    ] {
        assert_eq!(
            read(&document(keys), authority),
            Err(MetadataFault::JwksUri),
            "{keys}"
        );
    }
}

#[test]
fn an_issuer_is_the_address_of_one_tenant() {
    for issuer in [
        "https://login.microsoftonline.com/{tenantid}/v2.0".to_owned(),
        format!("http://{TENANT_ID}.ciamlogin.com/{TENANT_ID}/v2.0"),
        format!("https://{ANOTHER}.ciamlogin.com/{TENANT_ID}/v2.0"),
        format!("https://user@{TENANT_ID}.ciamlogin.com/{TENANT_ID}/v2.0"),
        format!("{}?x", issuer()),
        format!("{}#x", issuer()),
        format!("{} ", issuer()),
        format!("{}\\", issuer()),
        "https://c\u{456}amlogin.com/".to_owned(),
        "urn:contoso".to_owned(),
        "contoso".to_owned(),
    ] {
        let read = read(&saying("issuer", issuer.clone()), SERVICE);
        assert_eq!(read, Err(MetadataFault::Issuer), "{issuer}");
    }
}

#[test]
fn an_authority_by_id_is_of_that_tenant() {
    let by_id = |id: &str| format!("https://contoso.ciamlogin.com/{id}");
    let document = saying("x", 1);
    let upper = TENANT_ID.to_uppercase();
    assert!(read(&document, &by_id(&upper)).is_ok());
    assert_eq!(
        read(&document, &by_id(ANOTHER)),
        Err(MetadataFault::OtherTenant)
    );
    // An issuer that names none: then the authority does.
    let nameless = saying("issuer", "https://login.contoso.example/v2.0");
    let read_by = |authority: &str| read(&nameless, authority).unwrap();
    assert_eq!(read_by(&by_id(&upper)).tenant_id(), Some(TENANT_ID));
    assert_eq!(read_by(SERVICE).tenant_id(), None);
}

#[test]
fn what_is_missing_or_of_another_algorithm_is_refused() {
    for name in ["issuer", "jwks_uri"] {
        for value in [json!(null), json!(7), json!(""), json!(["x"])] {
            let read = read(&saying(name, value), SERVICE);
            assert_eq!(read, Err(MetadataFault::Missing(name)));
        }
    }
    let algorithms = |list: Value| {
        read(
            &saying("id_token_signing_alg_values_supported", list),
            SERVICE,
        )
    };
    assert_eq!(
        algorithms(json!(["none", "HS256"])),
        Err(MetadataFault::Algorithm)
    );
    assert_eq!(algorithms(json!([])), Err(MetadataFault::Algorithm));
    assert!(algorithms(json!(["ES256", "RS256"])).is_ok());
    let authority = Authority::parse(SERVICE, false).unwrap();
    for body in ["", "[]", "<html>", "null"] {
        let read = OpenIdMetadata::read(body.as_bytes(), &authority);
        assert_eq!(read, Err(MetadataFault::NotAnObject), "{body}");
    }
}

#[test]
fn a_key_set_says_which_of_its_keys_may_verify() {
    let number = |bytes: usize| URL_SAFE_NO_PAD.encode(vec![0x80; bytes]);
    let key = |id: &str, changes: Value| {
        let mut key = json!({"kty": "RSA", "kid": id, "use": "sig", "n": number(256), "e": "AQAB"});
        for (name, value) in changes.as_object().unwrap() {
            key[name] = value.clone();
        }
        key
    };
    let keys = [
        key("good", json!({})),
        key("large", json!({"n": number(1024)})),
        key("too-large", json!({"n": number(1025)})),
        key("weak", json!({"n": number(255)})),
        key("zero", json!({"n": URL_SAFE_NO_PAD.encode([0; 256])})),
        key("padded", json!({"e": "AQAB="})),
        key("encrypting", json!({"use": "enc"})),
        key("signing", json!({"key_ops": ["sign"]})),
        key("odd", json!({"alg": ["RS256"]})),
        json!({"kty": "RSA", "n": number(256), "e": "AQAB"}),
        json!("good"),
    ];
    let set = json!({"keys": keys}).to_string();
    let set = KeySet::read(set.as_bytes()).unwrap();
    for (id, usable) in [
        ("good", true),
        ("large", true),
        ("too-large", false),
        ("weak", false),
        ("zero", false),
        ("padded", false),
        ("encrypting", false),
        ("signing", false),
        ("odd", false),
    ] {
        assert!(set.contains(id), "{id}");
        assert_eq!(set.usable(id).count() == 1, usable, "{id}");
    }
    assert!(!set.contains("nowhere"));
    let good = set.usable("good").next().unwrap();
    assert_eq!(
        (good.modulus().len(), good.exponent()),
        (256, &[1, 0, 1][..])
    );
    assert!(good.signs_for("anybody", TENANT_ID));
}

#[test]
fn a_key_signs_for_the_issuer_it_names() {
    let set = |issuer: &str| {
        let n = URL_SAFE_NO_PAD.encode([0x80; 256]);
        let key = json!({"kty": "RSA", "kid": "k", "n": n, "e": "AQAB", "issuer": issuer});
        KeySet::read(json!({"keys": [key]}).to_string().as_bytes()).unwrap()
    };
    let signs = |issuer: &str| {
        set(issuer)
            .usable("k")
            .next()
            .unwrap()
            .signs_for(&self::issuer(), TENANT_ID)
    };
    assert!(signs(&issuer()));
    assert!(signs("https://{tenantid}.ciamlogin.com/{tenantid}/v2.0"));
    assert!(!signs(&issuer().replace(TENANT_ID, ANOTHER)));
    assert!(!signs("https://{tenantid}.forger.example/{tenantid}/v2.0"));
}

#[test]
fn what_is_no_key_set_is_refused() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"keys":[]}"#,
        r#"{"keys":{}}"#,
        r#"{"keys":[{}]}"#,
    ] {
        assert!(KeySet::read(body.as_bytes()).is_err(), "{body}");
    }
}
