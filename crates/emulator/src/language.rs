//! The languages in which the emulator can write to people.

/// Every language there is a text in, by its tag (BCP 47).
pub(crate) const KNOWN: [&str; 5] = ["en", "nb", "de", "fr", "es"];

/// Which of a user flow's languages somebody gets: the first they accept (RFC 9110, section
/// 12.5.4), in the order of their wishes; else the user flow's first. A region does not count.
pub(crate) fn chosen<'a>(offered: &'a [String], accepted: Option<&str>) -> &'a str {
    let default = offered.first().map_or("en", String::as_str);
    let mut wishes: Vec<(f32, &str)> = accepted
        .unwrap_or_default()
        .split(',')
        .filter_map(wish)
        .collect();
    // Stable: among equals the first stays the first.
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
    wishes
        .iter()
        .find_map(|(_, wish)| offered.iter().find(|language| is_same(language, wish)))
        .map_or(default, String::as_str)
}

fn wish(text: &str) -> Option<(f32, &str)> {
    let mut parts = text.split(';');
    let tag = parts.next()?.trim();
    let weight = match parts.next() {
        Some(q) => q.trim().strip_prefix("q=")?.trim().parse().ok()?,
        None => 1.0,
    };
    (weight > 0.0).then_some((weight, tag))
}

fn is_same(language: &str, wish: &str) -> bool {
    let primary = wish.split('-').next().unwrap_or_default();
    // Norwegian goes by its general name too.
    let primary = if primary.eq_ignore_ascii_case("no") {
        "nb"
    } else {
        primary
    };
    language.eq_ignore_ascii_case(primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_unless_another_is_wished_for() {
        let offered = ["nb".to_owned(), "en".to_owned()];
        for (accepted, expected) in [
            (None, "nb"),
            (Some(""), "nb"),
            (Some("fr"), "nb"),
            (Some("*"), "nb"),
            (Some("en"), "en"),
            (Some("en-GB,nb;q=0.5"), "en"),
            (Some("fr, en;q=0.4, no-NO;q=0.8"), "nb"),
            (Some("nb;q=0, en;q=0.1"), "en"),
            (Some("en;q=x"), "nb"),
            (Some("EN-us"), "en"),
        ] {
            assert_eq!(chosen(&offered, accepted), expected, "{accepted:?}");
        }
        assert_eq!(chosen(&[], Some("nb")), "en");
    }
}
