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

/// A program that was started, and where its output comes.
struct Child: Sendable {
    let id: pid_t
    let output: Int32

    init(_ command: [String]) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Emulator.Missing(what: "a pipe") }
        // Other children are not to hold our ends open.
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        defer { close(ends[1]) }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id: pid_t = 0
        guard posix_spawn(&id, command[0], &actions, nil, &words, environ) == 0 else {
            close(ends[0])
            throw Emulator.Missing(what: "a program at \(command[0])")
        }
        self.id = id
        output = ends[0]
    }

    /// Waits for its end.
    func reap() {
        waitpid(id, nil, 0)
    }
}
