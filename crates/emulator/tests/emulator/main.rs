//! The emulator over real HTTP, as a client sees it.

#[cfg(test)]
mod apps_and_tenants;
#[cfg(test)]
mod bench;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod caps;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod codes_overlapping;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod continuation;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod export_import;
#[cfg(test)]
mod extension_app;
#[cfg(test)]
mod extensions;
#[cfg(test)]
mod extensions_failing;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod faults_flow;
#[cfg(test)]
mod faults_http;
#[cfg(test)]
mod faults_named;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod hosted;
#[cfg(test)]
mod hosted_codes;
#[cfg(test)]
mod hosted_faults;
#[cfg(test)]
mod hosted_methods;
#[cfg(test)]
mod hosted_requests;
#[cfg(test)]
mod import_refused;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mail_server;
#[cfg(test)]
mod management;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod repeatable;
#[cfg(test)]
mod reset_password;
#[cfg(test)]
mod reset_password_done;
#[cfg(test)]
mod rotation;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod second_factor_policy;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_up;
#[cfg(test)]
mod sign_up_refused;
#[cfg(test)]
mod throttling;
#[cfg(test)]
mod tls;
#[cfg(test)]
mod token_settings;
#[cfg(test)]
mod tokens;
