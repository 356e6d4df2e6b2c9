//! What a configuration must be besides well-formed.

mod outbound;
mod tokens;

use std::collections::HashSet;

use url::Url;

use super::{
    AppConfig, AttributeConfig, AttributeInput, Config, ConfigError, MfaMode, TenantConfig,
};
use crate::attributes::is_built_in;
use crate::language;

pub(crate) use outbound::is_loopback;
use outbound::{check_extensions, check_redirect_uris};
use tokens::check_token_configs;

/// User flows a tenant can have.
const MOST_USER_FLOWS: usize = 10;
/// Custom authentication extensions a tenant can have.
const MOST_EXTENSIONS: usize = 100;

type Checked = Result<(), ConfigError>;

impl Config {
    pub(crate) fn check(&self) -> Checked {
        self.check_address()?;
        self.check_origins()?;
        self.check_limits()?;
        self.check_lifetimes()?;
        self.trusted_roots()?;
        self.check_smtp()?;
        if self.tenants.is_empty() {
            return Err(ConfigError::new("tenants", "name at least one tenant"));
        }
        let mut names = HashSet::new();
        let mut ids = HashSet::new();
        for (i, tenant) in self.tenants.iter().enumerate() {
            let path = format!("tenants[{i}]");
            check_tenant(tenant, &path)?;
            check_token_configs(tenant, &self.lifetimes, &path)?;
            unique(&mut names, &tenant.name, &format!("{path}.name"))?;
            unique(&mut ids, &tenant.tenant_id, &format!("{path}.tenant_id"))?;
        }
        Ok(())
    }

    fn check_address(&self) -> Checked {
        if !self.host.is_loopback() && !self.i_know_this_is_insecure {
            return Err(ConfigError::new(
                "host",
                "other machines could reach this address, and the emulator protects nothing; \
                 use a loopback address, or say that you know this is insecure",
            ));
        }
        match &self.management_token {
            Some(token) if token.len() < 16 || !token.bytes().all(|b| b.is_ascii_graphic()) => {
                Err(ConfigError::new(
                    "management_token",
                    "use at least 16 printable ASCII characters and no spaces",
                ))
            }
            _ => Ok(()),
        }
    }

    fn check_origins(&self) -> Checked {
        for (i, origin) in self.cors_origins.iter().enumerate() {
            // As browsers write it: lower case, and no default port.
            let fits = Url::parse(origin).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https")
                    && url.origin().ascii_serialization() == *origin
            });
            if origin != "*" && !fits {
                return Err(ConfigError::new(
                    format!("cors_origins[{i}]"),
                    "write * or an origin as browsers do, such as http://localhost:3000",
                ));
            }
        }
        Ok(())
    }

    fn check_limits(&self) -> Checked {
        let limits = &self.limits;
        let counts = [
            ("body_bytes", limits.body_bytes),
            ("connections", limits.connections),
            ("live_flows", limits.live_flows),
            ("users", limits.users),
            ("refresh_tokens", limits.refresh_tokens),
            ("authorization_codes", limits.authorization_codes),
            ("messages", limits.messages),
            ("requests", limits.requests),
            ("codes_per_window", limits.codes_per_window),
            ("failed_passwords", limits.failed_passwords as usize),
        ];
        for (name, count) in counts {
            if count == 0 {
                return Err(zero(&format!("limits.{name}")));
            }
        }
        for (name, seconds) in [
            ("code_window_seconds", limits.code_window_seconds),
            ("lock_seconds", limits.lock_seconds),
        ] {
            if seconds == 0 {
                return Err(zero(&format!("limits.{name}")));
            }
        }
        if !(1..=86_400).contains(&limits.header_seconds) {
            let reason = "must be from 1 to 86400, a day";
            return Err(ConfigError::new("limits.header_seconds", reason));
        }
        Ok(())
    }
}

