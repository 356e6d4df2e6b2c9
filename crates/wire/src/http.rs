//! HTTP as values. Sending them is somebody else's business.

use std::fmt;
use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use crate::members::sane;
use crate::problem::identifier;

/// The HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Asks without changing anything.
    Get,
    /// Everything in API V1.
    Post,
}

/// A request, ready to send.
///
/// The body may hold a password or a code: it is zeroed when dropped, and `Debug` shows only the method, the path
/// and the names of the headers.
#[derive(Clone)]
pub struct HttpRequest {
    method: Method,
    url: Url,
    headers: Vec<(String, String)>,
    body: Zeroizing<Vec<u8>>,
}

/// What came back.
///
/// The body may hold tokens: it is zeroed when dropped, and `Debug` shows only the status and the body's length.
#[derive(Clone)]
pub struct HttpResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Zeroizing<Vec<u8>>,
}

impl Method {
    /// The method's name as HTTP spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl HttpRequest {
    /// A request without headers. Header names are added with [`set_header`](Self::set_header).
    #[must_use]
    pub fn new(method: Method, url: Url, body: Vec<u8>) -> Self {
        Self {
            method,
            url,
            headers: Vec::new(),
            body: Zeroizing::new(body),
        }
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Where to send it. It never holds a secret.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Header names and values, in order.
    #[must_use]
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// Sets a header, replacing one of the same name (case does not matter).
    pub fn set_header(&mut self, name: &str, value: &str) {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// The body's bytes. Never log them.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl HttpResponse {
    /// A response as it arrived; `body` is taken over and zeroed when dropped.
    #[must_use]
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Self {
            status,
            headers,
            body: Zeroizing::new(body),
        }
    }

    /// The HTTP status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The value of a header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The server's own id of the request (`x-ms-request-id`), if it looks like one: whatever answered may not be
    /// the service, and this goes to the log.
    #[must_use]
    pub fn trace_id_for_log(&self) -> Option<&str> {
        self.header("x-ms-request-id").map(identifier)
    }

    /// The body's bytes. Never log them.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// How long the server asks to wait (`Retry-After`, RFC 9110 section 10.2.3), in either form.
    ///
    /// A date is measured against the response's own `Date` header, so a wrong clock on the device does not
    /// matter; without that header a date says nothing.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.header("retry-after")?.trim();
        if let Ok(seconds) = value.parse::<u64>() {
            return Some(sane(Duration::from_secs(seconds)));
        }
        let until = httpdate::parse_http_date(value).ok()?;
        let now = httpdate::parse_http_date(self.header("date")?.trim()).ok()?;
        Some(sane(until.duration_since(now).unwrap_or(Duration::ZERO)))
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Whether an app may add a request header of this name.
///
/// Allowed is what begins with `x-`, except the families that the service and the SDKs keep for themselves:
/// `x-ms-`, `x-client-`, `x-broker-` and `x-app-`. Case does not matter. It is the rule of Microsoft's own clients.
#[must_use]
pub fn app_header_allowed(name: &str) -> bool {
    const RESERVED: [&str; 4] = ["x-ms-", "x-client-", "x-broker-", "x-app-"];
    let name = name.to_ascii_lowercase();
    name.starts_with("x-") && !RESERVED.iter().any(|prefix| name.starts_with(prefix))
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
