//! How an answer goes back to the app.

use std::fmt;

use url::{Url, form_urlencoded};

/// In which part of the redirect the answer stands (OAuth 2.0 Multiple Response Types, section 2.1,
/// and Form Post Response Mode).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

/// The app's address, and what it is to be told there, which its `Debug` leaves out.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) redirect_uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) members: Vec<(&'static str, String)>,
}

impl ResponseMode {
    pub(crate) fn named(word: &str) -> Option<Self> {
        match word {
            "query" => Some(Self::Query),
            "fragment" => Some(Self::Fragment),
            "form_post" => Some(Self::FormPost),
            _ => None,
        }
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Delivery {
    /// The address with the answer in it; without it where the answer is posted.
    pub(crate) fn location(&self) -> Option<String> {
        let mut url = Url::parse(&self.redirect_uri).ok()?;
        match self.mode {
            ResponseMode::Query => {
                url.query_pairs_mut().extend_pairs(&self.members);
            }
            ResponseMode::Fragment => {
                let text = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(&self.members)
                    .finish();
                url.set_fragment(Some(&text));
            }
            ResponseMode::FormPost => {}
        }
        Some(url.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(redirect_uri: &str, mode: ResponseMode) -> String {
        let delivery = Delivery {
            redirect_uri: redirect_uri.to_owned(),
            mode,
            members: vec![("code", "1.a+b".to_owned()), ("state", "x y".to_owned())],
        };
        delivery.location().unwrap()
    }

    #[test]
    fn answers_are_added_to_what_is_there() {
        use ResponseMode::*;
        for (uri, mode, expected) in [
            ("msal1://auth", Query, "msal1://auth?code=1.a%2Bb&state=x+y"),
            (
                "https://app.example/in?a=1",
                Query,
                "https://app.example/in?a=1&code=1.a%2Bb&state=x+y",
            ),
            (
                "https://app.example/in",
                Fragment,
                "https://app.example/in#code=1.a%2Bb&state=x+y",
            ),
            ("https://app.example/in", FormPost, "https://app.example/in"),
        ] {
            assert_eq!(location(uri, mode), expected);
        }
    }
}
