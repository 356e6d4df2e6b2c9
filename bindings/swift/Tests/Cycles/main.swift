// Makes and lets go of 10,000 clients, each with everything of an app's own and a call that fails, and prints by how many bytes
// the process has grown. With `--keep-one` one object of each is kept, the error that its call failed with, which has to show.

import Foundation
import NativeAuth

#if canImport(Glibc)
import Glibc
#endif

let cycles = 10_000
let keepsOne = CommandLine.arguments.contains("--keep-one")
let warmUp = 2_000

struct Refusing: Transport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
        throw TransportFailure.unreachable
    }
}

struct Empty: Storage {
    struct Lock: StorageLock {
        func release() {}
    }

    func load(_ key: String) -> Data? { nil }
    func save(_ bytes: Data, under key: String) {}
    func delete(_ key: String) {}
    func keys(withPrefix prefix: String) -> [String] { [] }
    func lock(_ name: String, patience: Duration) -> (any StorageLock)? { Lock() }
}

func cycle() async throws -> NativeAuthError {
    let options = ClientOptions(tenant: "contoso", clientId: "00000000-0000-4000-8000-000000000000")
    let client = try NativeAuthClient(
        options: options, storage: .custom(Empty()), transport: Refusing(),
        requestHeaders: { _ in [:] }, log: { _ in })
    let events = try client.accountEvents()
    do {
        _ = try await client.signIn(username: "ada@example.com")
    } catch let error as NativeAuthError where error.kind == .network {
        client.close()
        for await _ in events {}
        return error
    }
    fatalError("a transport that refuses let somebody in")
}

/// What of the process is in memory.
func resident() -> Int {
    #if canImport(Glibc)
    // Gives back what is free, so that only what is held counts. Swift's module of the C library lacks it.
    if let trim = dlsym(nil, "malloc_trim") {
        _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> Int32).self)(0)
    }
    #endif
    let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
    return Int(pages ?? "0")! * Int(getpagesize())
}

var kept: [NativeAuthError] = []
for _ in 0..<warmUp {
    _ = try await cycle()
}
let before = resident()
for _ in 0..<cycles {
    let error = try await cycle()
    if keepsOne {
        kept.append(error)
    }
}
print(resident() - before)
