//! The scenarios of `tests/scenarios`, with the Rust player. `cargo xtask scenarios` has all four players perform them.

#[cfg(test)]
mod performed;
