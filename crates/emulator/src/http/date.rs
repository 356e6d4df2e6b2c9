//! Dates in headers (RFC 9110, section 5.6.7).

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;

/// The first second of a year that no header can name: 10000.
const TOO_LATE: u64 = 253_402_300_800;

/// A time as a header has it; `None` before 1970 and after 9999.
pub(super) fn header_date(time: Option<SystemTime>) -> Option<HeaderValue> {
    let time = time?;
    // The library panics on what it cannot write.
    let after = time.duration_since(UNIX_EPOCH).ok()?;
    if after.as_secs() >= TOO_LATE {
        return None;
    }
    HeaderValue::from_str(&httpdate::fmt_http_date(time)).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_what_can_be_written_is() {
        let at = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let date = header_date(at(1_813_048_205)).unwrap();
        assert_eq!(date, "Tue, 15 Jun 2027 08:30:05 GMT");
        assert!(header_date(at(TOO_LATE - 1)).is_some());
        assert!(header_date(at(TOO_LATE)).is_none());
        assert!(header_date(UNIX_EPOCH.checked_sub(Duration::from_secs(1))).is_none());
        assert!(header_date(None).is_none());
    }
}
