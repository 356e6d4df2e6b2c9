//! The persisted form: snapshots of what is written, and what is read of anything.

#[cfg(test)]
mod persisted;
