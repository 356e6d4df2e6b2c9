//! The spellings that are refused, each with the reason that helps.

use native_auth_wire::Authority;
use native_auth_wire::AuthorityError::{
    self, Empty, HttpNotAllowed, HttpNotLoopback, LookAlike, NotAnAddress, NotAscii, PathTooLong,
    QueryOrFragment, Scheme, ServiceHost, TenantIdAlone, TenantIdNeeded, TenantInvalid,
    TenantMissing, TenantName, UserInfo,
};

#[rustfmt::skip] // A table: one spelling a line.
const REFUSED: &[(&str, AuthorityError)] = &[
    ("", Empty),
    (" \t\r\n", Empty),
    // No address at all.
    ("contoso fabrikam", NotAnAddress),
    ("-contoso", NotAnAddress),
    ("contoso_1", NotAnAddress),
    ("https://", NotAnAddress),
    ("https:///contoso.ciamlogin.com", NotAnAddress),
    ("https:////contoso.ciamlogin.com/contoso.onmicrosoft.com", NotAnAddress),
    ("https://[::1/contoso.onmicrosoft.com", NotAnAddress),
    ("https://contoso.ciamlogin.com:99999/contoso.onmicrosoft.com", NotAnAddress),
    ("://contoso.ciamlogin.com", NotAnAddress),
    // Characters that a parser would drop or turn.
    ("https://contoso.ciamlogin.com\\contoso.onmicrosoft.com", NotAnAddress),
    ("https:\\\\contoso.ciamlogin.com/contoso.onmicrosoft.com", NotAnAddress),
    ("https://contoso.ciam\tlogin.com/contoso.onmicrosoft.com", NotAnAddress),
    ("https://contoso.ciamlogin.com/contoso\n.onmicrosoft.com", NotAnAddress),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com\u{0}", NotAnAddress),
    ("https://contoso .ciamlogin.com/contoso.onmicrosoft.com", NotAnAddress),
    ("https://contoso%2eciamlogin.com/contoso.onmicrosoft.com", NotAnAddress),
    ("https://contoso.ciamlogin%2Ecom", NotAnAddress),
    // Spellings of an address in numbers that a parser would turn into another one.
    ("https://127.1/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", NotAnAddress),
    ("http://0x7f000001/contoso.onmicrosoft.com", NotAnAddress),
    ("http://2130706433/contoso.onmicrosoft.com", NotAnAddress),
    ("http://0177.0.0.1/contoso.onmicrosoft.com", NotAnAddress),
    // The scheme.
    ("ftp://contoso.ciamlogin.com/contoso.onmicrosoft.com", Scheme),
    ("wss://localhost/contoso.onmicrosoft.com", Scheme),
    ("contoso.ciamlogin.com/contoso.onmicrosoft.com", Scheme),
    ("contoso.ciamlogin.com:443", Scheme),
    ("http://contoso.ciamlogin.com/contoso.onmicrosoft.com", HttpNotLoopback),
    ("http://login.fabrikam.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", HttpNotLoopback),
    ("http://localhost.fabrikam.example/contoso.onmicrosoft.com", HttpNotLoopback),
    ("http://10.0.0.1/contoso.onmicrosoft.com", HttpNotLoopback),
    ("http://0.0.0.0/contoso.onmicrosoft.com", HttpNotLoopback),
    ("http://[::ffff:10.0.0.1]/contoso.onmicrosoft.com", HttpNotLoopback),
    // User names, and hosts that only look like one.
    ("https://someone@contoso.ciamlogin.com/contoso.onmicrosoft.com", UserInfo),
    ("https://someone:word@contoso.ciamlogin.com/contoso.onmicrosoft.com", UserInfo),
    ("https://contoso.ciamlogin.com@evil.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", UserInfo),
    ("https://contoso.ciamlogin.com%40evil.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", NotAnAddress),
    ("https://@contoso.ciamlogin.com/contoso.onmicrosoft.com", UserInfo),
    ("https://contoso.ciamlogin.com/contoso@fabrikam.example", UserInfo),
    ("maya@fabrikam.example", UserInfo),
    // After the tenant.
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com?dc=test", QueryOrFragment),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com?", QueryOrFragment),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com#top", QueryOrFragment),
    ("https://contoso.ciamlogin.com?contoso.onmicrosoft.com", QueryOrFragment),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com/v2.0", PathTooLong),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/", PathTooLong),
    ("https://contoso.ciamlogin.com/x/../contoso.onmicrosoft.com", PathTooLong),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com/..", PathTooLong),
    ("https://contoso.ciamlogin.com//contoso.onmicrosoft.com", PathTooLong),
    ("https://contoso.ciamlogin.com/%2e%2e/contoso.onmicrosoft.com", PathTooLong),
    ("https://contoso.ciamlogin.com/contoso%2eonmicrosoft.com", PathTooLong),
    // The tenant.
    ("https://contoso.ciamlogin.com/..", TenantInvalid),
    ("https://contoso.ciamlogin.com/.", TenantInvalid),
    ("https://contoso.ciamlogin.com/contoso", TenantInvalid),
    ("https://contoso.ciamlogin.com/common", TenantInvalid),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com;a", TenantInvalid),
    ("https://contoso.ciamlogin.com/{tenant id}", NotAnAddress),
    ("https://contoso.ciamlogin.com/3a7d5c180b644f2e9c815d2e6f90a1b4", TenantInvalid),
    ("https://login.fabrikam.example", TenantMissing),
    ("https://login.fabrikam.example/", TenantMissing),
    ("login.fabrikam.example", TenantMissing),
    ("https://localhost:7443", TenantMissing),
    ("https://login.fabrikam.example/contoso.onmicrosoft.com", TenantIdNeeded),
    ("https://192.0.2.7/contoso.onmicrosoft.com", TenantIdNeeded),
    // Hosts that are not what they seem.
    ("https://contoso.ciamlogin.com.evil.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("contoso.onmicrosoft.com", TenantName),
    ("contoso.ciamlogin.com.evil.example", LookAlike),
    ("https://contoso.ciamiogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("https://contoso.c1amlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("https://contoso.ciamlogin.co/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("https://contoso-ciamlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("https://evil-ciamlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("https://contoso.ciamlogin.com./contoso.onmicrosoft.com", LookAlike),
    ("https://contoso.onmicrosoft.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", LookAlike),
    ("contoso.ciamiogin.com", LookAlike),
    ("https://c\u{43e}ntoso.ciamlogin.com/contoso.onmicrosoft.com", NotAscii),
    ("https://contoso.ciaml\u{43e}gin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", NotAscii),
    ("c\u{43e}ntoso", NotAscii),
    ("https://contoso\u{3002}ciamlogin.com/contoso.onmicrosoft.com", NotAscii),
    ("https://contoso.ciamlogin.com\u{2044}contoso.onmicrosoft.com", NotAscii),
    // Microsoft's domain, but no tenant's host.
    ("https://ciamlogin.com/contoso.onmicrosoft.com", ServiceHost),
    ("https://a.b.ciamlogin.com/contoso.onmicrosoft.com", ServiceHost),
    ("a.b.ciamlogin.com", ServiceHost),
    ("ciamlogin.com", ServiceHost),
    ("https://contoso.ciamlogin.com:8443/contoso.onmicrosoft.com", ServiceHost),
    ("https://-contoso.ciamlogin.com/contoso.onmicrosoft.com", ServiceHost),
    ("3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", TenantIdAlone),
];

#[test]
fn each_refusal_has_its_reason() {
    for (given, reason) in REFUSED {
        for allow_http_loopback in [false, true] {
            let parsed = Authority::parse(given, allow_http_loopback);
            assert_eq!(parsed, Err(*reason), "{given:?}");
        }
    }
}

#[test]
fn plain_http_to_this_machine_has_to_be_asked_for() {
    for host in ["localhost", "localhost:7080", "127.0.0.1", "[::1]:7080"] {
        let given = format!("http://{host}/contoso.onmicrosoft.com");
        assert_eq!(Authority::parse(&given, false), Err(HttpNotAllowed));
        assert!(Authority::parse(&given, true).is_ok());
    }
}

/// The text says what to write instead, and repeats nothing of what was given: it may hold a password.
#[test]
fn the_reasons() {
    let mut reasons: Vec<String> = Vec::new();
    for (given, reason) in REFUSED
        .iter()
        .chain(&[("http://localhost/x.example", HttpNotAllowed)])
    {
        assert!(!format!("{reason} {reason:?}").contains("word@"), "{given}");
        let line = format!("{reason:?}: {reason}");
        if !reasons.contains(&line) {
            reasons.push(line);
        }
    }
    reasons.sort();
    insta::assert_snapshot!("reasons", reasons.join("\n"));
}
