// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "SignIn",
    platforms: [.macOS(.v13)],
    dependencies: [.package(path: "../../../bindings/swift")],
    targets: [
        .executableTarget(name: "SignIn", dependencies: [.product(name: "NativeAuth", package: "swift")])
    ],
    swiftLanguageModes: [.v6]
)
