import Foundation
import NativeAuth
import Testing

@Suite struct SnippetTests {
    /// Every block of Swift in docs/swift.md stands in Snippets.swift, and so compiles.
    @Test func everySnippetOfThePageCompiles() throws {
        let here = URL(fileURLWithPath: #filePath)
        var root = here
        for _ in 0..<5 { root.deleteLastPathComponent() }
        let page = try lines(root.appendingPathComponent("docs/swift.md"))
        let compiled = try lines(here.deletingLastPathComponent().appendingPathComponent("Snippets.swift"))

        var block: [String]?
        var count = 0
        for line in page {
            if line == "```swift" {
                block = []
            } else if line == "```", let lines = block {
                #expect(isWithin(compiled, lines), "not in Snippets.swift:\n\(lines.joined(separator: "\n"))")
                count += 1
                block = nil
            } else {
                block?.append(line)
            }
        }
        #expect(count == 15)
    }

    @Test func theStorageOfThePageKeepsAccounts() async throws {
        let emulator = try Emulator()
        try await emulator.addUser("ada@example.com")
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        let locks = FileLocks(directory: directory)
        let storage = TokenStorage.custom(OneFile(file: directory.appendingPathComponent("tokens"), locks: locks))
        let client = try emulator.client(storage: storage, transport: Logging())
        let account = try account(await client.signIn(username: "ada@example.com", password: Emulator.password))
        #expect(try await emulator.client(storage: storage).accounts() == [account])
    }

    /// Without what stands before it: a snippet is not indented as its surroundings are.
    private func lines(_ file: URL) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private func isWithin(_ all: [String], _ some: [String]) -> Bool {
        !some.isEmpty && all.indices.contains { all[$0...].starts(with: some) }
    }
}