fn check_tenant(tenant: &TenantConfig, path: &str) -> Checked {
    let name_fits = !tenant.name.is_empty()
        && tenant.name.len() <= 63
        && tenant
            .name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !name_fits {
        return Err(ConfigError::new(
            format!("{path}.name"),
            "use 1 to 63 letters, digits and hyphens, without .onmicrosoft.com",
        ));
    }
    guid(&tenant.tenant_id, &format!("{path}.tenant_id"))?;
    guid(
        &tenant.extensions_app_id,
        &format!("{path}.extensions_app_id"),
    )?;
    let mut scopes = HashSet::new();
    for (i, scope) in tenant.scopes.iter().enumerate() {
        let path = format!("{path}.scopes[{i}]");
        check_scope(scope, &path)?;
        unique(&mut scopes, scope, &path)?;
    }
    if tenant.password_reset.poll_interval_seconds == 0 {
        return Err(zero(&format!(
            "{path}.password_reset.poll_interval_seconds"
        )));
    }
    if tenant.user_flows.len() > MOST_USER_FLOWS {
        return Err(ConfigError::new(
            format!("{path}.user_flows[{MOST_USER_FLOWS}]"),
            "a tenant has at most 10 user flows",
        ));
    }
    let mut flows = HashSet::new();
    for (i, flow) in tenant.user_flows.iter().enumerate() {
        let path = format!("{path}.user_flows[{i}]");
        named(&flow.name, &format!("{path}.name"))?;
        unique(&mut flows, &flow.name, &format!("{path}.name"))?;
        check_languages(&flow.languages, &format!("{path}.languages"))?;
        let mut names = HashSet::new();
        for (j, attribute) in flow.attributes.iter().enumerate() {
            let path = format!("{path}.attributes[{j}]");
            check_attribute(attribute, &path)?;
            unique(
                &mut names,
                &told_apart_by(attribute),
                &format!("{path}.name"),
            )?;
        }
    }
    let mut clients = HashSet::new();
    let mut names = HashSet::new();
    for (i, app) in tenant.apps.iter().enumerate() {
        let path = format!("{path}.apps[{i}]");
        check_app(app, tenant, &path)?;
        unique(&mut names, &app.name, &format!("{path}.name"))?;
        unique(&mut clients, &app.client_id, &format!("{path}.client_id"))?;
    }
    if tenant.extensions.len() > MOST_EXTENSIONS {
        let reason = "a tenant has at most 100 extensions";
        let field = format!("{path}.extensions[{MOST_EXTENSIONS}]");
        return Err(ConfigError::new(field, reason));
    }
    let mut contexts = HashSet::new();
    for (i, context) in tenant.authentication_contexts.iter().enumerate() {
        let path = format!("{path}.authentication_contexts[{i}].id");
        check_context(&context.id, &path)?;
        unique(&mut contexts, &context.id, &path)?;
    }
    check_extensions(tenant, path)
}

/// As the service has them.
fn check_context(id: &str, path: &str) -> Checked {
    let number = id.strip_prefix('c').and_then(|n| n.parse::<u8>().ok());
    match number {
        Some(n @ 1..=99) if id == format!("c{n}") => Ok(()),
        _ => Err(ConfigError::new(path, "must be one of c1 to c99")),
    }
}

fn check_languages(languages: &[String], path: &str) -> Checked {
    if languages.is_empty() {
        return Err(ConfigError::new(path, "name at least one language"));
    }
    let mut seen = HashSet::new();
    for (i, language) in languages.iter().enumerate() {
        let path = format!("{path}[{i}]");
        if !language::KNOWN.contains(&language.as_str()) {
            let known = language::KNOWN.join(", ");
            return Err(ConfigError::new(path, format!("must be one of: {known}")));
        }
        unique(&mut seen, language, &path)?;
    }
    Ok(())
}

fn check_scope(scope: &str, path: &str) -> Checked {
    let reason = match scope.rsplit_once('/') {
        // Requests may ask for it; it stands for the scopes that are configured.
        Some((_, ".default")) => "name the scopes one by one; .default stands for all of them",
        Some((resource, name))
            if !resource.is_empty()
                && !name.is_empty()
                && !scope.contains(|c: char| c.is_whitespace() || c.is_control()) =>
        {
            return Ok(());
        }
        _ => "write it as resource/scope, such as api://my-api/Read",
    };
    Err(ConfigError::new(path, reason))
}

