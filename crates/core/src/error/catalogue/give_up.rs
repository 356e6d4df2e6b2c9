// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `GiveUp`.

use super::entry::rows;

rows! {
    ACCOUNT_DISABLED "account_disabled" AccountDisabled (Never)
        "the account is disabled"
        "das Konto ist deaktiviert"
    CONDITIONAL_ACCESS_BLOCKED "conditional_access_blocked" AccessDenied (Never)
        "a policy of the tenant blocks this sign-in"
        "eine Richtlinie des Mandanten verhindert diese Anmeldung"
    ACTION_NOT_ALLOWED "action_not_allowed" AccessDenied (Never)
        "a policy of the tenant does not allow this"
        "eine Richtlinie des Mandanten erlaubt dies nicht"
    ACCESS_DENIED "access_denied" AccessDenied (Never)
        "the tenant denies access"
        "der Mandant verweigert den Zugang"
    AUTHENTICATION_FAILED "authentication_failed" AccessDenied (Never)
        "the service could not authenticate this sign-in and says no more"
        "der Dienst konnte diese Anmeldung nicht bestätigen und sagt nicht mehr dazu"
}
