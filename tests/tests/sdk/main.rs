//! The whole SDK over real HTTP and TLS.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod bad_network;
#[cfg(test)]
mod building;
#[cfg(test)]
mod damaged_records;
#[cfg(test)]
mod drops;
#[cfg(test)]
mod drops_reset_and_mfa;
#[cfg(test)]
mod flows;
#[cfg(test)]
mod id_tokens;
#[cfg(test)]
mod id_tokens_refused;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod msal_caches;
#[cfg(test)]
mod openings;
#[cfg(test)]
mod password_check;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod reset_password;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod silences;
#[cfg(test)]
mod silences_reset_and_mfa;
#[cfg(test)]
mod step_up;
#[cfg(test)]
mod stores;
#[cfg(test)]
mod suspension;
#[cfg(test)]
mod taps;
#[cfg(test)]
mod taps_reset_and_mfa;
#[cfg(test)]
mod token_requests;
#[cfg(test)]
mod unwilling_storage;
#[cfg(test)]
mod without_capabilities;
