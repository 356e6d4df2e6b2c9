//! The claims that an API wants before it accepts a token.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

/// A claims challenge: an API refused an access token and says which claims it wants to see in a better one.
///
/// It comes with HTTP 401 in a `WWW-Authenticate` header, after a change of the person's standing (continuous access
/// evaluation) or because a policy wants a stronger sign-in.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimsChallenge(String);

impl ClaimsChallenge {
    /// Finds the challenge in a `WWW-Authenticate` header (RFC 9110, section 11.6.1): scheme `Bearer`, `error` either
    /// absent or `insufficient_claims`, and `claims` with a JSON object in base64, padded or not, in either alphabet.
    ///
    /// `None` if there is no such challenge, whatever the text.
    #[must_use]
    pub fn find(www_authenticate: &str) -> Option<Self> {
        let challenges = http_auth::parse_challenges(www_authenticate).ok()?;
        challenges.into_iter().find_map(|challenge| {
            let parameter = |wanted: &str| {
                let of = challenge.params.iter();
                let mut found = of.filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
                found.next().map(|(_, value)| value.to_unescaped())
            };
            let asks = challenge.scheme.eq_ignore_ascii_case("bearer")
                && parameter("error").is_none_or(|error| error == "insufficient_claims");
            let claims = asks.then(|| parameter("claims"))??;
            decode(&claims).map(Self)
        })
    }

    /// The claims request: a JSON object as text, to give to a sign-in.
    #[must_use]
    pub fn claims(&self) -> &str {
        &self.0
    }
}

/// Shows nothing of the claims: they may say what is known about the person.
impl std::fmt::Debug for ClaimsChallenge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClaimsChallenge(..)")
    }
}

fn decode(text: &str) -> Option<String> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let standard = text.trim().replace('-', "+").replace('_', "/");
    let json = String::from_utf8(LENIENT.decode(standard).ok()?).ok()?;
    let value: Value = serde_json::from_str(&json).ok()?;
    value.is_object().then_some(json)
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1?>"}}}"#;

    #[test]
    fn the_forms_that_apis_use() {
        for encoded in [STANDARD.encode(CLAIMS), URL_SAFE_NO_PAD.encode(CLAIMS)] {
            for header in [
                format!(r#"Bearer realm="", error="insufficient_claims", claims="{encoded}""#),
                format!(r#"bearer CLAIMS="{encoded}""#),
                format!(
                    r#"Basic realm="x", Bearer error="insufficient_claims", claims="{encoded}""#
                ),
            ] {
                let challenge = ClaimsChallenge::find(&header).unwrap();
                assert_eq!(challenge.claims(), CLAIMS, "{header}");
            }
        }
    }

    #[test]
    fn anything_else_is_none() {
        let encoded = STANDARD.encode(CLAIMS);
        let array = STANDARD.encode("[]");
        for header in [
            String::new(),
            "Bearer".to_owned(),
            format!(r#"Bearer error="invalid_token", claims="{encoded}""#),
            format!(r#"Basic claims="{encoded}""#),
            format!(r#"Bearer error="insufficient_claims", claims="{array}""#),
            r#"Bearer error="insufficient_claims", claims="%%%""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims=""#.to_owned(),
            "\u{0}\u{feff}Bearer ,,,===".to_owned(),
        ] {
            assert_eq!(ClaimsChallenge::find(&header), None, "{header}");
        }
    }
}
