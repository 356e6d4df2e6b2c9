//! Who may ask: the checks before any handler runs.

use std::net::IpAddr;

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// How requests are kept out that a web page made somebody's browser send.
pub(crate) struct Guard {
    scheme: &'static str,
    reach: Reach,
}

enum Reach {
    /// Only this machine. A browser that was tricked into resolving a foreign name to it (DNS
    /// rebinding) still sends that name as `Host`.
    Loopback { port: u16 },
    /// Other machines too, by names the emulator cannot know; so what it knows needs a token.
    Everybody { token_hash: [u8; 32] },
}

impl Guard {
    pub(crate) fn loopback(scheme: &'static str, port: u16) -> Self {
        let reach = Reach::Loopback { port };
        Self { scheme, reach }
    }

    pub(crate) fn everybody(scheme: &'static str, token: &str) -> Self {
        let token_hash = Sha256::digest(token.as_bytes()).into();
        let reach = Reach::Everybody { token_hash };
        Self { scheme, reach }
    }

    /// Refuses a request that was meant for another host (421), or names none (400).
    pub(crate) fn check_host(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Problem> {
        let mut named = hosts(headers, uri).peekable();
        if named.peek().is_none() || headers.get_all(HOST).iter().count() > 1 {
            return Err(refused("The request must name one host.", 400));
        }
        if named.all(|host| host.is_some_and(|host| self.is_ours(&host))) {
            Ok(())
        } else {
            let text = "The emulator answers only for a loopback name or address and its own port.";
            Err(refused(text, 421))
        }
    }

    /// For the pages under `/_emulator`: refuses what another site's page sent (403).
    pub(crate) fn check_site(&self, headers: &HeaderMap, uri: &Uri) -> Result<(), Problem> {
        let foreign_site = headers
            .get_all("sec-fetch-site")
            .iter()
            .any(|site| site != "same-origin" && site != "none");
        let foreign_origin = headers
            .get_all(ORIGIN)
            .iter()
            .any(|origin| !self.is_own_origin(origin.to_str().unwrap_or_default(), headers, uri));
        if foreign_site || foreign_origin {
            let text = "Pages of other sites may not use the emulator's management.";
            return Err(refused(text, 403));
        }
        Ok(())
    }

    /// For the same pages, where other machines reach them: refuses what comes without the token
    /// (401).
    pub(crate) fn check_management(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let Reach::Everybody { token_hash } = &self.reach else {
            return Ok(());
        };
        let given = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| <[u8; 32]>::from(Sha256::digest(token.trim().as_bytes())));
        // Hashes are compared, so the time it takes tells nothing of the token.
        if given.as_ref() == Some(token_hash) {
            Ok(())
        } else {
            let text = "Send the management token as Authorization: Bearer.";
            Err(refused(text, 401))
        }
    }

    fn is_ours(&self, host: &Authority) -> bool {
        let Reach::Loopback { port } = self.reach else {
            return true;
        };
        let default_port = if self.scheme == "https" { 443 } else { 80 };
        let name = host.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        let is_loopback = name.eq_ignore_ascii_case("localhost")
            || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let has_port_of_ours = host.port_u16().unwrap_or(default_port) == port;
        is_loopback && has_port_of_ours && !host.as_str().contains('@')
    }

    fn is_own_origin(&self, origin: &str, headers: &HeaderMap, uri: &Uri) -> bool {
        let Some(authority) = origin
            .strip_prefix(self.scheme)
            .and_then(|rest| rest.strip_prefix("://"))
            .and_then(|rest| rest.parse::<Authority>().ok())
        else {
            return false;
        };
        match self.reach {
            Reach::Loopback { .. } => self.is_ours(&authority),
            Reach::Everybody { .. } => {
                hosts(headers, uri).all(|host| host.is_some_and(|host| host == authority))
            }
        }
    }
}

/// Every host the request names: in HTTP/1 by header, in HTTP/2 in the URI, by mistake in both.
/// `None` for one that cannot be read.
fn hosts<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> impl Iterator<Item = Option<Authority>> + 'a {
    let from_headers = headers
        .get_all(HOST)
        .iter()
        .map(|value| value.to_str().ok().and_then(|text| text.parse().ok()));
    let from_uri = uri.authority().cloned().map(Some);
    from_headers.chain(from_uri)
}

fn refused(text: &str, status: u16) -> Problem {
    Problem::new("access_denied", None, text).status(status)
}
