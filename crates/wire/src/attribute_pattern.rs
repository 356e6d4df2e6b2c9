//! The regular expressions that tenants set for attributes.

mod category;
mod reading;

use regex_lite::{Regex, RegexBuilder};

use reading::Reading;

/// A tenant's regular expression, in linear time whatever it and the value are.
///
/// The service's own engine knows more than ours, whose letters and digits are those of ASCII. Whatever ours does not know,
/// of patterns and of values, is left to the server: nothing is refused here that the service would take.
pub(crate) struct Pattern {
    regex: Regex,
    only_ascii: bool,
}

impl Pattern {
    /// `None` if it cannot be used.
    pub(crate) fn new(text: &str) -> Option<Self> {
        /// Longer than any form of a value needs; it bounds the time that reading the pattern takes.
        const LONGEST: usize = 4096;
        /// Bytes of the compiled pattern, which bound the time per character.
        const SIZE_LIMIT: usize = 1 << 20;
        const NEST_LIMIT: u32 = 64;
        if text.len() > LONGEST {
            return None;
        }
        let reading = Reading::of(text)?;
        let regex = RegexBuilder::new(&reading.ours)
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build()
            .ok()?;
        Some(Self {
            regex,
            only_ascii: reading.only_ascii,
        })
    }

    /// Whether the service may take the value: the pattern is found in it, for patterns bring their own anchors, or that
    /// cannot be told.
    pub(crate) fn may_match(&self, value: &str) -> bool {
        (self.only_ascii && !value.is_ascii()) || self.regex.is_match(value)
    }
}
