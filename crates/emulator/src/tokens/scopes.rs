//! What a token request asks for.

use crate::problem::Problem;
use crate::refusals;
use crate::tenant::Tenant;

/// Whom an access token is for when no API was asked for: Microsoft Graph.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The scopes of one request, found good.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) openid: bool,
    pub(crate) profile: bool,
    pub(crate) email: bool,
    /// The API's scopes in full, each once.
    api: Vec<String>,
    audience: Option<String>,
}

impl Scopes {
    /// Reads the `scope` parameter. 70011 for a malformed scope and for two resources, 65001 for a
    /// scope the tenant does not have. One that grants nothing, such as `offline_access` alone, is
    /// read as `openid profile`.
    pub(crate) fn parse(text: &str, tenant: &Tenant, client_id: &str) -> Result<Self, Problem> {
        let mut scopes = Self::default();
        let mut words = text.split_whitespace().peekable();
        if words.peek().is_none() {
            return Err(refusals::scope_not_valid());
        }
        let mut of_resources = Vec::new();
        for word in words {
            match word {
                "openid" => scopes.openid = true,
                "profile" => scopes.profile = true,
                "email" => scopes.email = true,
                // A refresh token comes along anyway.
                "offline_access" => {}
                _ => of_resources.push(Scope::parse(word)?),
            }
        }
        // Whatever their order: whether the scopes go together is asked before the consent.
        if let [first, rest @ ..] = of_resources.as_slice()
            && rest.iter().any(|scope| scope.resource != first.resource)
        {
            return Err(refusals::scope_not_valid());
        }
        for scope in &of_resources {
            scopes.add(scope, tenant, client_id)?;
        }
        if scopes.api.is_empty() && scopes.oidc().next().is_none() {
            scopes.openid = true;
            scopes.profile = true;
        }
        Ok(scopes)
    }

    /// The scopes of a sign-in: one that names no `openid` gets an ID token about the person all the same.
    ///
    /// The documentation ties the ID token to the scope, but Microsoft's JavaScript client sends the app's scopes
    /// alone and fails without an ID token.
    pub(crate) fn signing_in(mut self) -> Self {
        if !self.openid {
            self.openid = true;
            self.profile = true;
        }
        self
    }

    /// Whom the access token is for.
    pub(crate) fn audience(&self) -> &str {
        self.audience.as_deref().unwrap_or(GRAPH)
    }

    /// The `scope` of the answer. As on the real service `offline_access` is not repeated: the
    /// refresh token says it.
    pub(crate) fn granted(&self) -> String {
        let mut words: Vec<&str> = self.api.iter().map(String::as_str).collect();
        for word in self.oidc() {
            words.push(word);
        }
        words.join(" ")
    }

    /// The `scp` claim: names without their resource.
    pub(crate) fn scp(&self) -> String {
        if self.api.is_empty() {
            return self.oidc().collect::<Vec<_>>().join(" ");
        }
        let name = |scope: &String| scope.rsplit('/').next().unwrap_or_default().to_owned();
        self.api.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn oidc(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.openid, "openid"),
            (self.profile, "profile"),
            (self.email, "email"),
        ]
        .into_iter()
        .filter_map(|(asked, name)| asked.then_some(name))
    }

    fn add(&mut self, scope: &Scope<'_>, tenant: &Tenant, client_id: &str) -> Result<(), Problem> {
        let Scope {
            text,
            resource,
            name,
        } = *scope;
        let granted: Vec<&str> = match name {
            ".default" if resource.eq_ignore_ascii_case(client_id) => vec![text],
            ".default" => tenant
                .scopes
                .iter()
                .map(String::as_str)
                .filter(|s| s.rsplit_once('/').is_some_and(|(r, _)| r == resource))
                .collect(),
            _ => tenant
                .scopes
                .iter()
                .map(String::as_str)
                .filter(|s| *s == text)
                .collect(),
        };
        if granted.is_empty() {
            return Err(refusals::consent_missing());
        }
        for scope in granted {
            if !self.api.iter().any(|have| have == scope) {
                self.api.push(scope.to_owned());
            }
        }
        self.audience = Some(resource.to_owned());
        Ok(())
    }
}

/// A scope of an API, `{resource}/{name}`.
struct Scope<'a> {
    text: &'a str,
    resource: &'a str,
    name: &'a str,
}

impl<'a> Scope<'a> {
    fn parse(text: &'a str) -> Result<Self, Problem> {
        let (resource, name) = text
            .rsplit_once('/')
            .filter(|(resource, name)| !resource.is_empty() && !name.is_empty())
            .ok_or_else(refusals::scope_not_valid)?;
        Ok(Self {
            text,
            resource,
            name,
        })
    }
}
