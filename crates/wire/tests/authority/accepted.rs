//! The spellings that are understood.

use native_auth_wire::Authority;

use crate::sent_to::sent_to;

const GUID: &str = "3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4";

/// What is given, what it stays, and where a request goes.
#[rustfmt::skip] // A table: one spelling a line.
const ACCEPTED: &[(&str, &str, &str)] = &[
    // A bare subdomain.
    ("contoso", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("  contoso\n", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("Contoso", "https://Contoso.ciamlogin.com/Contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/Contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("fabrikam-2", "https://fabrikam-2.ciamlogin.com/fabrikam-2.onmicrosoft.com", "https://fabrikam-2.ciamlogin.com/fabrikam-2.onmicrosoft.com/oauth2/v2.0/challenge"),
    // A host.
    ("contoso.ciamlogin.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("contoso.ciamlogin.com/", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("contoso.CIAMLOGIN.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com/", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    // A full authority, by name and by id, which stays as it is but for a trailing slash.
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com/contoso.onmicrosoft.com/", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com/shop.fabrikam.example", "https://contoso.ciamlogin.com/shop.fabrikam.example", "https://contoso.ciamlogin.com/shop.fabrikam.example/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://contoso.ciamlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://contoso.ciamlogin.com/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("https://contoso.ciamlogin.com/3A7D5C18-0B64-4F2E-9C81-5D2E6F90A1B4/", "https://contoso.ciamlogin.com/3A7D5C18-0B64-4F2E-9C81-5D2E6F90A1B4", "https://contoso.ciamlogin.com/3A7D5C18-0B64-4F2E-9C81-5D2E6F90A1B4/oauth2/v2.0/challenge"),
    ("HTTPS://Contoso.CiamLogin.com/Contoso.onmicrosoft.com", "HTTPS://Contoso.CiamLogin.com/Contoso.onmicrosoft.com", "https://contoso.ciamlogin.com/Contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    // A custom domain, with the tenant's id; also a proxy on a port, and a domain in its ASCII form.
    ("https://login.fabrikam.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://login.fabrikam.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://login.fabrikam.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("https://login.fabrikam.example:8443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/", "https://login.fabrikam.example:8443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://login.fabrikam.example:8443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("https://xn--bcher-kva.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://xn--bcher-kva.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://xn--bcher-kva.example/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("https://192.0.2.7/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://192.0.2.7/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://192.0.2.7/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("https://[2001:db8::7]/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://[2001:db8::7]/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://[2001:db8::7]/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    // An emulator on this machine, over TLS.
    ("https://localhost:7443/contoso.onmicrosoft.com", "https://localhost:7443/contoso.onmicrosoft.com", "https://localhost:7443/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("https://127.0.0.1:7443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://127.0.0.1:7443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "https://127.0.0.1:7443/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
];

/// Plain `http`, which has to be allowed.
#[rustfmt::skip] // A table: one spelling a line.
const LOOPBACK: &[(&str, &str)] = &[
    ("http://localhost:7080/contoso.onmicrosoft.com/", "http://localhost:7080/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("http://LOCALHOST/contoso.onmicrosoft.com", "http://localhost/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("http://127.0.0.1:7080/contoso.onmicrosoft.com", "http://127.0.0.1:7080/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
    ("http://127.9.8.7/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4", "http://127.9.8.7/3a7d5c18-0b64-4f2e-9c81-5d2e6f90a1b4/oauth2/v2.0/challenge"),
    ("http://[::1]:7080/contoso.onmicrosoft.com", "http://[::1]:7080/contoso.onmicrosoft.com/oauth2/v2.0/challenge"),
];

#[test]
fn what_is_given_is_kept_and_where_it_leads() {
    for (given, kept, address) in ACCEPTED {
        for allow_http_loopback in [false, true] {
            let authority = Authority::parse(given, allow_http_loopback)
                .unwrap_or_else(|error| panic!("{given}: {error}"));
            assert_eq!(authority.as_str(), *kept, "{given}");
            assert_eq!(authority.to_string(), *kept, "{given}");
            assert_eq!(sent_to(&authority).as_str(), *address, "{given}");
            assert!(authority.is_https(), "{given}");
        }
    }
}

#[test]
fn plain_http_to_this_machine_when_it_is_allowed() {
    for (given, address) in LOOPBACK {
        let authority = Authority::parse(given, true).unwrap();
        assert_eq!(authority.as_str(), given.trim_end_matches('/'));
        assert_eq!(sent_to(&authority).as_str(), *address);
        assert!(authority.is_loopback());
        assert!(!authority.is_https());
    }
}

#[test]
fn only_this_machine_is_this_machine() {
    for (given, _, _) in ACCEPTED {
        let authority = Authority::parse(given, false).unwrap();
        let here = given.contains("localhost") || given.contains("127.0.0.1");
        assert_eq!(authority.is_loopback(), here, "{given}");
    }
    for host in [
        "128.0.0.1",
        "10.0.0.1",
        "localhost.fabrikam.example",
        "[2001:db8::1]",
    ] {
        let authority = Authority::parse(&format!("https://{host}/{GUID}"), true).unwrap();
        assert!(!authority.is_loopback(), "{host}");
    }
}

/// What is accepted can be given again.
#[test]
fn an_authority_is_read_back_from_its_own_text() {
    for (given, _, _) in ACCEPTED {
        let authority = Authority::parse(given, false).unwrap();
        assert_eq!(Authority::parse(authority.as_str(), false), Ok(authority));
    }
}
