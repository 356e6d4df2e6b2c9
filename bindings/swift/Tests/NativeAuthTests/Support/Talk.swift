import Foundation

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A program that asks and is answered. It ends with this.
final class Talk {
    /// All that it wrote.
    private(set) var heard = ""

    private let child: Child
    /// What it wrote since it was answered last.
    private var unanswered = ""

    init(_ command: [String]) throws {
        child = try Child(command, listens: true)
    }

    deinit {
        close(child.output)
        kill(child.id, SIGKILL)
        child.reap()
    }

    /// Waits until it has written this, and answers.
    func answer(_ question: String, _ answer: String) {
        hear(question)
        say(answer)
    }

    /// Waits until what it wrote ends with this, or it has ended.
    func hear(_ question: String) {
        while !unanswered.hasSuffix(question), more() {}
    }

    func say(_ line: String) {
        unanswered = ""
        let bytes = Array("\(line)\n".utf8)
        _ = write(child.input, bytes, bytes.count)
    }

    /// What it writes until its end.
    func rest() -> String {
        close(child.input)
        while more() {}
        return unanswered
    }

    private func more() -> Bool {
        var byte: UInt8 = 0
        guard read(child.output, &byte, 1) == 1 else { return false }
        let character = Character(UnicodeScalar(byte))
        heard.append(character)
        unanswered.append(character)
        return true
    }
}
