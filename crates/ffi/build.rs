//! How the shared library is linked.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for argument in arguments() {
        println!("cargo:rustc-cdylib-link-arg={argument}");
    }
}

/// A tenth of a small library is the list of places that the loader moves; packed it is next to nothing.
fn arguments() -> &'static [&'static str] {
    let is_for_a_desktop = env::var_os("CARGO_FEATURE_KEYRING").is_some();
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        // Read by Android 6 (API level 23) and later.
        Ok("android") => &["-Wl,--pack-dyn-relocs=android"],
        // Read by glibc 2.36 and later: not for a desktop, where there may be an older one.
        Ok("linux") if !is_for_a_desktop => &["-Wl,-z,pack-relative-relocs"],
        _ => &[],
    }
}
