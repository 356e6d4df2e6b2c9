use serde::{Deserialize, Serialize};

/// Whether traffic is limited as the real service limits it. What is too much is answered 429, and
/// a text message too many with 50088: 15 in a quarter of an hour to one number, 100 asked for from
/// one address and 500 of a tenant, and fewer in proportion within an hour, a day and a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Throttling {
    /// No limit.
    #[default]
    Off,
    /// 200 requests per second and tenant, and 20 of them from one address.
    Service,
    /// As a trial tenant has it: 20 requests per second in all.
    Trial,
}

impl Throttling {
    /// Requests per second and tenant from one address.
    pub(crate) const PER_ADDRESS: u32 = 20;

    /// Requests per second and tenant; `None` without a limit.
    pub(crate) fn per_tenant(self) -> Option<u32> {
        match self {
            Self::Off => None,
            Self::Service => Some(200),
            Self::Trial => Some(20),
        }
    }
}
