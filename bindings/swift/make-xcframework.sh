#!/bin/sh
# Builds NativeAuthFFI.xcframework, which the package links on Apple's systems, and puts what UniFFI makes of the library into
# the package. For a Mac with Xcode and a Rust toolchain; it has never been run, since the project has no such machine.
#
#   bindings/swift/make-xcframework.sh
set -eu

package=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$package/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/xcframework
# Small before fast, as every library that is shipped.
profile=${PROFILE:-shipped}

command -v xcodebuild >/dev/null || { echo "xcodebuild is missing: this needs a Mac with Xcode" >&2; exit 1; }
cd "$root"

# A static library for each kind of device. Without the library's own key store: on Apple's systems the package itself keeps
# tokens in the Keychain. Without what is shared with Microsoft's clients: there they keep no such file.
build() { # build TRIPLE
    rustup target add "$1"
    IPHONEOS_DEPLOYMENT_TARGET=16.0 MACOSX_DEPLOYMENT_TARGET=13.0 \
        cargo rustc -p native-auth-ffi --lib --crate-type staticlib --profile "$profile" --target "$1" \
        --no-default-features --features reqwest,ring,file
}
for triple in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin; do
    build "$triple"
done

rm -rf "$work" "$package/NativeAuthFFI.xcframework"
mkdir -p "$work/headers/NativeAuthFFI" "$work/generated" "$work/simulator" "$work/macos"
mkdir -p "$package/Sources/NativeAuthGenerated" # a fresh clone has none
library() { echo "$target/$1/$profile/libnative_auth_ffi.a"; }

cargo run -p native-auth-uniffi-bindgen -- generate "$(library aarch64-apple-darwin)" \
    --config uniffi.toml --language swift --out-dir "$work/generated" --no-format
cp "$work/generated/NativeAuth.swift" "$package/Sources/NativeAuthGenerated/"
# In a directory of their own: Xcode copies the headers of all XCFrameworks of an app into one, where two module maps clash.
cp "$work/generated/NativeAuthFFI.h" "$work/headers/NativeAuthFFI/"
printf 'module NativeAuthFFI {\n    header "NativeAuthFFI.h"\n    export *\n}\n' >"$work/headers/NativeAuthFFI/module.modulemap"

lipo -create -output "$work/simulator/libnative_auth_ffi.a" \
    "$(library aarch64-apple-ios-sim)" "$(library x86_64-apple-ios)"
lipo -create -output "$work/macos/libnative_auth_ffi.a" \
    "$(library aarch64-apple-darwin)" "$(library x86_64-apple-darwin)"

xcodebuild -create-xcframework \
    -library "$(library aarch64-apple-ios)" -headers "$work/headers" \
    -library "$work/simulator/libnative_auth_ffi.a" -headers "$work/headers" \
    -library "$work/macos/libnative_auth_ffi.a" -headers "$work/headers" \
    -output "$package/NativeAuthFFI.xcframework"
