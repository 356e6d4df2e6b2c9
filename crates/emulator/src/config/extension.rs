use serde::{Deserialize, Serialize};

/// A custom authentication extension: an endpoint of the app's own that is asked, over HTTP, at one
/// point of a flow, and whose answer decides how the flow goes on.
///
/// It is sent a `POST` with JSON and `Authorization: Bearer`, a token that the tenant signs for
/// [`app_id`](Self::app_id). As with the real service there is one more try when no answer comes in
/// time, so the endpoint may be asked twice. Where it fails, the flow is refused with
/// `server_error`, stays where it is and counts no attempt.
///
/// Its `Debug` leaves out the address, whose query may hold a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionConfig {
    /// When it is asked.
    pub event: ExtensionEvent,
    /// Its address: `https`, or `http` to a loopback name or address. No name or password in it.
    pub url: String,
    /// The application ID, a GUID, that its token is for.
    pub app_id: String,
    /// How long each of the two tries may take, in milliseconds, 1 to 60000.
    #[serde(default = "two_seconds")]
    pub timeout_ms: u64,
    /// The user flows it is for, by name; all of them if none is named.
    #[serde(default)]
    pub user_flows: Vec<String>,
    /// The apps it is for, by name; all of them if none is named.
    #[serde(default)]
    pub apps: Vec<String>,
}

/// When a custom authentication extension is asked. For an app there is at most one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionEvent {
    /// Once per sign-up: where attributes first come, or where they would be asked for.
    AttributeCollectionStart,
    /// Whenever attributes were sent, and before an account is made for which none were.
    AttributeCollectionSubmit,
    /// Before tokens are issued, at sign-in and at refresh.
    TokenIssuanceStart,
    /// Instead of sending a code by e-mail: the endpoint sends it.
    OtpSend,
}

impl std::fmt::Debug for ExtensionConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExtensionConfig")
            .field("event", &self.event)
            .field("app_id", &self.app_id)
            .field("timeout_ms", &self.timeout_ms)
            .field("user_flows", &self.user_flows)
            .field("apps", &self.apps)
            .finish_non_exhaustive()
    }
}

fn two_seconds() -> u64 {
    2000
}
