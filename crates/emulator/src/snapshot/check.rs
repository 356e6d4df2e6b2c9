//! What an imported file must be besides well-formed.

use std::collections::HashSet;

use serde_json::Value;

use super::{ImportError, SavedDemand, SavedTenant};
use crate::address;
use crate::config::{Config, Limits};
use crate::contact::Contact;
use crate::continuation::{Flow, SavedFlow};
use crate::domain::Rules;
use crate::tenant::Tenant;
use crate::tokens::{SavedCode, SavedRefreshToken};
use crate::users::User;

type Checked = Result<(), ImportError>;

/// Why the parser stopped, without what it found there: that may be a secret.
pub(super) fn unreadable(field: &str, message: &str) -> ImportError {
    let around = || match field.rsplit_once('.') {
        Some((around, _)) => around.to_owned(),
        None => String::new(),
    };
    if message.starts_with("missing field") {
        // Names what we look for, nothing of the file.
        return ImportError::new(field, format!("is not complete: {message}"));
    }
    if message.starts_with("unknown field") {
        let reason = "has a field that is not documented";
        let around = around();
        let field = if around.is_empty() {
            "the file"
        } else {
            &around
        };
        return ImportError::new(field, reason);
    }
    ImportError::new(field, "is not of the documented type")
}

pub(super) fn check_rules(rules: &Rules, tenants: Option<&[SavedTenant]>) -> Checked {
    let mut config = Config {
        limits: rules.limits.clone(),
        lifetimes: rules.lifetimes.clone(),
        ..Config::default()
    };
    if let Some(tenants) = tenants {
        config.tenants = tenants.iter().map(|saved| saved.config.clone()).collect();
    }
    config.check().map_err(|error| {
        let field = error.field();
        let field = match field.split_once(']') {
            Some((tenant, rest)) if tenant.starts_with("tenants[") => {
                format!("{tenant}].config{rest}")
            }
            _ if field == "tenants" => field.to_owned(),
            _ => format!("rules.{field}"),
        };
        ImportError::new(field, format!("is not usable: {}", error.reason()))
    })
}

pub(super) fn check_users(users: &[User], tenants: &[Tenant]) -> Checked {
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for (i, user) in users.iter().enumerate() {
        let wrong = |field: &str, reason: &str| {
            Err(ImportError::new(format!("users[{i}].{field}"), reason))
        };
        if uuid::Uuid::try_parse(&user.id).is_err() || !ids.insert(user.id.as_str()) {
            return wrong("id", "must be a GUID that no other user has");
        }
        if !is_known(&user.tenant_id, tenants) {
            return wrong("tenant_id", NO_TENANT);
        }
        if !address::is_email(&user.username) {
            return wrong("username", "must be an e-mail address");
        }
        if user.alias.as_deref().is_some_and(|a| !address::is_alias(a)) {
            return wrong(
                "alias",
                "must be 1 to 64 letters, digits, dots, underscores and hyphens",
            );
        }
        for (field, name) in [
            ("username", Some(&user.username)),
            ("alias", user.alias.as_ref()),
        ] {
            let taken =
                |name: &String| !names.insert((user.tenant_id.as_str(), name.to_lowercase()));
            if name.is_some_and(taken) {
                return wrong(field, "belongs to another user of the tenant");
            }
        }
        let is_scalar =
            |value: &Value| value.is_string() || value.is_boolean() || value.is_number();
        if !user.attributes.values().all(is_scalar) {
            return wrong("attributes", "must be texts, numbers, true or false");
        }
        for (j, method) in user.methods.iter().enumerate() {
            let Contact { channel, target } = &method.contact;
            if Contact::new(*channel, target).is_none() {
                return wrong(&format!("methods[{j}].target"), "does not fit its channel");
            }
        }
    }
    Ok(())
}

pub(super) fn check_tokens(tokens: &[SavedRefreshToken], tenants: &[Tenant]) -> Checked {
    for (i, token) in tokens.iter().enumerate() {
        let grant = &token.grant;
        let field = format!("refresh_tokens[{i}].grant");
        check_app(&grant.tenant_id, &grant.client_id, &field, tenants)?;
    }
    Ok(())
}

pub(super) fn check_codes(codes: &[SavedCode], tenants: &[Tenant]) -> Checked {
    for (i, saved) in codes.iter().enumerate() {
        let grant = &saved.code.grant;
        let field = format!("authorization_codes[{i}].code.grant");
        check_app(&grant.tenant_id, &grant.client_id, &field, tenants)?;
    }
    Ok(())
}

pub(super) fn check_flows(flows: &[SavedFlow<Flow>], tenants: &[Tenant]) -> Checked {
    for (i, saved) in flows.iter().enumerate() {
        let owner = &saved.flow.owner;
        let field = format!("flows[{i}].flow.owner");
        check_app(&owner.tenant_id, &owner.client_id, &field, tenants)?;
    }
    Ok(())
}

pub(super) fn check_demands(demands: &[SavedDemand], tenants: &[Tenant]) -> Checked {
    for (i, demand) in demands.iter().enumerate() {
        let field = format!("mfa_demands[{i}]");
        check_app(&demand.tenant_id, &demand.client_id, &field, tenants)?;
    }
    Ok(())
}

/// The counts are of users, refresh tokens, authorization codes and flows.
pub(super) fn check_counts(limits: &Limits, counts: [usize; 4]) -> Checked {
    let [users, tokens, codes, flows] = counts;
    for (field, count, name, most) in [
        ("users", users, "users", limits.users),
        (
            "refresh_tokens",
            tokens,
            "refresh_tokens",
            limits.refresh_tokens,
        ),
        (
            "authorization_codes",
            codes,
            "authorization_codes",
            limits.authorization_codes,
        ),
        ("flows", flows, "live_flows", limits.live_flows),
    ] {
        if count > most {
            let reason = format!("has more entries than `rules.limits.{name}` allows");
            return Err(ImportError::new(field, reason));
        }
    }
    Ok(())
}

const NO_TENANT: &str = "must be the ID of one of the tenants";

fn check_app(tenant_id: &str, client_id: &str, field: &str, tenants: &[Tenant]) -> Checked {
    let Some(tenant) = tenants.iter().find(|tenant| tenant.id == tenant_id) else {
        return Err(ImportError::new(format!("{field}.tenant_id"), NO_TENANT));
    };
    if tenant.apps().iter().any(|app| app.client_id == client_id) {
        return Ok(());
    }
    let reason = "must be the client ID of an app of the tenant";
    Err(ImportError::new(format!("{field}.client_id"), reason))
}

fn is_known(tenant_id: &str, tenants: &[Tenant]) -> bool {
    tenants.iter().any(|tenant| tenant.id == tenant_id)
}
