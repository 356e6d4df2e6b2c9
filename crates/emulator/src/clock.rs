//! Time, behind a seam: the system's clock or a frozen one, either of which can be moved forward.

use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Where the emulator takes the time from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockMode {
    /// The system's clock.
    #[default]
    System,
    /// Stands at this point and moves only by [`EmulatorHandle::advance`](crate::EmulatorHandle::advance),
    /// `POST /_emulator/clock` and an import from later.
    ///
    /// Tokens carry this time too: a client that looks at the system's clock may find them expired.
    Frozen(SystemTime),
}

/// `system`, or the time at which a frozen clock stands, in RFC 3339.
impl FromStr for ClockMode {
    type Err = ClockModeError;

    fn from_str(text: &str) -> Result<Self, ClockModeError> {
        if text == "system" {
            return Ok(Self::System);
        }
        let time = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| ClockModeError(()))?;
        Ok(Self::Frozen(time.into()))
    }
}

/// A clock that is neither `system` nor a time in RFC 3339.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockModeError(());

impl fmt::Display for ClockModeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write `system`, or a time such as 2030-01-31T12:00:00Z")
    }
}

impl std::error::Error for ClockModeError {}

/// The furthest the clock can be moved ahead by a request: ten years. Long enough for everything
/// that expires, and every time still has four digits for its year.
pub(crate) const FURTHEST: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// The one place the emulator asks what time it is.
#[derive(Debug)]
pub(crate) struct Clock {
    mode: ClockMode,
    ahead_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn new(mode: ClockMode) -> Self {
        Self {
            mode,
            ahead_ms: AtomicI64::new(0),
        }
    }

    pub(crate) fn now(&self) -> Moment {
        let base = match self.mode {
            ClockMode::System => SystemTime::now(),
            ClockMode::Frozen(at) => at,
        };
        let ahead = self.ahead_ms.load(Ordering::SeqCst);
        Moment(Moment::from_system(base).0.saturating_add(ahead))
    }

    /// How far it was moved.
    pub(crate) fn ahead(&self) -> Duration {
        let ahead = self.ahead_ms.load(Ordering::SeqCst);
        Duration::from_millis(ahead.unsigned_abs())
    }

    /// Moves it forward if it is not [`FURTHEST`] ahead then; tells whether.
    pub(crate) fn try_advance(&self, by: Duration) -> bool {
        let most = i64::try_from(FURTHEST.as_millis()).unwrap_or(i64::MAX);
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead_ms
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |ahead| {
                ahead.checked_add(by).filter(|ahead| *ahead <= most)
            })
            .is_ok()
    }

    /// What is told in HTTP headers: the time on the clients' wall, however far this clock was moved
    /// ahead of it; a frozen clock knows no other time than its own.
    pub(crate) fn wall(&self) -> SystemTime {
        match self.mode {
            ClockMode::System => SystemTime::now(),
            ClockMode::Frozen(_) => self.now().to_system(),
        }
    }

    /// Whether it stands still.
    pub(crate) fn is_frozen(&self) -> bool {
        matches!(self.mode, ClockMode::Frozen(_))
    }

    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        // The closure never refuses, so this cannot fail.
        let _ = self
            .ahead_ms
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |ahead| {
                Some(ahead.saturating_add(by))
            });
    }
}

/// A point in time: milliseconds since 1970 in UTC. All arithmetic saturates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Moment(i64);

impl Moment {
    fn from_system(time: SystemTime) -> Self {
        let ms = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => ms(after),
            Err(before) => -ms(before.duration()),
        })
    }

    pub(crate) fn plus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(by))
    }

    pub(crate) fn minus(self, by: Duration) -> Self {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(by))
    }

    /// How long after another it is; nothing if it is before.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        let ms = self.0.saturating_sub(earlier.0);
        Duration::from_millis(u64::try_from(ms).unwrap_or(0))
    }

    /// Whole seconds since 1970, as tokens carry them.
    pub(crate) fn unix_seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub(crate) fn to_system(self) -> SystemTime {
        let ms = Duration::from_millis(self.0.unsigned_abs());
        let time = if self.0 < 0 {
            UNIX_EPOCH.checked_sub(ms)
        } else {
            UNIX_EPOCH.checked_add(ms)
        };
        time.unwrap_or(UNIX_EPOCH)
    }

    /// `2027-06-15T08:30:05Z`, as everything under `/_emulator` prints times.
    pub(crate) fn rfc3339(self) -> String {
        self.calendar().format(&Rfc3339).unwrap_or_default()
    }

    /// `2027-06-15 08:30:05Z`, as error bodies print times.
    pub(crate) fn in_error_body(self) -> String {
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
        self.calendar().format(&format).unwrap_or_default()
    }

    /// Whole seconds, since no format of ours prints less; a year no calendar knows becomes 1970.
    fn calendar(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.unix_seconds())
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frozen() -> Clock {
        Clock::new(ClockMode::Frozen(
            UNIX_EPOCH + Duration::from_secs(1_813_048_205),
        ))
    }

    #[test]
    fn prints_both_documented_forms() {
        let now = frozen().now();
        assert_eq!(now.rfc3339(), "2027-06-15T08:30:05Z");
        assert_eq!(now.in_error_body(), "2027-06-15 08:30:05Z");
    }

    #[test]
    fn moves_only_when_told() {
        let clock = frozen();
        let before = clock.now();
        assert_eq!(before, clock.now());
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.now(), before.plus(Duration::from_secs(90)));
    }

    #[test]
    fn absurd_jumps_do_not_overflow() {
        let clock = frozen();
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert!(clock.now() > frozen().now());
        assert!(!clock.now().rfc3339().is_empty());
        assert!(clock.now().plus(Duration::MAX) >= clock.now());
    }
}
