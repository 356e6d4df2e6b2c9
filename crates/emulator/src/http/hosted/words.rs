//! What the pages say, in every language that the emulator can write. Refusals stay as the protocol has
//! them, in English.

/// The texts of one language.
pub(super) struct Words {
    /// Its tag (BCP 47).
    pub(super) language: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) add_factor: &'static str,
    pub(super) username: &'static str,
    pub(super) password: &'static str,
    pub(super) code: &'static str,
    /// What stands before the address that a code was sent to.
    pub(super) code_sent_to: &'static str,
    pub(super) contact: &'static str,
    pub(super) choose: &'static str,
    pub(super) by_email: &'static str,
    pub(super) by_sms: &'static str,
    pub(super) go_on: &'static str,
    pub(super) back: &'static str,
    pub(super) go_on_to_app: &'static str,
}

/// The texts in this language, or in English if there are none.
pub(super) fn words(language: &str) -> &'static Words {
    let mut all = ALL.iter();
    all.find(|words| words.language == language)
        .unwrap_or(&ENGLISH)
}

static ALL: [Words; 5] = [ENGLISH, NORWEGIAN, GERMAN, FRENCH, SPANISH];

const ENGLISH: Words = Words {
    language: "en",
    sign_in: "Sign in",
    add_factor: "Add a second factor",
    username: "E-mail address or user name",
    password: "Password",
    code: "Code",
    code_sent_to: "A code was sent to:",
    contact: "E-mail address, or phone number with + and country code",
    choose: "Where should the code be sent?",
    by_email: "E-mail",
    by_sms: "Text message",
    go_on: "Go on",
    back: "Back to the app",
    go_on_to_app: "Go on to the app",
};

const NORWEGIAN: Words = Words {
    language: "nb",
    sign_in: "Logg på",
    add_factor: "Legg til en faktor til",
    username: "E-postadresse eller brukernavn",
    password: "Passord",
    code: "Kode",
    code_sent_to: "En kode ble sendt til:",
    contact: "E-postadresse, eller telefonnummer med + og landkode",
    choose: "Hvor skal koden sendes?",
    by_email: "E-post",
    by_sms: "Tekstmelding",
    go_on: "Fortsett",
    back: "Tilbake til appen",
    go_on_to_app: "Fortsett til appen",
};

const GERMAN: Words = Words {
    language: "de",
    sign_in: "Anmelden",
    add_factor: "Zweiten Faktor hinzufügen",
    username: "E-Mail-Adresse oder Benutzername",
    password: "Passwort",
    code: "Code",
    code_sent_to: "Ein Code wurde gesendet an:",
    contact: "E-Mail-Adresse, oder Telefonnummer mit + und Landesvorwahl",
    choose: "Wohin soll der Code gesendet werden?",
    by_email: "E-Mail",
    by_sms: "SMS",
    go_on: "Weiter",
    back: "Zurück zur App",
    go_on_to_app: "Weiter zur App",
};

const FRENCH: Words = Words {
    language: "fr",
    sign_in: "Se connecter",
    add_factor: "Ajouter un second facteur",
    username: "Adresse e-mail ou nom d’utilisateur",
    password: "Mot de passe",
    code: "Code",
    code_sent_to: "Un code a été envoyé à :",
    contact: "Adresse e-mail, ou numéro de téléphone avec + et l’indicatif du pays",
    choose: "Où envoyer le code ?",
    by_email: "E-mail",
    by_sms: "SMS",
    go_on: "Continuer",
    back: "Retour à l’application",
    go_on_to_app: "Continuer vers l’application",
};

const SPANISH: Words = Words {
    language: "es",
    sign_in: "Iniciar sesión",
    add_factor: "Añadir un segundo factor",
    username: "Correo electrónico o nombre de usuario",
    password: "Contraseña",
    code: "Código",
    code_sent_to: "Se ha enviado un código a:",
    contact: "Correo electrónico, o número de teléfono con + y prefijo del país",
    choose: "¿Adónde se envía el código?",
    by_email: "Correo electrónico",
    by_sms: "Mensaje de texto",
    go_on: "Continuar",
    back: "Volver a la aplicación",
    go_on_to_app: "Continuar a la aplicación",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::KNOWN;

    #[test]
    fn every_language_has_its_own() {
        let mut titles: Vec<&str> = Vec::new();
        for language in KNOWN {
            let words = words(language);
            assert_eq!(words.language, language);
            assert!(!titles.contains(&words.sign_in));
            titles.push(words.sign_in);
        }
        assert_eq!(words("sv").language, "en");
    }
}
