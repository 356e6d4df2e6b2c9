//! A browser, as far as the pages need one: it reads forms, fills them in and follows nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::Regex;
use reqwest::header::HeaderMap;
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::bench::{Bench, SCOPE, form};

pub(crate) const VERIFIER: &str = "a-verifier-that-is-long-enough-to-be-one-of-43-signs";
pub(crate) const NONCE: &str = "n-once";
pub(crate) const STATE: &str = "a state & more";

/// What a request got.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
    url: String,
}

/// The authorization request of an app, with some parameters changed or, where they are empty, left
/// out.
pub(crate) fn address(bench: &Bench, client: &str, changes: &[(&str, &str)]) -> String {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let redirect_uri = format!("msal{client}://auth");
    let mut params = vec![
        ("client_id", client),
        ("response_type", "code"),
        ("redirect_uri", &redirect_uri),
        ("scope", SCOPE),
        ("state", STATE),
        ("nonce", NONCE),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    for change in changes {
        params.retain(|(name, _)| *name != change.0);
        if !change.1.is_empty() {
            params.push(*change);
        }
    }
    let authority = bench.emulator.authority_by_id();
    format!("{authority}/oauth2/v2.0/authorize?{}", form(&params))
}

pub(crate) async fn open(bench: &Bench, url: &str) -> Page {
    Page::of(bench.http.get(url), url).await
}

impl Page {
    async fn of(request: reqwest::RequestBuilder, url: &str) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            html: response.text().await.unwrap(),
            url: url.to_owned(),
        }
    }

    /// Sends the page's form, with what is in its hidden fields.
    pub(crate) async fn submit(&self, bench: &Bench, fields: &[(&str, &str)]) -> Self {
        let hidden = Regex::new(r#"<input type="hidden" name="([^"]*)" value="([^"]*)">"#).unwrap();
        let hidden: Vec<(String, String)> = hidden
            .captures_iter(&self.html)
            .map(|found| (found[1].to_owned(), found[2].to_owned()))
            .collect();
        let mut all: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        all.extend_from_slice(fields);
        let request = bench
            .http
            .post(&self.url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(&all));
        Self::of(request, &self.url).await
    }

    /// What a hidden field of the page's form holds.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let field = format!(r#"<input type="hidden" name="{name}" value="([^"]*)">"#);
        let found = Regex::new(&field).unwrap().captures(&self.html)?;
        Some(found[1].to_owned())
    }

    /// What the app is told by a redirect, in the query or the fragment.
    #[track_caller]
    pub(crate) fn told(&self, name: &str) -> Option<String> {
        assert_eq!(self.status, 302, "{}", self.html);
        let location = Url::parse(self.headers["location"].to_str().unwrap()).unwrap();
        let text = location.query().or(location.fragment()).unwrap().to_owned();
        form_urlencoded::parse(text.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    #[track_caller]
    pub(crate) fn asks_for(&self, field: &str) -> &Self {
        assert_eq!(self.status, 200, "{}", self.html);
        let wanted = format!("name=\"{field}\"");
        assert!(self.html.contains(&wanted), "{}", self.html);
        self
    }
}
