// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `SignInAgain`.

use super::entry::rows;

rows! {
    REFRESH_TOKEN_EXPIRED "refresh_token_expired" SignInRequired (Never)
        "the sign-in has expired; sign in again"
        "die Anmeldung ist abgelaufen; melden Sie sich neu an"
    REFRESH_TOKEN_INACTIVE "refresh_token_inactive" SignInRequired (Never)
        "the sign-in was not used for too long; sign in again"
        "die Anmeldung wurde zu lange nicht benutzt; melden Sie sich neu an"
    REFRESH_TOKEN_LIFE_OVER "refresh_token_life_over" SignInRequired (Never)
        "the sign-in has reached its fixed life; sign in again"
        "die Anmeldung hat das Ende ihrer festen Dauer erreicht; melden Sie sich neu an"
    REFRESH_TOKEN_REVOKED "refresh_token_revoked" SignInRequired (Never)
        "the sign-in was revoked, for instance by a new password; sign in again"
        "die Anmeldung wurde widerrufen, zum Beispiel durch ein neues Passwort; melden Sie sich neu an"
    REFRESH_TOKEN_MISSING "refresh_token_missing" SignInRequired (Never)
        "there is no refresh token to get new tokens with; sign in again"
        "es gibt kein Refresh-Token, um neue Tokens zu holen; melden Sie sich neu an"
    REFRESH_REFUSED "refresh_refused" SignInRequired (Never)
        "the server does not renew this sign-in; sign in again"
        "der Server erneuert diese Anmeldung nicht; melden Sie sich neu an"
    REFRESH_AUTHENTICATION_FAILED "refresh_authentication_failed" SignInRequired (Never)
        "the server could not authenticate this sign-in any more; sign in again"
        "der Server konnte diese Anmeldung nicht mehr bestätigen; melden Sie sich neu an"
    REFRESH_NEEDS_SECOND_FACTOR "refresh_needs_second_factor" SignInRequired (Never)
        "a policy now wants a second factor, which cannot be given silently; sign in again"
        "eine Richtlinie verlangt jetzt einen zweiten Faktor, der nicht im Hintergrund gegeben werden kann; melden Sie sich neu an"
    REFRESH_SECOND_FACTOR_NOT_PASSED "refresh_second_factor_not_passed" SignInRequired (Never)
        "a policy now wants strong authentication, which was not passed; sign in again"
        "eine Richtlinie verlangt jetzt eine starke Authentifizierung, die nicht bestanden wurde; melden Sie sich neu an"
    REFRESH_SECOND_FACTOR_EXPIRED "refresh_second_factor_expired" SignInRequired (Never)
        "the second factor given earlier has expired; sign in again"
        "der früher gegebene zweite Faktor ist abgelaufen; melden Sie sich neu an"
    REFRESH_NEEDS_REGISTRATION "refresh_needs_registration" SignInRequired (Never)
        "a policy now wants a strong authentication method to be registered; sign in again"
        "eine Richtlinie verlangt jetzt eine starke Authentifizierungsmethode; melden Sie sich neu an"
    REFRESH_NEEDS_REGISTRATION_IN_BROWSER "refresh_needs_registration_in_browser" SignInRequired (Never)
        "a policy now wants the person to enrol in multi-factor authentication interactively; sign in again"
        "eine Richtlinie verlangt jetzt, dass Sie die mehrstufige Authentifizierung interaktiv einrichten; melden Sie sich neu an"
    REFRESH_NEEDS_NEW_PASSWORD "refresh_needs_new_password" SignInRequired (Never)
        "a policy now wants the password changed; reset it and sign in again"
        "eine Richtlinie verlangt jetzt ein neues Passwort; setzen Sie es zurück und melden Sie sich neu an"
    REFRESH_PASSWORD_EXPIRED "refresh_password_expired" SignInRequired (Never)
        "the password has expired since; reset it and sign in again"
        "das Passwort ist seither abgelaufen; setzen Sie es zurück und melden Sie sich neu an"
    REFRESH_BLOCKED "refresh_blocked" SignInRequired (Never)
        "a policy does not renew this sign-in; sign in again"
        "eine Richtlinie erneuert diese Anmeldung nicht; melden Sie sich neu an"
    SIGN_IN_TOKEN_MISSING "sign_in_token_missing" SignInRequired (Never)
        "the account exists, but the server gave no way to sign in with it at once; sign in as usual"
        "das Konto besteht, aber der Server lässt keine sofortige Anmeldung zu; melden Sie sich wie gewohnt an"
    ANOTHER_ACCOUNT "another_account" SignInRequired (Never)
        "the user name now belongs to another account; sign in again"
        "der Benutzername gehört jetzt zu einem anderen Konto; melden Sie sich neu an"
    USERNAME_UNKNOWN "username_unknown" SignInRequired (Never)
        "the account's tokens do not tell its user name; sign in again"
        "die Tokens des Kontos nennen seinen Benutzernamen nicht; melden Sie sich neu an"
    ACCOUNT_SIGNED_OUT "account_signed_out" SignInRequired (Never)
        "the account is signed out; sign in again"
        "das Konto ist abgemeldet; melden Sie sich neu an"
}
