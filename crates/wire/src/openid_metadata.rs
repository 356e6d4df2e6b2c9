//! What a tenant says of itself (OpenID Connect Discovery 1.0).

use url::{Host, Url};
use uuid::Uuid;

use crate::members::Members;
use crate::{Authority, HttpRequest, Method};

/// A tenant's metadata, as far as an ID token is verified by it.
///
/// Nothing else of it is read: requests go where the authority says, whatever endpoints the document names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIdMetadata {
    issuer: String,
    tenant_id: Option<String>,
    jwks_uri: Url,
}

/// Why metadata cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MetadataFault {
    /// It is no JSON object: somebody else's page, or cut off.
    #[error("the metadata are not a JSON object")]
    NotAnObject,
    /// A member that verification cannot do without is not there.
    #[error("the metadata lack the member {0}")]
    Missing(&'static str),
    /// The issuer is no address of a single tenant.
    #[error("the issuer in the metadata is not the address of one tenant")]
    Issuer,
    /// The issuer names another tenant than the authority does.
    #[error("the issuer in the metadata names another tenant than the authority")]
    OtherTenant,
    /// The keys would come unencrypted, or from a place that neither the authority nor the issuer stands for.
    #[error(
        "the address of the keys in the metadata is neither at the authority nor at the issuer"
    )]
    JwksUri,
    /// The tenant does not sign with the one algorithm that is accepted.
    #[error("the metadata name no signature algorithm RS256")]
    Algorithm,
}

const SERVICE_DOMAIN: &str = ".ciamlogin.com";

impl OpenIdMetadata {
    /// The request for a tenant's metadata.
    #[must_use]
    pub fn request(authority: &Authority) -> HttpRequest {
        get(authority.endpoint("/v2.0/.well-known/openid-configuration"))
    }

    /// Reads a tenant's metadata, as they were fetched from this authority.
    ///
    /// # Errors
    ///
    /// [`MetadataFault`] if they are none, or say what no tenant at this authority would.
    pub fn read(body: &[u8], authority: &Authority) -> Result<Self, MetadataFault> {
        let members = Members::parse(body).map_err(|_| MetadataFault::NotAnObject)?;
        let text = |name: &'static str| members.text(name).ok_or(MetadataFault::Missing(name));
        let issuer = text("issuer")?;
        let address = read_issuer(&issuer, authority)?;
        let tenant_id = tenant_of(&address)?;
        let ours = authority.tenant_id();
        if let (Some(theirs), Some(ours)) = (&tenant_id, ours)
            && !theirs.eq_ignore_ascii_case(ours)
        {
            return Err(MetadataFault::OtherTenant);
        }
        // A tenant that lists none has nothing to choose from either: RS256 is what OpenID Connect demands.
        if let Some(algorithms) = members.texts("id_token_signing_alg_values_supported")
            && !algorithms.iter().any(|algorithm| algorithm == "RS256")
        {
            return Err(MetadataFault::Algorithm);
        }
        Ok(Self {
            jwks_uri: read_jwks_uri(&text("jwks_uri")?, &address, authority)?,
            tenant_id: tenant_id.or_else(|| ours.map(str::to_ascii_lowercase)),
            issuer,
        })
    }

    /// Who signs, exactly as every token has to say it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The tenant's id in lower case, if the issuer or the authority names it.
    #[must_use]
    pub fn tenant_id(&self) -> Option<&str> {
        self.tenant_id.as_deref()
    }

    /// The request for the tenant's keys.
    #[must_use]
    pub fn keys_request(&self) -> HttpRequest {
        get(self.jwks_uri.clone())
    }
}

fn get(url: Url) -> HttpRequest {
    let mut request = HttpRequest::new(Method::Get, url, Vec::new());
    request.set_header("accept", "application/json");
    request
}

/// The issuer is compared and never asked, so no host is demanded: the service's own is not the authority's, and that of
/// a custom domain is nowhere documented. But it is an address, of one tenant: `{tenantid}` stands for any.
fn read_issuer(issuer: &str, authority: &Authority) -> Result<Url, MetadataFault> {
    let plain = issuer
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"{}\\".contains(&b));
    let address = Url::parse(issuer).ok().filter(|_| plain);
    let address = address.ok_or(MetadataFault::Issuer)?;
    if !is_bare(&address) || !travels_as(&address, authority) {
        return Err(MetadataFault::Issuer);
    }
    Ok(address)
}

/// The tenant that an issuer names: in its path and, with the service, in its host as well.
fn tenant_of(issuer: &Url) -> Result<Option<String>, MetadataFault> {
    let guid = |text: &str| {
        (text.len() == 36 && Uuid::try_parse(text).is_ok()).then(|| text.to_ascii_lowercase())
    };
    let in_path = issuer
        .path_segments()
        .and_then(|mut all| all.find_map(guid));
    let in_host = issuer
        .host_str()
        .and_then(|host| guid(host.split('.').next()?));
    match (in_path, in_host) {
        (Some(path), Some(host)) if path != host => Err(MetadataFault::Issuer),
        (path, host) => Ok(path.or(host)),
    }
}

/// Keys come from where the tokens do, or from the issuer. In front of the service there may be a host of somebody's
/// own that passes its answers on as they are: then both are the service's.
fn read_jwks_uri(text: &str, issuer: &Url, authority: &Authority) -> Result<Url, MetadataFault> {
    let address = Url::parse(text).map_err(|_| MetadataFault::JwksUri)?;
    let place = |url: &Url| {
        (
            url.host_str().map(str::to_owned),
            url.port_or_known_default(),
        )
    };
    let known = place(&address) == place(authority.url())
        || place(&address) == place(issuer)
        || (is_service(&address) && is_service(issuer))
        // An emulator may be called by any of this machine's names.
        || (authority.is_loopback() && is_loopback(&address));
    if known && is_bare(&address) && travels_as(&address, authority) {
        Ok(address)
    } else {
        Err(MetadataFault::JwksUri)
    }
}

/// Whether an address holds nothing but scheme, host, port and path.
fn is_bare(address: &Url) -> bool {
    address.has_host()
        && address.username().is_empty()
        && address.password().is_none()
        && address.query().is_none()
        && address.fragment().is_none()
}

/// Encrypted; or within this machine, if the authority is plain `http` itself.
fn travels_as(address: &Url, authority: &Authority) -> bool {
    match address.scheme() {
        "https" => true,
        "http" => !authority.is_https() && is_loopback(address),
        _ => false,
    }
}

fn is_service(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    host.ends_with(SERVICE_DOMAIN) && address.port().is_none()
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