fn check_app(app: &AppConfig, tenant: &TenantConfig, path: &str) -> Checked {
    named(&app.name, &format!("{path}.name"))?;
    guid(&app.client_id, &format!("{path}.client_id"))?;
    if !tenant.user_flows.iter().any(|f| f.name == app.user_flow) {
        return Err(ConfigError::new(
            format!("{path}.user_flow"),
            "no user flow of this tenant has that name",
        ));
    }
    check_redirect_uris(app, path)?;
    if app.mfa == MfaMode::Required && app.mfa_methods.is_empty() {
        return Err(ConfigError::new(
            format!("{path}.mfa_methods"),
            "name email, sms or both, or nobody could sign in",
        ));
    }
    for (i, method) in app.mfa_methods.iter().enumerate() {
        if app.mfa_methods.iter().take(i).any(|other| other == method) {
            let path = format!("{path}.mfa_methods[{i}]");
            return Err(ConfigError::new(path, "used twice"));
        }
    }
    Ok(())
}

fn check_attribute(attribute: &AttributeConfig, path: &str) -> Checked {
    named(&attribute.name, &format!("{path}.name"))?;
    if !attribute.custom && !is_built_in(&attribute.name) {
        return Err(ConfigError::new(
            format!("{path}.name"),
            "not a built-in attribute; for one of your own, add custom = true",
        ));
    }
    let has_choice = matches!(
        attribute.input,
        AttributeInput::RadioSingleSelect | AttributeInput::CheckboxMultiSelect
    );
    if has_choice == attribute.values.is_empty() {
        return Err(ConfigError::new(
            format!("{path}.values"),
            "RadioSingleSelect and CheckboxMultiSelect need values, the other inputs take none",
        ));
    }
    check_values(attribute, path)
}

fn check_values(attribute: &AttributeConfig, path: &str) -> Checked {
    let joined_by_commas = attribute.input == AttributeInput::CheckboxMultiSelect;
    let mut seen = HashSet::new();
    for (i, value) in attribute.values.iter().enumerate() {
        let reason = if value.trim().is_empty() {
            "must not be blank"
        } else if joined_by_commas && value.contains(',') {
            "must not hold a comma: the values of a CheckboxMultiSelect are joined by them"
        } else if !seen.insert(value) {
            "used twice"
        } else {
            continue;
        };
        return Err(ConfigError::new(format!("{path}.values[{i}]"), reason));
    }
    Ok(())
}

/// What must be unlike for two attributes of a user flow to differ on the wire, where the name of
/// one's own goes without its spaces.
fn told_apart_by(attribute: &AttributeConfig) -> String {
    if attribute.custom {
        let own: String = attribute.name.split_whitespace().collect();
        format!("custom {own}")
    } else {
        attribute.name.clone()
    }
}

fn named(name: &str, path: &str) -> Checked {
    let reason = if name.trim().is_empty() {
        "give it a name"
    } else if name.contains(char::is_control) {
        "must not hold control characters"
    } else {
        return Ok(());
    };
    Err(ConfigError::new(path, reason))
}

fn guid(text: &str, path: &str) -> Checked {
    match uuid::Uuid::try_parse(text) {
        Ok(_) if text.len() == 36 => Ok(()),
        _ => Err(ConfigError::new(path, "must be a GUID with hyphens")),
    }
}

fn unique(seen: &mut HashSet<String>, value: &str, path: &str) -> Checked {
    if seen.insert(value.to_ascii_lowercase()) {
        Ok(())
    } else {
        Err(ConfigError::new(path, "used twice"))
    }
}

fn zero(path: &str) -> ConfigError {
    ConfigError::new(path, "must be at least 1")
}

#[cfg(test)]
mod tests;
