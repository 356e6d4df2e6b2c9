//! Which entities are this app's in this tenant, and what their keys are.

use native_auth_wire::AccountId;

use super::entity::Members;
use crate::{AccountKey, Partition};

/// An app and the host it signs in at.
pub(super) struct App {
    /// Without the port.
    pub(super) host: String,
    host_and_port: String,
    pub(super) client_id: String,
}

impl App {
    pub(super) fn new(partition: &Partition) -> Self {
        let host_and_port = partition.environment();
        let host = match host_and_port.rsplit_once(':') {
            // Not the last group of an IPv6 address.
            Some((host, port)) if !port.ends_with(']') => host,
            _ => host_and_port,
        };
        Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            host_and_port: host_and_port.to_owned(),
            client_id: partition.client_id().to_owned(),
        }
    }

    /// Whether the entity is of this host.
    pub(super) fn is_here(&self, members: &Members<'_>) -> bool {
        self.is_host(&members.text("environment").unwrap_or_default())
    }

    /// Whether this is how the host is spelt, with or without the port.
    pub(super) fn is_host(&self, environment: &str) -> bool {
        [&self.host, &self.host_and_port]
            .into_iter()
            .any(|ours| ours.eq_ignore_ascii_case(environment))
    }

    pub(super) fn is_client(&self, id: &str) -> bool {
        id.eq_ignore_ascii_case(&self.client_id)
    }

    /// Whether the credential is of this app at this host.
    pub(super) fn owns(&self, members: &Members<'_>) -> bool {
        self.is_here(members)
            && members
                .text("client_id")
                .is_some_and(|id| self.is_client(&id))
    }

    pub(super) fn account_entity(&self, key: &AccountKey) -> String {
        lower(&[&key.account().to_string(), &self.host, &key.tenant_id()])
    }

    /// A credential's key; what it has no use for is empty.
    pub(super) fn credential(
        &self,
        account: &AccountId,
        kind: &str,
        realm: &str,
        target: &str,
    ) -> String {
        let home = account.to_string();
        lower(&[&home, &self.host, kind, &self.client_id, realm, target])
    }

    /// The one key that is not in lower case as a whole.
    pub(super) fn metadata(&self) -> String {
        format!("appmetadata-{}-{}", self.host, self.client_id)
    }
}

/// Whose the entity is; `None` if it does not say, or in another way than by object and tenant id.
pub(super) fn account_of(members: &Members<'_>) -> Option<AccountId> {
    let home = members.text("home_account_id")?;
    let (object, tenant) = home.rsplit_once('.')?;
    let whole = !object.is_empty() && !tenant.is_empty();
    whole.then(|| AccountId::new(tenant, object))
}

fn lower(parts: &[&str]) -> String {
    parts.join("-").to_lowercase()
}
