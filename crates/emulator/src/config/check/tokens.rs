//! Lifetimes and claims.

use super::{Checked, zero};
use crate::config::{Config, ConfigError, Lifetimes, TenantConfig, TokenConfig};
use crate::tokens::{TokenKind, is_reserved_claim};

impl Config {
    pub(super) fn check_lifetimes(&self) -> Checked {
        let lives = &self.lifetimes;
        for (name, seconds) in [
            (
                "continuation_token_seconds",
                lives.continuation_token_seconds,
            ),
            ("code_seconds", lives.code_seconds),
            ("access_token_min_seconds", lives.access_token_min_seconds),
            ("id_token_seconds", lives.id_token_seconds),
            ("refresh_token_seconds", lives.refresh_token_seconds),
        ] {
            if seconds == 0 {
                return Err(zero(&format!("lifetimes.{name}")));
            }
        }
        check_order(lives, "lifetimes")
    }
}

pub(super) fn check_token_configs(
    tenant: &TenantConfig,
    general: &Lifetimes,
    path: &str,
) -> Checked {
    let own = &tenant.tokens;
    check_token_config(own, &own.lifetimes(general), &format!("{path}.tokens"))?;
    for (i, app) in tenant.apps.iter().enumerate() {
        let lives = app.tokens.or(own).lifetimes(general);
        check_token_config(&app.tokens, &lives, &format!("{path}.apps[{i}].tokens"))?;
    }
    Ok(())
}

fn check_token_config(config: &TokenConfig, lives: &Lifetimes, path: &str) -> Checked {
    for (name, seconds) in [
        ("access_token_min_seconds", config.access_token_min_seconds),
        ("access_token_max_seconds", config.access_token_max_seconds),
        ("id_token_seconds", config.id_token_seconds),
        ("refresh_token_seconds", config.refresh_token_seconds),
    ] {
        if seconds == Some(0) {
            return Err(zero(&format!("{path}.{name}")));
        }
    }
    check_order(lives, path)?;
    for (name, kind, claims) in [
        ("id_token_claims", TokenKind::Id, &config.id_token_claims),
        (
            "access_token_claims",
            TokenKind::Access,
            &config.access_token_claims,
        ),
    ] {
        let mut names = claims.keys();
        if let Some(claim) = names.find(|claim| is_reserved_claim(kind, claim)) {
            let reason = match claim.as_str() {
                "email" => "say `email_claim = true` for the address of each person",
                _ => "these tokens have a claim of that name; take another",
            };
            return Err(ConfigError::new(format!("{path}.{name}.{claim}"), reason));
        }
    }
    Ok(())
}

fn check_order(lives: &Lifetimes, path: &str) -> Checked {
    if lives.access_token_max_seconds < lives.access_token_min_seconds {
        return Err(ConfigError::new(
            format!("{path}.access_token_max_seconds"),
            "must not be less than access_token_min_seconds",
        ));
    }
    Ok(())
}
