//! What an emulator is started with.

mod check;
mod claims;
mod contoso;
mod error;
mod extension;
mod limits;
mod locate;
mod policy;
mod smtp;
mod tenant;
mod throttling;
mod tokens;

use std::net::{IpAddr, Ipv4Addr};

use serde::Deserialize;

use crate::clock::ClockMode;

pub(crate) use check::is_loopback;
pub use contoso::{
    CONTOSO_API_SCOPE, CONTOSO_APP_DISABLED, CONTOSO_APP_MFA, CONTOSO_APP_OTP,
    CONTOSO_APP_PASSWORD, CONTOSO_AUTHENTICATION_CONTEXT, CONTOSO_EXTENSIONS_APP_ID, CONTOSO_NAME,
    CONTOSO_TENANT_ID,
};
pub use error::ConfigError;
pub use extension::{ExtensionConfig, ExtensionEvent};
pub use limits::{Lifetimes, Limits};
pub use policy::{
    AuthenticationContextConfig, BlockedAnswer, BlockedMethod, MfaMode, PasswordResetConfig,
};
pub use smtp::SmtpConfig;
pub use tenant::{
    AppConfig, AttributeConfig, AttributeInput, SignInMethod, SignUpRefusal, TenantConfig,
    UserFlowConfig,
};
pub use throttling::Throttling;
pub use tokens::TokenConfig;

/// What an emulator is started with. [`Config::default`] serves the tenant `contoso` on a free
/// port of 127.0.0.1, over plain HTTP.
#[derive(Clone)]
pub struct Config {
    /// The address to listen on. Anything but a loopback address needs
    /// [`i_know_this_is_insecure`](Self::i_know_this_is_insecure).
    pub host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// Serve HTTPS, with a certificate of the emulator's own making for `localhost`, `127.0.0.1`,
    /// `::1` and [`host`](Self::host).
    pub tls: bool,
    /// Allows an address that other machines can reach. The pages under `/_emulator` then demand
    /// `Authorization: Bearer` with the management token.
    pub i_know_this_is_insecure: bool,
    /// The management token for that case; `None` makes a random one, which
    /// [`EmulatorHandle::management_token`](crate::EmulatorHandle::management_token) tells.
    pub management_token: Option<String>,
    /// The origins whose pages may call the tenants from a browser (CORS), such as
    /// `http://localhost:3000`; `*` stands for every one. The real service allows none, and so
    /// does this list when it is empty. The pages under `/_emulator` are never open to them.
    pub cors_origins: Vec<String>,
    /// Where the time comes from.
    pub clock: ClockMode,
    /// Makes every random value repeatable but the keys of TLS: codes, tokens, IDs, lifetimes and
    /// the RSA keys that sign. With a frozen [`clock`](Self::clock) too, the same requests one after
    /// the other get the same answers, byte for byte. For tests only: whoever knows the seed knows
    /// every secret, the private keys among them.
    pub seed: Option<u64>,
    /// How much of everything the emulator holds or accepts.
    pub limits: Limits,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// Whether traffic is limited as the real service limits it; it is not, unless said otherwise.
    pub throttling: Throttling,
    /// Whether a refresh token is good only once: one that was used is refused (50173), and with it
    /// everything that came of the same sign-in. The real service does not do so.
    pub strict_refresh_tokens: bool,
    /// Where codes by e-mail are sent besides the inbox; nowhere, unless given. A code that cannot be
    /// delivered is refused with 50185, and the flow stays where it is.
    pub smtp: Option<SmtpConfig>,
    /// Root certificates in PEM that are trusted where the emulator calls others over TLS, besides
    /// those of the system; one or several.
    pub trusted_roots_pem: Option<String>,
    /// The tenants; at least one.
    pub tenants: Vec<TenantConfig>,
}

impl Config {
    /// Reads a configuration file: the list [`cors_origins`](Self::cors_origins), the tables
    /// `limits` and `lifetimes`, `throttling` (`"off"`, `"service"` or `"trial"`),
    /// [`strict_refresh_tokens`](Self::strict_refresh_tokens),
    /// the table `smtp` ([`SmtpConfig`]), [`trusted_roots_pem`](Self::trusted_roots_pem) and the list `tenants`, each optional, with the fields of [`Limits`], [`Lifetimes`] and [`TenantConfig`]. What the
    /// file leaves out is as in [`Config::default`]; with a list of tenants, `contoso` is only
    /// there if the list has it.
    ///
    /// ```
    /// let config = native_auth_emulator::Config::from_toml_str(r#"
    ///     [lifetimes]
    ///     code_seconds = 60
    ///
    ///     [[tenants]]
    ///     name = "fabrikam"
    ///     tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
    ///     extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
    ///     scopes = ["api://orders/Read"]
    ///
    ///     [[tenants.user_flows]]
    ///     name = "customers"
    ///     method = "password" # or "otp"
    ///     attributes = [{ name = "displayName", required = true }]
    ///
    ///     [[tenants.apps]]
    ///     name = "shop"
    ///     client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b"
    ///     user_flow = "customers"
    /// "#)?;
    /// assert_eq!(config.tenants[0].apps[0].name, "shop");
    /// # Ok::<(), native_auth_emulator::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names the field and the line at fault.
    pub fn from_toml_str(text: &str) -> Result<Self, ConfigError> {
        let reader = toml::Deserializer::parse(text)
            .map_err(|error| ConfigError::from_toml(text, String::new(), &error))?;
        let file: File = serde_path_to_error::deserialize(reader).map_err(|error| {
            let path = error.path().to_string();
            ConfigError::from_toml(text, path, error.inner())
        })?;
        let config = Self {
            cors_origins: file.cors_origins,
            limits: file.limits,
            lifetimes: file.lifetimes,
            throttling: file.throttling,
            strict_refresh_tokens: file.strict_refresh_tokens,
            smtp: file.smtp,
            trusted_roots_pem: file.trusted_roots_pem,
            tenants: file.tenants.unwrap_or_else(|| vec![contoso::tenant()]),
            ..Self::default()
        };
        config.check().map_err(|error| error.located_in(text))?;
        Ok(config)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            tls: false,
            i_know_this_is_insecure: false,
            management_token: None,
            cors_origins: Vec::new(),
            clock: ClockMode::System,
            seed: None,
            limits: Limits::default(),
            lifetimes: Lifetimes::default(),
            throttling: Throttling::default(),
            strict_refresh_tokens: false,
            smtp: None,
            trusted_roots_pem: None,
            tenants: vec![contoso::tenant()],
        }
    }
}

