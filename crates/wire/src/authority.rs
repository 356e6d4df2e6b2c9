//! The base address of a tenant.

use std::fmt;

use url::{Host, Url};
use uuid::Uuid;

/// The base address that every path of the API is appended to.
///
/// Four spellings are understood, and what was given is never rewritten, because a continuation token that was
/// made under one spelling is refused under another:
///
/// | given | used |
/// |---|---|
/// | `contoso` | `https://contoso.ciamlogin.com/contoso.onmicrosoft.com` |
/// | `contoso.ciamlogin.com`, with or without `https://` | the same |
/// | `https://contoso.ciamlogin.com/{tenant name or id}` | as it is |
/// | `https://login.contoso.com/{tenant id}` (custom domain) | as it is |
///
/// Plain `http` is accepted for loopback addresses only, and only when asked for; there the path may hold the
/// tenant's name or id.
#[derive(Clone, PartialEq, Eq)]
pub struct Authority {
    base: String,
    url: Url,
    loopback: bool,
}

/// Why an authority was refused. The text says what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorityError {
    /// There is nothing.
    #[error(
        "the tenant is empty; give its subdomain, such as contoso, or its full authority address"
    )]
    Empty,
    /// It cannot be read as an address.
    #[error(
        "this is not a web address; an authority looks like https://contoso.ciamlogin.com/contoso.onmicrosoft.com"
    )]
    NotAnAddress,
    /// The scheme is neither `https` nor, for loopback, `http`.
    #[error("an authority that is more than a subdomain or a host begins with https://")]
    Scheme,
    /// Plain `http` to another machine.
    #[error(
        "plain http is for a tenant emulator on this machine only (localhost, 127.0.0.1 or [::1]); use https"
    )]
    HttpNotLoopback,
    /// Plain `http` to this machine without having asked for it.
    #[error(
        "plain http to this machine has to be allowed when the client is set up, which is for a tenant emulator"
    )]
    HttpNotAllowed,
    /// A user name or password in the address.
    #[error("an authority holds no user name or password; remove everything before the @")]
    UserInfo,
    /// A query or a fragment in the address.
    #[error("an authority ends with the tenant; remove the ? or # and what follows")]
    QueryOrFragment,
    /// More than one path segment.
    #[error(
        "an authority has exactly one path segment, the tenant; remove what follows it, such as /v2.0 or /oauth2"
    )]
    PathTooLong,
    /// No path segment where one is needed.
    #[error(
        "the tenant is missing; with a custom domain or an emulator it follows the host, as in https://login.contoso.com/{{tenant id}}"
    )]
    TenantMissing,
    /// The path segment is neither a tenant id nor a domain name.
    #[error(
        "the path must be the tenant's id (a GUID) or its domain name, such as contoso.onmicrosoft.com"
    )]
    TenantInvalid,
    /// A custom domain with a tenant name.
    #[error("with a custom domain the path must be the tenant's id (a GUID), not its name")]
    TenantIdNeeded,
    /// A tenant's id without the address.
    #[error(
        "a tenant's id alone does not say where it is; give the full address, as in https://contoso.ciamlogin.com/{{tenant id}}"
    )]
    TenantIdAlone,
    /// The tenant's own domain instead of the host where people sign in.
    #[error(
        "this is the tenant's domain, not the host where people sign in; give its first part alone, such as contoso"
    )]
    TenantName,
    /// The host resembles Microsoft's without being it.
    #[error("this host resembles ciamlogin.com but is not below it; check its spelling")]
    LookAlike,
    /// Letters outside ASCII in the host.
    #[error(
        "the host has letters outside ASCII, which can pass for others; write its ASCII form (xn--…) if it really is yours"
    )]
    NotAscii,
    /// A host below `ciamlogin.com` that is no tenant's.
    #[error("a tenant's host is its subdomain followed by .ciamlogin.com, without a port")]
    ServiceHost,
}

const SERVICE_DOMAIN: &str = "ciamlogin.com";

