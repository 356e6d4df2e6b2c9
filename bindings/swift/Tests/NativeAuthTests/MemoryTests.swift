import Foundation
import Testing

/// Ten thousand clients, made and let go of, in a process that does nothing else.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm"), "the measure is of Linux"))
struct MemoryTests {
    private static let most = 2 << 20

    @Test func clientsThatAreLetGoOfLeaveNothing() async throws {
        #expect(try await growth() <= Self.most)
    }

    @Test func oneHandleKeptPerCycleShows() async throws {
        #expect(try await growth("--keep-one") > Self.most)
    }

    /// By how many bytes the process grew. It is waited for on a thread of its own: those of Swift are few.
    private func growth(_ arguments: String...) async throws -> Int {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        let program = tests.deletingLastPathComponent().appendingPathComponent("Cycles").path
        let child = try Child([program] + arguments)
        let text = await withCheckedContinuation { done in
            Thread {
                let output = FileHandle(fileDescriptor: child.output, closeOnDealloc: true)
                let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
                child.reap()
                done.resume(returning: text)
            }.start()
        }
        print("growth over 10,000 cycles \(arguments):", text)
        return try #require(Int(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
}
