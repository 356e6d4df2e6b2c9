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
#[path = "../emulator/browser.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use the rest")]
mod browser;
#[cfg(test)]
mod diagnostics;
#[cfg(test)]
#[path = "../emulator/extension_app.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use the rest")]
mod extension_app;
#[cfg(test)]
#[path = "../emulator/mail_server.rs"]
#[expect(dead_code, reason = "shared with the other tests, which use the rest")]
mod mail_server;
