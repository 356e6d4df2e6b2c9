import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A program that was started, where its output comes, and where its input goes, if it listens.
struct Child: Sendable {
    let id: pid_t
    let output: Int32
    let input: Int32

    init(_ command: [String], listens: Bool = false) throws {
        let output = try Pipe()
        let input = try Pipe()
        defer {
            close(output.write)
            close(input.read)
        }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.read, 0)
        posix_spawn_file_actions_adddup2(&actions, output.write, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = command.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id: pid_t = 0
        let failure = posix_spawn(&id, command[0], &actions, nil, &words, environ)
        if failure != 0 || !listens {
            close(input.write)
        }
        guard failure == 0 else {
            close(output.read)
            throw Emulator.Missing(what: "a program at \(command[0])")
        }
        self.id = id
        self.output = output.read
        self.input = input.write
    }

    /// Waits for its end.
    func reap() {
        waitpid(id, nil, 0)
    }
}

/// The two ends of a pipe, which other children do not inherit.
private struct Pipe {
    let read: Int32
    let write: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Emulator.Missing(what: "a pipe") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (read, write) = (ends[0], ends[1])
    }
}
