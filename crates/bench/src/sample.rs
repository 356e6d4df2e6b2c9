//! Many short measurements, in turns, and what is in their middle.

/// What one thing cost, and what another did right beside it, round by round.
#[derive(Debug, Default)]
pub(crate) struct Pairs(Vec<(f64, f64)>);

impl Pairs {
    /// Notes a round.
    pub(crate) fn push(&mut self, ours: f64, theirs: f64) {
        self.0.push((ours, theirs));
    }

    /// The median of ours.
    pub(crate) fn ours(&self) -> f64 {
        median(self.0.iter().map(|(ours, _)| *ours))
    }

    /// The median of the other.
    pub(crate) fn theirs(&self) -> f64 {
        median(self.0.iter().map(|(_, theirs)| *theirs))
    }

    /// The median of the ratios: what disturbs a round disturbs both of it.
    pub(crate) fn ratio(&self) -> f64 {
        median(self.0.iter().map(|(ours, theirs)| ours / theirs))
    }
}

/// The value in the middle; not a number if there is none.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Seconds, in the unit that suits them.
pub(crate) fn in_words(seconds: f64) -> String {
    let nanoseconds = seconds * 1e9;
    match nanoseconds {
        ns if ns < 1e4 => format!("{ns:.0} ns"),
        ns if ns < 1e7 => format!("{:.0} µs", ns / 1e3),
        ns => format!("{:.0} ms", ns / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::{Pairs, in_words, median};

    #[test]
    fn the_median_is_in_the_middle_whatever_is_far_out() {
        assert_eq!(median([3.0, 1.0, 1e9]).to_bits(), 3.0_f64.to_bits());
        assert!(median([]).is_nan());
    }

    #[test]
    fn a_disturbed_round_is_disturbed_on_both_sides() {
        let mut pairs = Pairs::default();
        for (ours, theirs) in [(2.0, 1.0), (20.0, 10.0), (3.0, 1.0)] {
            pairs.push(ours, theirs);
        }
        assert_eq!(pairs.ratio().to_bits(), 2.0_f64.to_bits());
    }

    #[test]
    fn seconds_read_well() {
        assert_eq!(in_words(250e-9), "250 ns");
        assert_eq!(in_words(12.3e-6), "12 µs");
        assert_eq!(in_words(0.052), "52 ms");
    }
}
