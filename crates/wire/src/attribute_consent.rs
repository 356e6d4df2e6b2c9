//! The consent to terms, as attributes.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Attributes;

/// The names of the attributes that record that a person agreed to terms: that they did, to which version, and when.
///
/// The service has no consent of its own: these are custom attributes that the tenant has to hold, the first a boolean,
/// the others text. Names are those on the wire; [`ExtensionsApp::attribute_name`](crate::ExtensionsApp::attribute_name)
/// makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentAttributes {
    /// The boolean that says that the person agreed.
    pub agreed: String,
    /// The version of the terms, as text.
    pub version: String,
    /// When the person agreed, as text.
    pub agreed_at: String,
}

impl Attributes {
    /// Records that the person agreed to terms: `true`, the version as the app names it, and the time as RFC 3339 in
    /// UTC to the second (`2027-06-15T08:30:05Z`).
    ///
    /// Call it only when the person agreed; there is no record of a refusal. A time outside the years 1970 to 9999,
    /// which only a clock that is not set can give, is recorded as the nearest within.
    #[must_use]
    pub fn with_consent(
        self,
        names: &ConsentAttributes,
        version: impl Into<String>,
        agreed_at: SystemTime,
    ) -> Self {
        self.with(names.agreed.as_str(), true)
            .with(names.version.as_str(), version.into())
            .with(names.agreed_at.as_str(), rfc3339(agreed_at))
    }
}

/// The formatter knows no years before 1970 and none after 9999.
fn rfc3339(time: SystemTime) -> String {
    const LAST_SECOND: Duration = Duration::from_secs(253_402_300_799);
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    humantime::format_rfc3339_seconds(UNIX_EPOCH + since.min(LAST_SECOND)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_utc_to_the_second() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        for (time, text) in [
            (at(1_813_048_205), "2027-06-15T08:30:05Z"),
            (
                at(1_813_048_205) + Duration::from_millis(999),
                "2027-06-15T08:30:05Z",
            ),
            (at(951_782_400), "2000-02-29T00:00:00Z"),
            (at(0), "1970-01-01T00:00:00Z"),
            (UNIX_EPOCH - Duration::from_secs(1), "1970-01-01T00:00:00Z"),
            (at(253_402_300_799), "9999-12-31T23:59:59Z"),
            (at(253_402_300_800), "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(rfc3339(time), text);
        }
    }
}
