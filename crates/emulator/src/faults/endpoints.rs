//! What a fault may call an endpoint.

/// Every endpoint's path after the tenant, with the name it goes by where Microsoft's clients are
/// tested against forced answers.
const ENDPOINTS: [(&str, &str); 19] = [
    ("signup/v1.0/start", "SignUpStart"),
    ("signup/v1.0/challenge", "SignUpChallenge"),
    ("signup/v1.0/continue", "SignUpContinue"),
    ("oauth2/v2.0/initiate", "SignInInitiate"),
    ("oauth2/v2.0/challenge", "SignInChallenge"),
    ("oauth2/v2.0/introspect", "SignInIntrospect"),
    ("oauth2/v2.0/token", "SignInToken"),
    ("register/v1.0/introspect", "RegistrationIntrospect"),
    ("register/v1.0/challenge", "RegistrationChallenge"),
    ("register/v1.0/continue", "RegistrationContinue"),
    ("resetpassword/v1.0/start", "SSPRStart"),
    ("resetpassword/v1.0/challenge", "SSPRChallenge"),
    ("resetpassword/v1.0/continue", "SSPRContinue"),
    ("resetpassword/v1.0/submit", "SSPRSubmit"),
    ("resetpassword/v1.0/poll_completion", "SSPRPoll"),
    (METADATA, "Metadata"),
    (KEYS, "Keys"),
    (AUTHORIZE, "Authorize"),
    (LOGOUT, "Logout"),
];

/// The path of the OpenID Connect metadata.
pub(crate) const METADATA: &str = "v2.0/.well-known/openid-configuration";
/// The path of the key set.
pub(crate) const KEYS: &str = "discovery/v2.0/keys";
/// The path of the pages that sign people in.
pub(crate) const AUTHORIZE: &str = "oauth2/v2.0/authorize";
/// The path of the page that signs them out.
pub(crate) const LOGOUT: &str = "oauth2/v2.0/logout";

/// The path of the endpoint that goes by this name or path, in any case of letters.
pub(crate) fn path(text: &str) -> Option<&'static str> {
    let named = || {
        let mut all = ENDPOINTS.iter();
        let found = all.find(|(_, name)| name.eq_ignore_ascii_case(text))?;
        Some(found.0)
    };
    spelled(text.trim_start_matches('/')).or_else(named)
}

/// A path of an endpoint after the tenant, in any case of letters, as it is spelled here.
pub(crate) fn spelled(path: &str) -> Option<&'static str> {
    let mut all = ENDPOINTS.iter().map(|(known, _)| *known);
    all.find(|known| known.eq_ignore_ascii_case(path))
}

/// Every name, for a sentence that helps.
pub(crate) fn names() -> String {
    let names: Vec<&str> = ENDPOINTS.iter().map(|(_, name)| *name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::Endpoint;

    #[test]
    fn every_endpoint_has_a_name() {
        for endpoint in Endpoint::ALL {
            assert_eq!(path(endpoint.path()), Some(endpoint.path()));
        }
        assert_eq!(path("/OAuth2/v2.0/token"), Some("oauth2/v2.0/token"));
        assert_eq!(path("ssprPoll"), Some("resetpassword/v1.0/poll_completion"));
        assert_eq!(path("OAUTH2/v2.0/Authorize"), Some(AUTHORIZE));
        assert_eq!(path("logout"), Some(LOGOUT));
        assert_eq!(path("oauth2/v2.0"), None);
        assert_eq!(path(""), None);
    }
}
