//! The languages in which the emulator can write to people.

/// Every language there is a text in, by its tag (BCP 47).
pub(crate) const KNOWN: [&str; 5] = ["en", "nb", "de", "fr", "es"];

/// Which of a user flow's languages somebody gets: the first they accept (RFC 9110, section
/// 12.5.4), in the order of their wishes; else the user flow's first. A region does not count.
pub(crate) fn chosen<'a>(offered: &'a [String], accepted: Option<&str>) -> &'a str {
    picked(offered, accepted).0
}

/// The same with a region, as in `nb-no`: the one that was wished for, or else the language's own.
pub(crate) fn locale(offered: &[String], accepted: Option<&str>) -> String {
    let (language, region) = picked(offered, accepted);
    let region = region.unwrap_or_else(|| own_region(language).to_owned());
    format!("{language}-{region}")
}

fn own_region(language: &str) -> &str {
    match language {
        "nb" => "no",
        "en" => "us",
        // The others are called as their country is.
        same => same,
    }
}

fn picked<'a>(offered: &'a [String], accepted: Option<&str>) -> (&'a str, Option<String>) {
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
        .find_map(|(_, wish)| {
            let language = offered.iter().find(|language| is_same(language, wish))?;
            Some((language.as_str(), region(wish)))
        })
        .unwrap_or((default, None))
}

/// The two letters of a tag's region (RFC 5646, section 2.2.4), in lower case.
fn region(wish: &str) -> Option<String> {
    let mut subtags = wish.split('-').skip(1);
    let region = subtags.find(|tag| tag.len() == 2 && tag.bytes().all(|b| b.is_ascii_alphabetic()));
    region.map(str::to_ascii_lowercase)
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

    #[test]
    fn a_locale_has_a_region() {
        let offered = KNOWN.map(str::to_owned);
        for (accepted, expected) in [
            (None, "en-us"),
            (Some("no"), "nb-no"),
            (Some("de-AT"), "de-at"),
            (Some("fr-Latn-CA"), "fr-ca"),
            (Some("es-419"), "es-es"),
            (Some("sv-SE"), "en-us"),
        ] {
            assert_eq!(locale(&offered, accepted), expected, "{accepted:?}");
        }
    }
}
