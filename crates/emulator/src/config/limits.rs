use serde::{Deserialize, Serialize};

/// How much of everything the emulator holds or accepts. All are counts unless said otherwise, and
/// at least 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a request body; a longer one is answered 413.
    pub body_bytes: usize,
    /// Connections open at once; one more is answered 503 and closed.
    pub connections: usize,
    /// How long a client may take to send the headers of a request, in seconds, from 1 to 86400. A connection on
    /// which nothing is asked for so long is closed.
    pub header_seconds: u64,
    /// Flows under way at once; starting one more is answered 429.
    pub live_flows: usize,
    /// Users of all tenants; creating one more is answered 503 (sign-up) or 409 (management).
    pub users: usize,
    /// Refresh tokens kept; the oldest is forgotten for a new one.
    pub refresh_tokens: usize,
    /// Authorization codes kept; the oldest is forgotten for a new one.
    pub authorization_codes: usize,
    /// Messages kept in the inbox; the oldest is forgotten for a new one.
    pub messages: usize,
    /// Requests kept for `/_emulator/requests`; the oldest is forgotten for a new one.
    pub requests: usize,
    /// One-time codes one address may get within [`code_window_seconds`](Self::code_window_seconds);
    /// asking for one more is refused with 701014.
    pub codes_per_window: usize,
    /// The length of that window, in seconds.
    pub code_window_seconds: u64,
    /// Failed passwords before an account is locked (50053).
    pub failed_passwords: u32,
    /// How long the first lock lasts, in seconds. Each following one lasts twice as long, up to an
    /// hour.
    pub lock_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 64 * 1024,
            connections: 256,
            // Longer than the 90 seconds for which common clients keep a connection for later: it
            // must not be closed just as it is used again.
            header_seconds: 120,
            live_flows: 10_000,
            users: 10_000,
            refresh_tokens: 100_000,
            authorization_codes: 10_000,
            messages: 1_000,
            requests: 1_000,
            codes_per_window: 10,
            code_window_seconds: 30 * 60,
            failed_passwords: 10,
            lock_seconds: 60,
        }
    }
}

/// How long things live, in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// A continuation token.
    pub continuation_token_seconds: u64,
    /// A one-time code.
    pub code_seconds: u64,
    /// The shortest life of an access token; the real one is drawn between the two.
    pub access_token_min_seconds: u64,
    /// The longest life of an access token.
    pub access_token_max_seconds: u64,
    /// An ID token.
    pub id_token_seconds: u64,
    /// A refresh token, counted from when it was issued. Each use gives a new one.
    pub refresh_token_seconds: u64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            continuation_token_seconds: 600,
            code_seconds: 600,
            access_token_min_seconds: 3600,
            access_token_max_seconds: 5400,
            id_token_seconds: 3600,
            refresh_token_seconds: 90 * 24 * 3600,
        }
    }
}
