//! Who may depend on whom, and on what.
//!
//! `wire` and `core` do no IO, read no clock and draw no random numbers. Their own `clippy.toml`
//! says so of their code; these tests say so of everything below them. The arrows between our
//! crates are drawn in `docs/architecture.md`.

#[cfg(test)]
mod arrows;
#[cfg(test)]
mod cargo;
#[cfg(test)]
mod purity;
