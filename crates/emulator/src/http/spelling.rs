//! The spelling of paths. The real service takes them in any case of letters, and clients make use of that: Microsoft's
//! Android client refreshes at `/oAuth2/v2.0/token`.

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

use crate::faults::endpoints;

/// Spells the path of a tenant's endpoint as the emulator does. The tenant and everything else stay as they are.
pub(super) async fn of_the_protocol(mut request: Request) -> Request {
    if let Some(uri) = respelled(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

/// `None` when there is nothing to change.
fn respelled(uri: &Uri) -> Option<Uri> {
    let (tenant, rest) = uri.path().strip_prefix('/')?.split_once('/')?;
    let known = endpoints::spelled(rest).filter(|known| *known != rest)?;
    let path = match uri.query() {
        Some(query) => format!("/{tenant}/{known}?{query}"),
        None => format!("/{tenant}/{known}"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn only_the_endpoint_is_respelled() {
        for (asked, spelled) in [
            (
                "/Contoso.onmicrosoft.com/oAuth2/V2.0/TOKEN?Dc=A%20b",
                Some("/Contoso.onmicrosoft.com/oauth2/v2.0/token?Dc=A%20b"),
            ),
            (
                "http://localhost/t/ResetPassword/v1.0/Poll_Completion",
                Some("http://localhost/t/resetpassword/v1.0/poll_completion"),
            ),
            (
                "/t/v2.0/.well-known/OpenID-configuration",
                Some("/t/v2.0/.well-known/openid-configuration"),
            ),
            (
                "/t/OAuth2/v2.0/Authorize?State=A",
                Some("/t/oauth2/v2.0/authorize?State=A"),
            ),
            ("/t/oauth2/v2.0/LOGOUT", Some("/t/oauth2/v2.0/logout")),
            ("/t/oauth2/v2.0/token", None),
            ("/t/oAuth2/v2.0/tokens", None),
            ("/t/oAuth2/v2.0/token/", None),
            ("/t/SignInToken", None),
            ("/oAuth2/v2.0/token", None),
            ("/_emulator/Users", None),
            ("*", None),
        ] {
            let respelled = respelled(&asked.parse().unwrap());
            assert_eq!(respelled.map(|uri| uri.to_string()).as_deref(), spelled);
        }
    }
}
