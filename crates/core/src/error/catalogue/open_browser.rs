// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `OpenBrowser`.

use super::entry::rows;

rows! {
    BROWSER_REQUIRED "browser_required" BrowserRequired (Never)
        "the tenant wants a browser; sign in there"
        "der Mandant verlangt einen Browser; melden Sie sich dort an"
    AUTHENTICATION_METHOD_UNSUPPORTED "authentication_method_unsupported" BrowserRequired (Never)
        "the tenant wants an authentication method that the native API does not have; use the browser"
        "der Mandant verlangt eine Authentifizierungsmethode, die es in dieser App nicht gibt; verwenden Sie den Browser"
    SECOND_FACTOR_REQUIRED "second_factor_required" BrowserRequired (Never)
        "the tenant wants a second factor, but left no way to give it here; use the browser"
        "der Mandant verlangt einen zweiten Faktor, lässt ihn hier aber nicht zu; verwenden Sie den Browser"
    SECOND_FACTOR_NOT_PASSED "second_factor_not_passed" BrowserRequired (Never)
        "strong authentication was not passed, and there is no way to do so here; use the browser"
        "die starke Authentifizierung wurde nicht bestanden und ist hier nicht möglich; verwenden Sie den Browser"
    SECOND_FACTOR_EXPIRED "second_factor_expired" BrowserRequired (Never)
        "the second factor given earlier has expired, and the tenant left no way to renew it here; use the browser"
        "der früher gegebene zweite Faktor ist abgelaufen und hier nicht zu erneuern; verwenden Sie den Browser"
    REGISTRATION_REQUIRED "registration_required" BrowserRequired (Never)
        "the tenant wants a strong authentication method registered, but left no way to do so here; use the browser"
        "der Mandant verlangt eine starke Authentifizierungsmethode, lässt ihre Einrichtung hier aber nicht zu; verwenden Sie den Browser"
    REGISTRATION_IN_BROWSER_REQUIRED "registration_in_browser_required" BrowserRequired (Never)
        "the tenant wants the person to enrol in multi-factor authentication interactively; use the browser"
        "der Mandant verlangt, dass Sie die mehrstufige Authentifizierung interaktiv einrichten; verwenden Sie den Browser"
}
