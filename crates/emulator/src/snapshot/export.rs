use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Contents, FORMAT, SavedDemand, SavedTenant, VERSION};
use crate::domain::Domain;
use crate::tenant::Tenant;

/// Everything, as one JSON text. It holds secrets: password hashes, live codes and private keys.
pub(crate) fn export(domain: &Domain) -> String {
    let state = domain.state();
    let contents = Contents {
        format: FORMAT.to_owned(),
        version: VERSION,
        now: Some(domain.now()),
        rules: Some(domain.rules()),
        tenants: Some(domain.tenants.iter().map(tenant).collect()),
        users: state.users.list().collect(),
        new_users: Vec::new(),
        refresh_tokens: state.refresh_tokens.saved(),
        authorization_codes: state.authorization_codes.saved(),
        flows: state.flows.saved(),
        code_counts: state.code_counts.saved(),
        messages: state.inbox.list(None),
        mfa_demands: state.mfa_demands.iter().map(demand).collect(),
    };
    // Values of ours always serialise.
    serde_json::to_string_pretty(&contents).unwrap_or_default()
}

fn demand(((tenant_id, client_id), required): (&(String, String), &bool)) -> SavedDemand {
    SavedDemand {
        tenant_id: tenant_id.clone(),
        client_id: client_id.clone(),
        required: *required,
    }
}

fn tenant(tenant: &Tenant) -> SavedTenant {
    let key = tenant.signing_key.to_pkcs8();
    SavedTenant {
        config: tenant.config.clone(),
        signing_key: key.map(|der| URL_SAFE_NO_PAD.encode(der)),
        pairwise_salt: Some(URL_SAFE_NO_PAD.encode(tenant.pairwise_salt)),
    }
}
