//! Whatever is given, nothing panics, and what is accepted leads where it says and nowhere else.

use native_auth_wire::Authority;
use proptest::prelude::*;
use url::Host;

use crate::sent_to::sent_to;

proptest! {
    #[test]
    fn any_text(text in any::<String>(), allow in any::<bool>()) {
        check(&text, allow)?;
    }

    #[test]
    fn any_ascii(text in "[ -~]{0,40}", allow in any::<bool>()) {
        check(&text, allow)?;
    }

    /// Made of the parts that matter, so that many of them are accepted or nearly so.
    #[test]
    fn any_address(
        scheme in prop::sample::select(vec!["https://", "http://", "HTTPS://", "https:", "//", "ftp://", ""]),
        host in host(),
        port in prop::sample::select(vec!["", ":443", ":8443", ":0", ":", ":x"]),
        path in path(),
        allow in any::<bool>(),
    ) {
        check(&format!("{scheme}{host}{port}{path}"), allow)?;
    }
}

fn check(given: &str, allow_http_loopback: bool) -> Result<(), TestCaseError> {
    let Ok(authority) = Authority::parse(given, allow_http_loopback) else {
        return Ok(());
    };
    let address = sent_to(&authority);
    let plain = allow_http_loopback && authority.is_loopback() && address.scheme() == "http";
    prop_assert!(address.scheme() == "https" || plain, "{given} -> {address}");
    prop_assert_eq!(address.username(), "");
    prop_assert_eq!(address.password(), None);
    prop_assert_eq!(address.query(), None);
    prop_assert_eq!(address.fragment(), None);

    // The host is the one that stands there, letter by letter, or the one below the service's domain.
    let given = given.trim().trim_end_matches('/').to_ascii_lowercase();
    let rest = given
        .split_once("://")
        .map_or(given.as_str(), |(_, rest)| rest);
    let (place, tenant) = rest.split_once('/').unwrap_or((rest, ""));
    let host = address.host_str().unwrap_or_default();
    let bare = format!("{place}.ciamlogin.com");
    let without_port = place
        .strip_suffix(":443")
        .or_else(|| place.strip_suffix(":80"));
    let with_port = address.port().map(|port| format!("{host}:{port}"));
    let same_ipv6 = matches!(address.host(), Some(Host::Ipv6(_))) && place.starts_with('[');
    let as_given = same_ipv6
        || host == place
        || host == bare
        || Some(host) == without_port
        || Some(host) == place.strip_suffix(':')
        || with_port.as_deref() == Some(place);
    prop_assert!(as_given, "{given} -> {address}");

    // Before the endpoint's path stands the tenant and nothing else.
    let path = address.path().to_ascii_lowercase();
    let segments: Vec<&str> = path.split('/').collect();
    prop_assert_eq!(segments.len(), 5, "{}", address);
    prop_assert!(
        tenant.is_empty() || segments[1] == tenant,
        "{given} -> {address}"
    );
    prop_assert!(path.ends_with("/oauth2/v2.0/challenge"));
    Ok(())
}

fn host() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "contoso.ciamlogin.com",
        "ciamlogin.com",
        "login.fabrikam.example",
        "localhost",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "contoso%2eciamlogin.com",
        "someone@localhost",
        "xn--bcher-kva.example",
        "LOCALHOST.",
    ]);
    prop_oneof![
        4 => known.prop_map(str::to_owned),
        2 => "[a-zA-Z0-9.@:%-]{1,20}",
        1 => "[0-9.x]{1,15}",
        1 => "[a-z]{1,9}\\.ciamlogin\\.com",
    ]
}

fn path() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        "/",
        "//",
        "/contoso.onmicrosoft.com",
        "/contoso.onmicrosoft.com/",
        "/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4",
        "/../contoso.onmicrosoft.com",
        "/contoso.onmicrosoft.com?x",
        "/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4#",
        "/%2e%2e",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => "[/a-z.%?#;-]{0,20}"]
}
