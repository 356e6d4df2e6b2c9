import Foundation
import NativeAuth
import Testing

@Suite struct AccountTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    private func signedIn(_ client: NativeAuthClient) async throws -> Account {
        try await emulator.addUser(ada)
        return try account(await client.signIn(username: ada, password: Emulator.password))
    }

    @Test func aTokenComesFromMemoryAndByRefresh() async throws {
        let account = try await signedIn(emulator.client())
        let first = try await account.accessToken()
        #expect(try account.peekToken() == first.expose())
        #expect(try account.peekToken(scopes: ["nothing", "of-the-kind"]) == nil)
        let second = try await account.accessToken(options: TokenOptions(forceRefresh: true))
        #expect(second.expose() != first.expose())
        #expect(try account.exposeIdToken()?.isEmpty == false)
    }

    @Test func accountsAreFound() async throws {
        let client = try emulator.client()
        #expect(try await client.accounts().isEmpty)
        let account = try await signedIn(client)
        #expect(try await client.accounts() == [account])
        #expect(try await client.account(id: account.id) == account)
        #expect(try await client.account(username: "ADA@example.com") == account)
        #expect(try client.peekAccount(username: ada) == account)
        #expect(try await client.account(username: "grace@example.com") == nil)
        #expect(Set([account, account]).count == 1)
    }

    @Test func signingOutForgetsTheAccount() async throws {
        let client = try emulator.client()
        let account = try await signedIn(client)
        try await account.signOut()
        try await account.signOut()
        #expect(try account.claims() == nil)
        #expect(try account.peekToken() == nil)
        #expect(try await client.accounts().isEmpty)
        let error = try await refusal { try await account.accessToken() }
        #expect(error.recovery == .signInAgain)
        try await client.removeAccount(id: account.id)
    }

    @Test func eventsAreTold() async throws {
        let client = try emulator.client()
        var events = try client.accountEvents().makeAsyncIterator()
        let account = try await signedIn(client)
        #expect(await events.next() == .signedIn(account.id))
        _ = try await account.accessToken(options: TokenOptions(forceRefresh: true))
        #expect(await events.next() == .refreshed(account.id))
        try await account.signOut()
        #expect(await events.next() == .signedOut(account.id))
    }

    @Test func theStreamOfEventsEndsWithTheClient() async throws {
        let client = try emulator.client()
        let account = try await signedIn(client)
        let events = try client.accountEvents()
        let all = Task { await events.reduce(into: []) { $0.append($1) } }
        try await client.removeAccount(id: account.id)
        client.close()
        // What had happened may have been on its way; what matters is that it ends.
        #expect(await all.value.allSatisfy { $0 == .signedOut(account.id) })
        #expect(throws: NativeAuthError.self) { try client.accountEvents() }
    }

    @Test func aStreamThatIsLetGoIsToldNoMore() async throws {
        let client = try emulator.client()
        let listening = Task { [events = try client.accountEvents()] in
            await events.reduce(into: 0) { count, _ in count += 1 }
        }
        listening.cancel()
        #expect(await listening.value == 0)
        _ = try await signedIn(client)
    }

    @Test func aCacheOfMicrosoftsIsTakenOver() async throws {
        let account = try await signedIn(emulator.client())
        let client = try emulator.client()
        let own = try emulator.client()
        _ = try NativeAuthTests.account(await own.signIn(username: ada, password: Emulator.password))
        let imported = try await client.importMsalCache(own.exportMsalCache())
        #expect(imported.accounts == [account])
        #expect(imported.malformed == 0)
        let error = try await refusal { try await client.importMsalCache("no JSON") }
        #expect(error.kind == .misuse)
    }

    @Test func afterClosingEverythingSaysSo() async throws {
        try await emulator.addUser("grace@example.com")
        let client = try emulator.client()
        let account = try await signedIn(client)
        let step = try await client.signIn(username: "grace@example.com")
        let state = try password(step)
        client.close()
        client.close()
        for call in [
            { _ = try await client.signIn(username: ada) },
            { _ = try await client.accounts() },
            { _ = try await state.submitPassword(Emulator.password) },
            { _ = try await account.accessToken() },
            { _ = try await account.signOut() },
            { _ = try account.peekToken() },
            { _ = try account.claims() },
            { _ = try client.peekAccount(username: ada) },
            { _ = try client.suspend(step, key: .generate()) },
        ] as [() async throws -> Void] {
            #expect(try await refusal(call).code == "client_closed")
        }
        // Facts are no call.
        #expect(state.purpose == .existing)
        #expect(account.id.tenantId == emulator.tenantId)
    }

    @Test func identitiesAndWordsCanBeKept() throws {
        let id = AccountId(tenantId: "a", objectId: "b")
        #expect(try JSONDecoder().decode(AccountId.self, from: JSONEncoder().encode(id)) == id)
        let event = AccountEvent.storageLost(.keyLost)
        #expect(try JSONDecoder().decode(AccountEvent.self, from: JSONEncoder().encode(event)) == event)
        let kinds = try JSONEncoder().encode([ErrorKind.invalidCode])
        #expect(String(decoding: kinds, as: UTF8.self) == #"["invalid_code"]"#)
        let channels = try JSONEncoder().encode([ChallengeChannel.sms, .other("pigeon")])
        #expect(try JSONDecoder().decode([ChallengeChannel].self, from: channels) == [.sms, .other("pigeon")])
    }
}
