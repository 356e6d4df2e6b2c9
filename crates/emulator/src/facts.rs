use serde::Serialize;

/// What an app needs to know of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TenantFacts {
    /// The subdomain, such as `contoso`.
    pub name: String,
    /// The tenant ID, a GUID.
    pub tenant_id: String,
    /// The base of every URL, by name.
    pub authority: String,
    /// The same by tenant ID. Use one of the two for a whole flow.
    #[serde(skip)]
    pub authority_by_id: String,
    /// The API scopes apps may ask for.
    pub scopes: Vec<String>,
    /// The app registrations.
    pub apps: Vec<AppFacts>,
}

/// One app registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppFacts {
    /// What the emulator calls it.
    pub name: String,
    /// The client ID, a GUID.
    pub client_id: String,
}
