// swift-tools-version: 6.0

import Foundation
import PackageDescription

/// On Apple's systems the library comes as an XCFramework, which `make-xcframework.sh` builds. Elsewhere it is the shared
/// library `libnative_auth_ffi`, found in the directory that this variable names, or else in `lib` beside this file, where
/// `cargo xtask dist` puts it; or where the linker looks.
let libraryDirectory = Context.environment["NATIVE_AUTH_LIBRARY_DIRECTORY"] ?? Context.packageDirectory + "/lib"

#if os(macOS)
let library = Target.binaryTarget(name: "NativeAuthFFI", path: "NativeAuthFFI.xcframework")
let linking: [LinkerSetting] = []
#else
let library = Target.systemLibrary(name: "NativeAuthFFI", path: "Sources/NativeAuthFFI")
/// A program finds the library where it was built, or beside itself.
let linking: [LinkerSetting] = [
    .unsafeFlags([
        "-L", libraryDirectory,
        "-Xlinker", "-rpath", "-Xlinker", libraryDirectory,
        "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN",
    ])
]
#endif

/// The XCFramework holds static libraries, which name nothing of the system that they need.
let frameworks = ["CoreFoundation", "Security"].map { LinkerSetting.linkedFramework($0, .when(platforms: [.iOS, .macOS])) }

let package = Package(
    name: "NativeAuth",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [
        .library(name: "NativeAuth", targets: ["NativeAuth"])
    ],
    targets: [
        library,
        // What UniFFI makes of the library. The checks of the language's version 6 end in a crash of compiler 6.0 there.
        .target(
            name: "NativeAuthGenerated",
            dependencies: ["NativeAuthFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)],
            linkerSettings: frameworks + linking
        ),
        .target(
            name: "NativeAuth",
            dependencies: ["NativeAuthGenerated"],
            resources: [.copy("PrivacyInfo.xcprivacy")]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// What is handed out comes without them.
if FileManager.default.fileExists(atPath: Context.packageDirectory + "/Tests") {
    package.targets += [
        .testTarget(name: "NativeAuthTests", dependencies: ["NativeAuth", "Cycles"]),
        // Makes and lets go of many clients in a process of its own, whose memory a test watches.
        .executableTarget(name: "Cycles", dependencies: ["NativeAuth"], path: "Tests/Cycles"),
        // Plays the scenarios that all languages share (tests/scenarios).
        .executableTarget(name: "ScenarioPlayer", dependencies: ["NativeAuth"], path: "Tests/ScenarioPlayer"),
    ]
}
