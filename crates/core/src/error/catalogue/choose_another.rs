// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `ChooseAnother`.

use super::entry::rows;

rows! {
    USER_NOT_FOUND "user_not_found" UserNotFound (AfterChange)
        "nobody has an account under this user name; sign up, or use another one"
        "unter diesem Benutzernamen gibt es kein Konto; registrieren Sie sich oder verwenden Sie einen anderen"
    USER_VANISHED "user_vanished" UserNotFound (AfterChange)
        "the account is gone; sign up, or use another one"
        "das Konto gibt es nicht mehr; registrieren Sie sich oder verwenden Sie ein anderes"
    USER_EXISTS "user_exists" UserExists (AfterChange)
        "somebody has an account under this user name already; sign in, or use another one"
        "unter diesem Benutzernamen gibt es schon ein Konto; melden Sie sich an oder verwenden Sie einen anderen"
    PASSWORD_NOT_SET "password_not_set" NoPassword (AfterChange)
        "the account has no password; sign in with a code"
        "das Konto hat kein Passwort; melden Sie sich mit einem Code an"
    PASSWORD_OF_CODE_USER "password_of_code_user" NoPassword (AfterChange)
        "the account signs in with codes, not with a password; sign in without one"
        "dieses Konto meldet sich mit Codes an, nicht mit einem Passwort; melden Sie sich ohne Passwort an"
    PASSWORD_RESET_NOT_POSSIBLE "password_reset_not_possible" NoPassword (AfterChange)
        "the account has no password to reset, or the tenant does not allow it; sign in with a code"
        "das Konto hat kein Passwort zum Zurücksetzen, oder der Mandant erlaubt es nicht; melden Sie sich mit einem Code an"
    METHOD_BLOCKED_BY_REPUTATION "method_blocked_by_reputation" MethodBlocked (AfterChange)
        "this authentication method is blocked by its reputation; choose another one"
        "diese Authentifizierungsmethode ist wegen ihres Rufs gesperrt; wählen Sie eine andere"
    METHOD_BLOCKED_BY_ADMINISTRATOR "method_blocked_by_administrator" MethodBlocked (AfterChange)
        "an administrator has blocked this authentication method; choose another one"
        "diese Authentifizierungsmethode ist von der Verwaltung gesperrt; wählen Sie eine andere"
    METHOD_LIMIT_REACHED "method_limit_reached" MethodBlocked (AfterChange)
        "no more text messages are sent to this person for now; choose another method"
        "an diese Person werden vorerst keine weiteren Textnachrichten gesendet; wählen Sie eine andere Methode"
    METHOD_NOT_VALID_FOR_USER "method_not_valid_for_user" MethodBlocked (AfterChange)
        "this way of signing in is not valid for the account; choose another one"
        "diese Art der Anmeldung gilt für das Konto nicht; wählen Sie eine andere"
    PASSWORD_CHANGE_REQUIRED "password_change_required" ResetRequired (AfterChange)
        "a policy wants the password changed; reset it"
        "eine Richtlinie verlangt ein neues Passwort; setzen Sie es zurück"
    PASSWORD_EXPIRED "password_expired" ResetRequired (AfterChange)
        "the password has expired; reset it"
        "das Passwort ist abgelaufen; setzen Sie es zurück"
    SIGN_UP_DISABLED "sign_up_disabled" SignUpDisabled (Never)
        "the tenant takes no new accounts; sign in with an existing one"
        "der Mandant nimmt keine neuen Konten an; melden Sie sich mit einem bestehenden an"
}
