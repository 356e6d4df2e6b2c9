//! The addresses that the emulator may be told to call.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::{Host, Url};

use super::{Checked, guid};
use crate::address::is_email;
use crate::config::{AppConfig, Config, ConfigError, ExtensionConfig, TenantConfig};

/// The longest a try may take, in milliseconds.
const LONGEST_TRY_MS: u64 = 60_000;
/// Redirect URIs an app can have.
const MOST_REDIRECT_URIS: usize = 100;

impl Config {
    /// The certificates of [`trusted_roots_pem`](Config::trusted_roots_pem).
    pub(crate) fn trusted_roots(&self) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
        let Some(pem) = &self.trusted_roots_pem else {
            return Ok(Vec::new());
        };
        let wrong =
            || ConfigError::new("trusted_roots_pem", "write one or more certificates in PEM");
        let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
        let all = all.map_err(|_| wrong())?;
        let mut store = RootCertStore::empty();
        let (good, _) = store.add_parsable_certificates(all.iter().cloned());
        if all.is_empty() || good < all.len() {
            return Err(wrong());
        }
        Ok(all)
    }

    pub(super) fn check_smtp(&self) -> Checked {
        let Some(smtp) = &self.smtp else {
            return Ok(());
        };
        if !is_mail_server(&smtp.url) {
            return Err(ConfigError::new(
                "smtp.url",
                "write smtp://host:port or smtps://host:port, without a name or password",
            ));
        }
        if !is_email(&smtp.from) {
            return Err(ConfigError::new("smtp.from", "must be an e-mail address"));
        }
        Ok(())
    }
}

pub(super) fn check_extensions(tenant: &TenantConfig, path: &str) -> Checked {
    for (i, extension) in tenant.extensions.iter().enumerate() {
        let path = format!("{path}.extensions[{i}]");
        check_extension(extension, tenant, &path)?;
        let earlier = tenant.extensions.iter().take(i);
        for other in earlier.filter(|other| other.event == extension.event) {
            let both = |app| extension.is_for(app) && other.is_for(app);
            if tenant.apps.iter().any(both) {
                return Err(ConfigError::new(
                    format!("{path}.event"),
                    "another extension is asked at the same event for the same app; an app has one",
                ));
            }
        }
    }
    Ok(())
}

/// Addresses that browsers are sent to.
pub(super) fn check_redirect_uris(app: &AppConfig, path: &str) -> Checked {
    let lists = [
        ("redirect_uris", &app.redirect_uris),
        ("spa_redirect_uris", &app.spa_redirect_uris),
    ];
    let mut seen = HashSet::new();
    for (name, uris) in lists {
        for (i, uri) in uris.iter().enumerate() {
            let field = format!("{path}.{name}[{i}]");
            let fits = Url::parse(uri).is_ok_and(|url| {
                let is_harmful =
                    matches!(url.scheme(), "javascript" | "data" | "vbscript" | "file");
                !is_harmful && url.fragment().is_none()
            });
            if !fits {
                let reason = "write a whole address without a fragment, such as msal1234://auth";
                return Err(ConfigError::new(field, reason));
            }
            if !seen.insert(uri) {
                return Err(ConfigError::new(field, "used twice"));
            }
            if seen.len() > MOST_REDIRECT_URIS {
                return Err(ConfigError::new(field, "an app has at most 100"));
            }
        }
    }
    Ok(())
}

fn check_extension(extension: &ExtensionConfig, tenant: &TenantConfig, path: &str) -> Checked {
    guid(&extension.app_id, &format!("{path}.app_id"))?;
    if !is_callable(&extension.url) {
        return Err(ConfigError::new(
            format!("{path}.url"),
            "write an https address, or an http one of this machine such as \
             http://127.0.0.1:7071/api/event, without a name or password in it",
        ));
    }
    if !(1..=LONGEST_TRY_MS).contains(&extension.timeout_ms) {
        let reason = "must be from 1 to 60000, a minute";
        return Err(ConfigError::new(format!("{path}.timeout_ms"), reason));
    }
    for (i, name) in extension.user_flows.iter().enumerate() {
        if !tenant.user_flows.iter().any(|flow| flow.name == *name) {
            let reason = "no user flow of this tenant has that name";
            return Err(ConfigError::new(format!("{path}.user_flows[{i}]"), reason));
        }
    }
    for (i, name) in extension.apps.iter().enumerate() {
        if !tenant.apps.iter().any(|app| app.name == *name) {
            let reason = "no app of this tenant has that name";
            return Err(ConfigError::new(format!("{path}.apps[{i}]"), reason));
        }
    }
    Ok(())
}

fn is_mail_server(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none();
        let is_secret_free = url.username().is_empty() && url.password().is_none();
        matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && is_bare
            && is_secret_free
            && url.fragment().is_none()
    })
}

fn is_callable(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let is_secret_free = url.username().is_empty() && url.password().is_none();
    let is_safe = match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host().is_some_and(|host| is_loopback(&host)),
        _ => false,
    };
    is_secret_free && is_safe && url.fragment().is_none()
}

/// Whether a host is this machine, whatever a resolver says.
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        // In addresses of other schemes than HTTP's an IPv4 address is read as a name.
        Host::Domain(name) => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        }
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_leaves_this_machine() {
        for (url, callable) in [
            ("https://example.com/api", true),
            ("https://example.com/api?code=x", true),
            ("http://127.0.0.1:7071/api", true),
            ("http://127.8.9.1/api", true),
            ("http://localhost:7071", true),
            ("http://[::1]:7071/", true),
            ("http://example.com/api", false),
            ("http://10.0.0.1/api", false),
            ("http://localhost.example.com/", false),
            ("https://ada:secret@example.com/", false),
            ("https://ada@example.com/", false),
            ("https://example.com/#part", false),
            ("ftp://127.0.0.1/", false),
            ("127.0.0.1:7071", false),
            ("", false),
        ] {
            assert_eq!(is_callable(url), callable, "{url}");
        }
    }

    #[test]
    fn mail_servers_have_a_host_and_no_secret() {
        for (url, fits) in [
            ("smtp://127.0.0.1:2525", true),
            ("smtp://mail.example.com", true),
            ("smtps://mail.example.com:465/", true),
            ("smtp://ada:secret@mail.example.com", false),
            ("smtp://", false),
            ("smtp://mail.example.com/box", false),
            ("smtp://mail.example.com?tls=none", false),
            ("https://mail.example.com", false),
            ("127.0.0.1:2525", false),
        ] {
            assert_eq!(is_mail_server(url), fits, "{url}");
        }
    }
}