impl Authority {
    /// Reads a tenant in any of the four spellings. `allow_http_loopback` permits plain `http` to this machine.
    ///
    /// # Errors
    ///
    /// [`AuthorityError`], whose text says what to write instead.
    pub fn parse(tenant: &str, allow_http_loopback: bool) -> Result<Self, AuthorityError> {
        let tenant = tenant.trim();
        if tenant.is_empty() {
            return Err(AuthorityError::Empty);
        }
        if !tenant.is_ascii() {
            return Err(AuthorityError::NotAscii);
        }
        // A parser would drop or turn these silently, and so rewrite what was given.
        if tenant.contains(|c: char| c == '\\' || c.is_ascii_control() || c == ' ') {
            return Err(AuthorityError::NotAnAddress);
        }
        if is_label(tenant) {
            return Self::of_subdomain(tenant);
        }
        if !tenant.contains("://") {
            return match service_subdomain(tenant.trim_end_matches('/')) {
                Some(subdomain) => Self::of_subdomain(subdomain),
                None => Err(explain_bare(tenant)),
            };
        }
        Self::of_address(tenant, allow_http_loopback)
    }

    /// The address as it was given, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.base
    }

    /// Whether the host is this machine. Only there are an emulator's tokens accepted.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether requests travel encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The tenant's id, if the address names the tenant by it.
    #[must_use]
    pub fn tenant_id(&self) -> Option<&str> {
        let tenant = self.url.path().trim_matches('/');
        is_guid(tenant).then_some(tenant)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    /// The address of one endpoint; `path` begins with a slash.
    pub(crate) fn endpoint(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        let tenant = self.url.path().trim_end_matches('/');
        url.set_path(&format!("{tenant}{path}"));
        url
    }

    fn of_subdomain(subdomain: &str) -> Result<Self, AuthorityError> {
        if is_guid(subdomain) {
            return Err(AuthorityError::TenantIdAlone);
        }
        Self::of_address(
            &format!("https://{subdomain}.{SERVICE_DOMAIN}/{subdomain}.onmicrosoft.com"),
            false,
        )
    }

    fn of_address(address: &str, allow_http_loopback: bool) -> Result<Self, AuthorityError> {
        let base = address.trim_end_matches('/');
        if base.contains(":///") {
            return Err(AuthorityError::NotAnAddress);
        }
        let url = Url::parse(base).map_err(|_| AuthorityError::NotAnAddress)?;
        let host = url.host().ok_or(AuthorityError::NotAnAddress)?;
        if url.username() != "" || url.password().is_some() || base.contains('@') {
            return Err(AuthorityError::UserInfo);
        }
        if !stands_as_written(base, &host) {
            return Err(AuthorityError::NotAnAddress);
        }
        let loopback = is_loopback(&host);
        check_scheme(url.scheme(), loopback, allow_http_loopback)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AuthorityError::QueryOrFragment);
        }
        let service = check_host(&host, url.port())?;
        match (path_tenant(base)?, service) {
            (None, Some(subdomain)) => return Self::of_subdomain(&subdomain),
            (None, None) => return Err(AuthorityError::TenantMissing),
            (Some(tenant), _) if !is_guid(tenant) && !is_domain_name(tenant) => {
                return Err(AuthorityError::TenantInvalid);
            }
            (Some(tenant), None) if !loopback && !is_guid(tenant) => {
                return Err(AuthorityError::TenantIdNeeded);
            }
            (Some(_), _) => {}
        }
        Ok(Self {
            base: base.to_owned(),
            url,
            loopback,
        })
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.base)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether the parser took the host as it stands. It would decode `%2e` and turn `127.1` into `127.0.0.1`, and what
/// is judged must be what was given. An IPv6 address has many spellings, all of which mean the same.
fn stands_as_written(base: &str, host: &Host<&str>) -> bool {
    let after_scheme = base.split_once("://").map_or("", |(_, rest)| rest);
    let given = after_scheme.split([':', '/', '?', '#']).next();
    matches!(host, Host::Ipv6(_))
        || given.is_some_and(|given| given.eq_ignore_ascii_case(&host.to_string()))
}

