import Foundation
import NativeAuth
import Testing

@Suite struct StorageTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    private func directory() throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }

    @Test func aStorageOfTheAppKeepsAccountsForTheNextClient() async throws {
        try await emulator.addUser(ada)
        let storage = TokenStorage.custom(HookedStorage())
        let first = try emulator.client(storage: storage)
        let account = try account(await first.signIn(username: ada, password: Emulator.password))
        first.close()
        let second = try emulator.client(storage: storage)
        let listed = try #require(try await second.accounts().first)
        #expect(listed == account)
        #expect(try listed.username() == ada)
        try await listed.load()
        #expect(try listed.claims() != nil)
        try await second.removeAccount(id: account.id)
        #expect(try await second.accounts().isEmpty)
    }

    @Test(arguments: StorageFailure.allCases)
    func aStorageThatFailsIsAnErrorOfItsOwn(_ failure: StorageFailure) async throws {
        let client = try emulator.client(storage: .custom(HookedStorage { _ in throw failure }))
        let error = try await refusal { try await client.accounts() }
        #expect(error.kind == .storageUnavailable || error.kind == .storage)
    }

    @Test func whatAStorageThrowsBesidesStaysWithTheApp() async throws {
        let client = try emulator.client(storage: .custom(HookedStorage { _ in throw AppError() }))
        let error = try await refusal { try await client.accounts() }
        #expect(!"\(error)\(error.localizedDescription)\(error.detail ?? "")".contains(AppError.secret))
    }

    @Test func tokensThatCannotBeKeptAreTold() async throws {
        try await emulator.addUser(ada)
        let storage = HookedStorage { if $0 == .save { throw StorageFailure.full } }
        let client = try emulator.client(storage: .custom(storage))
        var events = try client.accountEvents().makeAsyncIterator()
        _ = try account(await client.signIn(username: ada, password: Emulator.password))
        var told: [AccountEvent] = []
        while !told.contains(.storageLost(.notWritten)) {
            told.append(try #require(await events.next()))
        }
    }

    @Test func aStorageThatBlocksIsGivenUpWithTheCall() async throws {
        let gate = Gate()
        let begun = AsyncStream.makeStream(of: Void.self)
        let client = try emulator.client(storage: .custom(HookedStorage { _ in
            begun.continuation.yield()
            gate.wait()
        }))
        let call = Task { try await client.accounts() }
        for await _ in begun.stream { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        gate.open()
        #expect(try await client.accounts().isEmpty)
    }

    @Test func aSealedFileNeedsItsPassphrase() async throws {
        try await emulator.addUser(ada)
        let directory = try directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        func storage(_ passphrase: String) -> TokenStorage {
            .passphrase(directory: directory, profile: "main", passphrase: passphrase)
        }
        let first = try emulator.client(storage: storage("correct horse"))
        let account = try account(await first.signIn(username: ada, password: Emulator.password))
        first.close()
        #expect(try await emulator.client(storage: storage("correct horse")).accounts() == [account])
        let other = try emulator.client(storage: storage("battery staple"))
        let error = try await refusal { try await other.accounts() }
        #expect(error.kind == .storage || error.kind == .storageUnavailable)
    }

    @Test func aSealedFileTakesAKeyOfTheApps() async throws {
        try await emulator.addUser(ada)
        let directory = try directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let key = SealingKey.generate()
        let storage = try TokenStorage.sealedFile(directory: directory, profile: "main", key: key)
        let account = try account(
            await emulator.client(storage: storage).signIn(username: ada, password: Emulator.password))
        let again = try TokenStorage.sealedFile(directory: directory, profile: "main", key: key)
        #expect(try await emulator.client(storage: again).accounts() == [account])
        let error = try await refusal {
            try TokenStorage.sealedFile(directory: directory, profile: "main", key: SealingKey(Data([1])))
        }
        #expect(error.kind == .configuration)
    }

    @Test func aFileOfMicrosoftsIsShared() async throws {
        try await emulator.addUser(ada)
        let directory = try directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let storage = TokenStorage.msalFile(at: directory.appendingPathComponent("cache.json"))
        let account = try account(
            await emulator.client(storage: storage).signIn(username: ada, password: Emulator.password))
        #expect(try await emulator.client(storage: storage).accounts() == [account])
    }

    @Test func aLockHasOneHolderAtATime() throws {
        let directory = try directory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let locks = FileLocks(directory: directory.appendingPathComponent("locks"))
        let first = try #require(try locks.lock("one/name", patience: .zero))
        #expect(try locks.lock("one/name", patience: .milliseconds(30)) == nil)
        let other = try #require(try locks.lock("another", patience: .zero))
        try first.release()
        try first.release()
        let second = try #require(try locks.lock("one/name", patience: .zero))
        try second.release()
        try other.release()
        #expect(throws: StorageFailure.unreachable) {
            try FileLocks(directory: URL(fileURLWithPath: "/dev/null/locks")).lock("a", patience: .zero)
        }
    }
}
