// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `StartOver`.

use super::entry::rows;

rows! {
    CONTINUATION_TOKEN_INVALID "continuation_token_invalid" FlowExpired (Never)
        "the server does not accept the flow's token here; begin again"
        "der Server nimmt den Schlüssel dieses Vorgangs hier nicht an; beginnen Sie von vorn"
    CONTINUATION_TOKEN_REFUSED "continuation_token_refused" FlowExpired (Never)
        "the server refuses to go on with this flow; begin again"
        "der Server setzt diesen Vorgang nicht fort; beginnen Sie von vorn"
    CONTINUATION_TOKEN_EXPIRED "continuation_token_expired" FlowExpired (Never)
        "the flow took too long; begin again"
        "der Vorgang hat zu lange gedauert; beginnen Sie von vorn"
    AUTHORIZATION_CODE_USED "authorization_code_used" FlowExpired (Never)
        "the authorization code was used before; begin again"
        "der Autorisierungscode wurde schon verwendet; beginnen Sie von vorn"
    GRANT_EXPIRED "grant_expired" FlowExpired (Never)
        "what should be turned into tokens has expired; begin again"
        "was in Tokens umgewandelt werden sollte, ist abgelaufen; beginnen Sie von vorn"
    PASSWORD_CHANGE_FAILED_FOR_GOOD "password_change_failed_for_good" FlowExpired (Never)
        "the new password could not be put in force, and the server left no way to try another; begin again"
        "das neue Passwort konnte nicht in Kraft gesetzt werden, und der Server lässt kein anderes mehr zu; beginnen Sie von vorn"
    SUSPENSION_UNREADABLE "suspension_unreadable" FlowExpired (Never)
        "the suspended flow cannot be read: it was changed, or sealed with another key; begin again"
        "der unterbrochene Vorgang ist nicht lesbar: er wurde verändert oder mit einem anderen Schlüssel versiegelt; beginnen Sie von vorn"
    SUSPENSION_VERSION_UNKNOWN "suspension_version_unknown" FlowExpired (Never)
        "the suspended flow was written by another version of this library; begin again"
        "der unterbrochene Vorgang stammt von einer anderen Version dieser Bibliothek; beginnen Sie von vorn"
    SUSPENSION_EXPIRED "suspension_expired" FlowExpired (Never)
        "the flow was suspended for too long; begin again"
        "der Vorgang war zu lange unterbrochen; beginnen Sie von vorn"
    SUSPENSION_FOREIGN "suspension_foreign" FlowExpired (Never)
        "the suspended flow belongs to another app or tenant; begin again"
        "der unterbrochene Vorgang gehört zu einer anderen App oder einem anderen Mandanten; beginnen Sie von vorn"
}