fn check_scheme(
    scheme: &str,
    loopback: bool,
    allow_http_loopback: bool,
) -> Result<(), AuthorityError> {
    match scheme {
        "https" => Ok(()),
        "http" if !loopback => Err(AuthorityError::HttpNotLoopback),
        "http" if !allow_http_loopback => Err(AuthorityError::HttpNotAllowed),
        "http" => Ok(()),
        _ => Err(AuthorityError::Scheme),
    }
}

/// The subdomain if the host is below the service's domain; an error if it only resembles that.
fn check_host(host: &Host<&str>, port: Option<u16>) -> Result<Option<String>, AuthorityError> {
    let Host::Domain(host) = host else {
        return Ok(None);
    };
    if let Some(subdomain) = service_subdomain(host) {
        return match port {
            None => Ok(Some(subdomain.to_owned())),
            Some(_) => Err(AuthorityError::ServiceHost),
        };
    }
    if host.ends_with(&format!(".{SERVICE_DOMAIN}")) || *host == SERVICE_DOMAIN {
        return Err(AuthorityError::ServiceHost);
    }
    if resembles_service(host) {
        return Err(AuthorityError::LookAlike);
    }
    Ok(None)
}

/// The tenant in the path, judged on the text as given: a parser would fold `..` and `//` away.
fn path_tenant(base: &str) -> Result<Option<&str>, AuthorityError> {
    let after_scheme = base.split_once("://").map_or("", |(_, rest)| rest);
    match after_scheme.split_once('/') {
        None => Ok(None),
        Some((_, path)) if path.contains(['/', '\\', '%']) => Err(AuthorityError::PathTooLong),
        Some((_, tenant)) => Ok(Some(tenant)),
    }
}

fn explain_bare(tenant: &str) -> AuthorityError {
    let host = tenant
        .split(['/', ':', '?', '#'])
        .next()
        .unwrap_or_default();
    if tenant.contains('@') {
        AuthorityError::UserInfo
    } else if service_subdomain(host).is_some() {
        AuthorityError::Scheme
    } else if host == SERVICE_DOMAIN || host.ends_with(&format!(".{SERVICE_DOMAIN}")) {
        AuthorityError::ServiceHost
    } else if host.to_ascii_lowercase().ends_with(".onmicrosoft.com") {
        AuthorityError::TenantName
    } else if resembles_service(host) {
        AuthorityError::LookAlike
    } else if tenant.contains(['/', ':']) && (is_domain_name(host) || is_label(host)) {
        AuthorityError::Scheme
    } else if is_domain_name(host) {
        AuthorityError::TenantMissing
    } else {
        AuthorityError::NotAnAddress
    }
}

fn service_subdomain(host: &str) -> Option<&str> {
    let (subdomain, domain) = host.split_once('.')?;
    (domain.eq_ignore_ascii_case(SERVICE_DOMAIN) && is_label(subdomain)).then_some(subdomain)
}

/// Whether a host could be taken for one of the service's: its name somewhere in it, or a slip of the finger away.
fn resembles_service(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let host = host.trim_end_matches('.');
    let labels: Vec<&str> = host.split('.').collect();
    let domain = labels
        .get(labels.len().saturating_sub(2)..)
        .unwrap_or(&[])
        .join(".");
    host.contains("ciamlogin")
        || host.contains("onmicrosoft")
        || edit_distance(&domain, SERVICE_DOMAIN) <= 2
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_domain_name(text: &str) -> bool {
    text.contains('.') && text.len() <= 253 && text.split('.').all(is_label)
}

/// How many single-letter changes lead from one text to the other (Levenshtein).
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.bytes().zip(row.iter().skip(1)) {
            left = (left + 1)
                .min(above + 1)
                .min(diagonal + usize::from(x != y));
            next.push(left);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::edit_distance;

    #[test]
    fn edit_distance_counts_changes() {
        assert_eq!(edit_distance("ciamlogin.com", "ciamlogin.com"), 0);
        assert_eq!(edit_distance("ciamiogin.com", "ciamlogin.com"), 1);
        assert_eq!(edit_distance("camlogin.co", "ciamlogin.com"), 2);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("contoso.com", "ciamlogin.com"), 7);
    }
}
