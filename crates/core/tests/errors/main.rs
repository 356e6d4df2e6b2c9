//! Errors: what each refusal of the server means, and the catalogue they come from.

#[cfg(test)]
#[path = "../common/at.rs"]
mod at;
#[cfg(test)]
mod attributes;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod data_file;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod error_table;
#[cfg(test)]
#[path = "../../../../tests/fixtures/v1.rs"]
mod fixtures;
#[cfg(test)]
mod redaction;
#[cfg(test)]
mod retry;
#[cfg(test)]
#[path = "../common/setting.rs"]
mod setting;
