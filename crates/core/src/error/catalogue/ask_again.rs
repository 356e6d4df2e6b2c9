// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `AskAgain`.

use super::entry::rows;

rows! {
    USERNAME_EMPTY "username_empty" InvalidUsername (AfterChange)
        "the user name is empty; enter an e-mail address"
        "der Benutzername ist leer; geben Sie eine E-Mail-Adresse ein"
    USERNAME_INVALID "username_invalid" InvalidUsername (AfterChange)
        "the server does not accept this user name; enter a valid e-mail address"
        "der Server nimmt diesen Benutzernamen nicht an; geben Sie eine gültige E-Mail-Adresse ein"
    CODE_EMPTY "code_empty" InvalidCode (AfterChange)
        "the code is empty; enter the code that was sent"
        "der Code ist leer; geben Sie den zugesandten Code ein"
    CODE_INVALID "code_invalid" InvalidCode (AfterChange)
        "the code could not be validated; enter it again, or have a new one sent"
        "der Code konnte nicht geprüft werden; geben Sie ihn noch einmal ein oder lassen Sie sich einen neuen senden"
    CODE_WRONG "code_wrong" InvalidCode (AfterChange)
        "the code is wrong; enter it again, or have a new one sent"
        "der Code ist falsch; geben Sie ihn noch einmal ein oder lassen Sie sich einen neuen senden"
    CODE_UNKNOWN "code_unknown" InvalidCode (AfterChange)
        "the server knows no such code; enter it again, or have a new one sent"
        "der Server kennt diesen Code nicht; geben Sie ihn noch einmal ein oder lassen Sie sich einen neuen senden"
    CODE_EXPIRED "code_expired" CodeExpired (AfterChange)
        "the code has expired; have a new one sent"
        "der Code ist abgelaufen; lassen Sie sich einen neuen senden"
    CODE_LOST "code_lost" CodeExpired (AfterChange)
        "the server has lost the code; have a new one sent"
        "dem Server ist der Code verloren gegangen; lassen Sie sich einen neuen senden"
    PASSWORD_EMPTY "password_empty" InvalidCredentials (AfterChange)
        "the password is empty; enter it"
        "das Passwort ist leer; geben Sie es ein"
    CREDENTIALS_INVALID "credentials_invalid" InvalidCredentials (AfterChange)
        "the user name or the password is wrong; enter it again"
        "der Benutzername oder das Passwort ist falsch; geben Sie es noch einmal ein"
    NEW_PASSWORD_EMPTY "new_password_empty" PasswordRejected (AfterChange)
        "the new password is empty; enter one"
        "das neue Passwort ist leer; geben Sie eines ein"
    PASSWORD_TOO_WEAK "password_too_weak" PasswordRejected (AfterChange)
        "the new password is too weak; use at least three of lower case, upper case, digits and symbols"
        "das neue Passwort ist zu schwach; verwenden Sie mindestens drei von Kleinbuchstaben, Großbuchstaben, Ziffern und Sonderzeichen"
    PASSWORD_TOO_SHORT "password_too_short" PasswordRejected (AfterChange)
        "the new password is too short; use at least 8 characters"
        "das neue Passwort ist zu kurz; verwenden Sie mindestens 8 Zeichen"
    PASSWORD_TOO_LONG "password_too_long" PasswordRejected (AfterChange)
        "the new password is too long; use at most 256 characters"
        "das neue Passwort ist zu lang; verwenden Sie höchstens 256 Zeichen"
    PASSWORD_RECENTLY_USED "password_recently_used" PasswordRejected (AfterChange)
        "the new password was used recently; choose another one"
        "das neue Passwort wurde vor Kurzem schon verwendet; wählen Sie ein anderes"
    PASSWORD_BANNED "password_banned" PasswordRejected (AfterChange)
        "the new password holds a banned word or pattern; choose another one"
        "das neue Passwort enthält ein gesperrtes Wort oder Muster; wählen Sie ein anderes"
    PASSWORD_INVALID "password_invalid" PasswordRejected (AfterChange)
        "the new password holds characters that are not allowed; choose another one"
        "das neue Passwort enthält Zeichen, die nicht erlaubt sind; wählen Sie ein anderes"
    PASSWORD_REFUSED "password_refused" PasswordRejected (AfterChange)
        "the new password does not meet the tenant's rules; choose another one"
        "das neue Passwort erfüllt die Regeln des Mandanten nicht; wählen Sie ein anderes"
    PASSWORD_CHANGE_FAILED "password_change_failed" PasswordRejected (AfterChange)
        "the new password could not be put in force; choose another one"
        "das neue Passwort konnte nicht in Kraft gesetzt werden; wählen Sie ein anderes"
    CONTACT_EMPTY "contact_empty" InvalidContact (AfterChange)
        "the address or phone number is empty; enter it"
        "die Adresse oder Telefonnummer ist leer; geben Sie sie ein"
    CONTACT_NOT_INTERNATIONAL "contact_not_international" InvalidContact (AfterChange)
        "the phone number is not in international form; enter it with + and the country code"
        "die Telefonnummer hat keine internationale Form; geben Sie sie mit + und Landesvorwahl ein"
    CONTACT_INVALID "contact_invalid" InvalidContact (AfterChange)
        "the server does not accept this address or phone number; enter another one"
        "der Server nimmt diese Adresse oder Telefonnummer nicht an; geben Sie eine andere ein"
    ATTRIBUTES_EMPTY "attributes_empty" InvalidAttributes (AfterChange)
        "no attribute was given; fill in those that are asked for"
        "es wurde keine Angabe gemacht; machen Sie die verlangten Angaben"
    ATTRIBUTES_INVALID "attributes_invalid" InvalidAttributes (AfterChange)
        "the server refuses the value of an attribute; correct those that are named"
        "der Server nimmt eine Angabe nicht an; berichtigen Sie die genannten"
    ATTRIBUTES_REQUIRED_EARLY "attributes_required_early" InvalidAttributes (AfterChange)
        "the tenant wants attributes at the very start; begin the sign-up again with them"
        "der Mandant verlangt Angaben gleich zu Beginn; beginnen Sie die Registrierung noch einmal mit ihnen"
    CALL_CANCELLED "call_cancelled" Cancelled (Now)
        "the call was given up; the same step can be shown again"
        "der Aufruf wurde abgebrochen; derselbe Schritt kann erneut gezeigt werden"
}
