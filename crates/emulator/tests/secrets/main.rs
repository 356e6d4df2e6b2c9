//! What the emulator says of itself: a process of its own, since the log is the whole process's.

#[cfg(test)]
#[path = "../emulator/bench.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the other tests, which use the rest"
)]
mod bench;
#[cfg(test)]
mod diagnostics;
