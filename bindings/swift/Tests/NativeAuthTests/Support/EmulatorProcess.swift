import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A running `native-auth emulator`. Foundation's `Process` waits on run loops, which tests in parallel block for each other,
/// so this asks the system itself.
struct EmulatorProcess: Sendable {
    /// The JSON that it printed once it answered requests.
    let firstLine: Data

    private let child: Child

    init(_ arguments: [String]) throws {
        guard let program = ProcessInfo.processInfo.environment["NATIVE_AUTH_BINARY"] else {
            throw Emulator.Missing(what: "NATIVE_AUTH_BINARY, which names the program `native-auth`")
        }
        child = try Child([program, "emulator", "--ready-json", "--log", "off"] + arguments)
        defer { close(child.output) }
        var line = Data()
        var byte: UInt8 = 0
        while read(child.output, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        firstLine = line
    }

    func end() {
        kill(child.id, SIGKILL)
        child.reap()
    }
}
