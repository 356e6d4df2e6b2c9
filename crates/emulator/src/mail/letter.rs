//! What a message with a code says.

use std::time::Duration;

/// One message, ready to be sent.
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl Letter {
    /// A code, in one of the languages that the emulator can write; in English for any other.
    pub(crate) fn with_code(
        to: &str,
        language: &str,
        tenant: &str,
        code: &str,
        life: Duration,
    ) -> Self {
        // Rounded up, so that a code that is good for seconds is not good for none.
        let minutes = life.as_secs().div_ceil(60);
        let (subject, text) = match language {
            "nb" => (
                format!("Engangskoden din for {tenant}"),
                format!(
                    "Engangskoden din er {code}.\n\nDen gjelder i {minutes} min. Har du ikke bedt om \
                     den, kan du se bort fra denne meldingen.\n\nSendt av et utviklingsverktøy."
                ),
            ),
            "de" => (
                format!("Ihr Einmalcode für {tenant}"),
                format!(
                    "Ihr Einmalcode lautet {code}.\n\nEr gilt {minutes} Min. Wenn Sie ihn nicht \
                     angefordert haben, lassen Sie diese Nachricht einfach liegen.\n\nGesendet von \
                     einem Entwicklungswerkzeug."
                ),
            ),
            "fr" => (
                format!("Votre code à usage unique pour {tenant}"),
                format!(
                    "Votre code à usage unique est {code}.\n\nIl est valable {minutes} min. Si vous ne \
                     l'avez pas demandé, ignorez ce message.\n\nEnvoyé par un outil de développement."
                ),
            ),
            "es" => (
                format!("Su código de un solo uso para {tenant}"),
                format!(
                    "Su código de un solo uso es {code}.\n\nVale {minutes} min. Si no lo ha pedido, no \
                     haga caso de este mensaje.\n\nEnviado por una herramienta de desarrollo."
                ),
            ),
            _ => (
                format!("Your one-time code for {tenant}"),
                format!(
                    "Your one-time code is {code}.\n\nIt is good for {minutes} min. If you did not ask \
                     for it, leave this message alone.\n\nSent by a development tool."
                ),
            ),
        };
        Self {
            to: to.to_owned(),
            subject,
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::KNOWN;

    #[test]
    fn every_language_has_a_text_of_its_own() {
        let write = |language: &str| {
            let life = Duration::from_secs(61);
            let letter = Letter::with_code("a@b.example", language, "contoso", "12345678", life);
            assert!(letter.subject.contains("contoso"));
            assert!(letter.text.contains("12345678") && letter.text.contains("2 "));
            letter.text
        };
        let mut texts: Vec<String> = KNOWN.iter().map(|language| write(language)).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), KNOWN.len());
    }
}
