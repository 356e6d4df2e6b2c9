//! A warning where a check before sending is not what its tenant meant.

use native_auth_core::Step;

/// Warns of the patterns of wanted attributes that cannot be used here, each time such a state arrives.
pub(crate) fn warn<A>(step: &Step<A>) {
    let Step::AttributesRequired { state } = step else {
        return;
    };
    let attributes = state.attributes().iter();
    for attribute in attributes.filter(|attribute| attribute.is_regex_ignored()) {
        tracing::warn!(
            attribute = attribute.name_for_log(),
            "the tenant's pattern for this attribute cannot be used here; the server alone checks it"
        );
    }
}
