//! The two documents that validators read.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::bench::*;

#[tokio::test]
async fn every_key_has_a_certificate_by_itself() {
    let bench = Bench::new().await;
    let keys = bench
        .get(&format!("/{CONTOSO_TENANT_ID}/discovery/v2.0/keys"))
        .await;
    let key = &keys.body["keys"][0];
    let part = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
    let chain = key["x5c"].as_array().unwrap();
    assert_eq!(chain.len(), 1);
    let der = STANDARD.decode(chain[0].as_str().unwrap()).unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &der);
    assert_eq!(part("x5t"), hash.as_ref());
    // RFC 5280: a sequence of what is signed, the algorithm, and the signature. Each length takes two bytes here.
    let length = usize::from(u16::from_be_bytes([der[6], der[7]]));
    let signed = &der[4..8 + length];
    let signature = &der[der.len() - 256..];
    let (n, e) = (part("n"), part("e"));
    assert!(signed.windows(n.len()).any(|window| window == n));
    aws_lc_rs::rsa::PublicKeyComponents { n, e }
        .verify(
            &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
            signed,
            signature,
        )
        .unwrap();
}

#[tokio::test]
async fn the_metadata_names_what_a_tenant_names() {
    let bench = Bench::new().await;
    let path = "/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration";
    let metadata = bench.get(path).await;
    let base = format!("{}/{CONTOSO_TENANT_ID}", bench.emulator.origin());
    for (member, path) in [
        ("token_endpoint", "oauth2/v2.0/token"),
        ("authorization_endpoint", "oauth2/v2.0/authorize"),
        ("device_authorization_endpoint", "oauth2/v2.0/devicecode"),
        ("end_session_endpoint", "oauth2/v2.0/logout"),
        ("jwks_uri", "discovery/v2.0/keys"),
    ] {
        assert_eq!(metadata.text(member), format!("{base}/{path}"));
    }
    let userinfo = "https://graph.microsoft.com/oidc/userinfo";
    assert_eq!(metadata.text("userinfo_endpoint"), userinfo);
    let types = json!(["code", "id_token", "code id_token", "id_token token"]);
    assert_eq!(metadata.body["response_types_supported"], types);
    let methods = json!([
        "client_secret_post",
        "private_key_jwt",
        "client_secret_basic"
    ]);
    let member = "token_endpoint_auth_methods_supported";
    assert_eq!(metadata.body[member], methods);
    for member in [
        "cloud_instance_name",
        "cloud_graph_host_name",
        "msgraph_host",
    ] {
        assert!(metadata.text(member).contains('.'), "{member}");
    }
}
