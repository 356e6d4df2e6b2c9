//! Files that are no tenant: each is refused with the field at fault, and changes nothing.

use native_auth_emulator::Config;
use serde_json::{Value, json};

use crate::bench::*;
use crate::export_import::{NOW, at, import};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

#[tokio::test]
async fn what_cannot_be_imported_is_named_and_changes_nothing() {
    let bench = at(NOW, Config::default()).await;
    bench.add_with_methods(ADA, Some(PASSWORD), &["+4790012345"]);
    bench.add(BOB, None);
    bench.with_password(ADA, PASSWORD).await.is_tokens();
    bench.challenged(CONTOSO_APP_OTP, BOB).await;
    let good = bench.emulator.export();
    let secret = "canary-1234";
    for (path, value, field) in [
        (
            "/format",
            json!(secret),
            "`format` must be native-auth-emulator",
        ),
        ("/version", json!(2), "`version` must be 1"),
        ("/now", json!(secret), "`now` is not of the documented type"),
        (
            "/now",
            json!((NOW + 400_000_000) * 1000),
            "`now` is more than ten years ahead",
        ),
        ("/canary-1234", json!(1), "a field that is not documented"),
        (
            "/users/0/canary-1234",
            json!(1),
            "`users[0]` has a field that is not documented",
        ),
        (
            "/rules/limits/users",
            json!(0),
            "`rules.limits.users` is not usable: must be at least 1",
        ),
        (
            "/rules/limits/users",
            json!(1),
            "`users` has more entries than `rules.limits.users`",
        ),
        (
            "/tenants",
            json!([]),
            "`tenants` is not usable: name at least one",
        ),
        (
            "/tenants/0/config/name",
            json!("a/b"),
            "`tenants[0].config.name` is not usable",
        ),
        (
            "/tenants/0/config/apps/0/client_id",
            json!(secret),
            "`tenants[0].config.apps[0].client_id`",
        ),
        (
            "/tenants/0/signing_key",
            json!(secret),
            "`tenants[0].signing_key` must be an RSA key",
        ),
        (
            "/tenants/0/pairwise_salt",
            json!("AAAA"),
            "`tenants[0].pairwise_salt` must be 32 bytes",
        ),
        (
            "/tenants/0/config/tenant_id",
            json!("0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"),
            "`users[0].tenant_id`",
        ),
        ("/users/0/id", json!(secret), "`users[0].id` must be a GUID"),
        (
            "/users/1/username",
            json!("ADA@example.com"),
            "`users[1].username` belongs to another",
        ),
        (
            "/users/1/username",
            json!(secret),
            "`users[1].username` must be an e-mail address",
        ),
        (
            "/users/1/alias",
            json!("a b"),
            "`users[1].alias` must be 1 to 64",
        ),
        (
            "/users/0/enabled",
            json!(secret),
            "`users[0].enabled` is not of the documented type",
        ),
        (
            "/users/0/credential/password/hash",
            json!(secret),
            "`users[0].credential.password.hash`",
        ),
        (
            "/users/0/attributes",
            json!({"city": [1]}),
            "`users[0].attributes` must be texts",
        ),
        (
            "/users/0/methods/0/target",
            json!(secret),
            "`users[0].methods[0].target` does not fit",
        ),
        (
            "/refresh_tokens/0/grant/client_id",
            json!(secret),
            "`refresh_tokens[0].grant.client_id`",
        ),
        (
            "/refresh_tokens/0/sha256",
            json!("AAAA"),
            "`refresh_tokens[0].sha256`",
        ),
        (
            "/flows/0/flow/owner/tenant_id",
            json!(secret),
            "`flows[0].flow.owner.tenant_id`",
        ),
        (
            "/flows/0/tokens/0/step",
            json!(secret),
            "`flows[0].tokens[0].step`",
        ),
        ("/messages/0/purpose", json!(secret), "`messages[0]"),
        (
            "/mfa_demands",
            json!({"canary-1234": 7}),
            "`mfa_demands` is not of the documented type",
        ),
        (
            "/mfa_demands",
            json!([{"tenant_id": CONTOSO_TENANT_ID, "client_id": secret, "required": true}]),
            "`mfa_demands[0].client_id` must be the client ID of an app",
        ),
        (
            "/new_users",
            json!([{"tenant": "contoso", "username": secret}]),
            "`new_users[0].username` must be",
        ),
        (
            "/new_users",
            json!([{"tenant": "contoso", "username": ADA}]),
            "`new_users[0]` has a username",
        ),
        (
            "/new_users",
            json!([{"tenant": "contoso"}]),
            "missing field `username`",
        ),
    ] {
        let mut file: Value = serde_json::from_str(&good).unwrap();
        let (parent, name) = path.rsplit_once('/').unwrap();
        match file.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
            parent => parent[name] = value,
        }
        let reply = import(&bench, file.to_string()).await;
        let description = reply.text("error_description");
        assert_eq!(reply.status, 400, "{path} {description}");
        assert!(description.contains(field), "{path} {description}");
        assert!(!description.contains("canary"), "{path} {description}");
        assert_eq!(bench.emulator.export(), good, "{path}");
    }
    for (text, sentence) in [
        ("{", "it is not JSON (line 1)"),
        ("[]", "`format` must be"),
        (
            "{\"format\": \"native-auth-emulator\"}",
            "`version` must be 1",
        ),
    ] {
        let reply = import(&bench, text.to_owned()).await;
        assert_eq!(reply.status, 400);
        assert!(reply.text("error_description").contains(sentence));
    }
    let mut twice: Value = serde_json::from_str(&good).unwrap();
    let token = twice["refresh_tokens"][0].clone();
    twice["refresh_tokens"].as_array_mut().unwrap().push(token);
    let reply = import(&bench, twice.to_string()).await;
    assert!(
        reply
            .text("error_description")
            .contains("has the same token twice")
    );
    let error = bench.emulator.import("").unwrap_err();
    assert_eq!(error.field(), "");
}
