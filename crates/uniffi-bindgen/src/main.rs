//! Makes the Swift, Kotlin and Python sources of the compiled facade: `uniffi-bindgen generate --help`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