// By hand: the management token is a secret.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("i_know_this_is_insecure", &self.i_know_this_is_insecure)
            .field("cors_origins", &self.cors_origins)
            .field("limits", &self.limits)
            .field("lifetimes", &self.lifetimes)
            .field("throttling", &self.throttling)
            .field("strict_refresh_tokens", &self.strict_refresh_tokens)
            .field("tenants", &self.tenants)
            .finish_non_exhaustive()
    }
}

/// The file as written. Host, port and TLS belong to whoever starts the emulator, not in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    cors_origins: Vec<String>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    lifetimes: Lifetimes,
    #[serde(default)]
    throttling: Throttling,
    #[serde(default)]
    strict_refresh_tokens: bool,
    smtp: Option<SmtpConfig>,
    trusted_roots_pem: Option<String>,
    tenants: Option<Vec<TenantConfig>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> ConfigError {
        Config::from_toml_str(text).unwrap_err()
    }

    #[test]
    fn an_empty_file_is_the_default() {
        let config = Config::from_toml_str("").unwrap();
        assert_eq!(config.tenants.len(), 1);
        assert_eq!(config.tenants[0].tenant_id, CONTOSO_TENANT_ID);
        assert_eq!(config.lifetimes.continuation_token_seconds, 600);
    }

    #[test]
    fn a_whole_tenant_can_be_written() {
        let config = Config::from_toml_str(
            r#"
            [lifetimes]
            continuation_token_seconds = 30

            [[tenants]]
            name = "fabrikam"
            tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
            extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
            scopes = ["api://orders/Read", "api://orders/Write"]

            [[tenants.user_flows]]
            name = "customers"
            method = "password"
            attributes = [
                { name = "displayName", required = true },
                { name = "Newsletter", custom = true, input = "CheckboxSingleSelect" },
            ]

            [[tenants.apps]]
            name = "shop"
            client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b"
            user_flow = "customers"
            "#,
        )
        .unwrap();
        assert_eq!(config.lifetimes.continuation_token_seconds, 30);
        let tenant = &config.tenants[0];
        assert_eq!(tenant.name, "fabrikam");
        assert!(tenant.apps[0].native_auth && tenant.apps[0].public_client);
        assert!(tenant.user_flows[0].sign_up_allowed);
    }

    #[test]
    fn an_error_names_the_field_and_the_line() {
        let error = refused("\n[limits]\nbody_bytes = \"many\"\n");
        assert_eq!(error.field(), "limits.body_bytes");
        assert_eq!(error.line(), Some(3));

        let error = refused("[limits]\nbodybytes = 1\n");
        assert_eq!(error.line(), Some(2));
        assert!(error.to_string().contains("bodybytes"), "{error}");

        let error = refused("[limits\n");
        assert_eq!(error.line(), Some(1));
    }

    #[test]
    fn a_wrong_value_is_named_by_its_path() {
        let tenant = |name: &str, client: &str, flow: &str| {
            format!(
                "[[tenants]]\nname = \"{name}\"\n\
                 tenant_id = \"0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10\"\n\
                 extensions_app_id = \"5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40\"\n\
                 user_flows = [{{ name = \"f\", method = \"otp\" }}]\n\
                 apps = [{{ name = \"a\", client_id = \"{client}\", user_flow = \"{flow}\" }}]\n"
            )
        };
        let good = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b";
        assert!(Config::from_toml_str(&tenant("t", good, "f")).is_ok());
        for (name, client, flow, field) in [
            ("a/b", good, "f", "tenants[0].name"),
            ("t", "not-a-guid", "f", "tenants[0].apps[0].client_id"),
            ("t", good, "g", "tenants[0].apps[0].user_flow"),
        ] {
            assert_eq!(refused(&tenant(name, client, flow)).field(), field);
        }
        assert_eq!(refused("tenants = []").field(), "tenants");
        assert_eq!(
            refused("[lifetimes]\ncontinuation_token_seconds = 0").field(),
            "lifetimes.continuation_token_seconds"
        );
    }
}
