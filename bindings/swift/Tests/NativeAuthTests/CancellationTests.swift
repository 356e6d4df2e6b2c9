import Testing

@testable import NativeAuth

@Suite struct CancellationTests {
    let emulator: Emulator
    let ada = "ada@example.com"
    let token = "oauth2/v2.0/token"

    init() throws {
        emulator = try Emulator()
    }

    /// The answer comes in ten minutes, long after the tests.
    private func delay(_ endpoint: String) async throws {
        try await emulator.force(["endpoint": endpoint, "delay_ms": 600_000])
    }

    @Test(arguments: [true, false])
    func itEndsTheRequestAndFreesTheState(withURLSession: Bool) async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client(transport: withURLSession ? URLSessionTransport() : nil)
        let state = try password(await client.signIn(username: ada))
        try await delay(token)
        let call = Task { try await state.submitPassword(Emulator.password) }
        try await emulator.untilFaultsAreMet()
        let refused = try await refusal { try await state.submitPassword(Emulator.password) }
        #expect(refused.kind == .inProgress)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        // The state is free at once.
        _ = try account(await state.submitPassword(Emulator.password))
        try await emulator.untilClientIsGone(from: token)
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let client = try emulator.client()
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.signIn(username: ada)
        }
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(try await emulator.requests().isEmpty)
    }

    @Test func everyCallOfAClientEndsWithItsTask() async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client(app: "otp")
        let calls: [(String, @Sendable () async throws -> Step)] = [
            ("oauth2/v2.0/initiate", { try await client.signIn(username: "ada@example.com") }),
            ("signup/v1.0/start", { try await client.signUp(username: "grace@example.com") }),
            ("resetpassword/v1.0/start", { try await client.resetPassword(username: "ada@example.com") }),
        ]
        for (endpoint, call) in calls {
            try await delay(endpoint)
            let task = Task { try await call() }
            try await emulator.untilFaultsAreMet()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await emulator.untilClientIsGone(from: endpoint)
        }
    }

    @Test func aRefreshGoesOnThoughWhoAskedGivesUp() async throws {
        try await emulator.addUser(ada)
        let holds = Locked(false)
        let reached = AsyncStream.makeStream(of: Void.self)
        let opened = AsyncStream.makeStream(of: Void.self)
        let client = try emulator.client(transport: ScriptedTransport { request in
            if holds.with({ $0 }) {
                reached.continuation.yield()
                for await _ in opened.stream { break }
            }
            return try await URLSessionTransport().send(request)
        })
        let account = try account(await client.signIn(username: ada, password: Emulator.password))
        let old = try account.peekToken()
        var events = try client.accountEvents().makeAsyncIterator()
        holds.with { $0 = true }
        let call = Task { try await account.accessToken(options: TokenOptions(forceRefresh: true)) }
        for await _ in reached.stream { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(try account.peekToken() == old)
        opened.continuation.yield()
        while await events.next() != .refreshed(account.id) {}
        #expect(try account.peekToken() != old)
    }

    @Test func closingEndsCallsAsTheyAre() async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client()
        let state = try password(await client.signIn(username: ada))
        try await delay(token)
        let call = Task { try await state.submitPassword(Emulator.password) }
        try await emulator.untilFaultsAreMet()
        client.close()
        let error = try await refusal { try await call.value }
        #expect(error.code == "client_closed")
        try await emulator.untilClientIsGone(from: token)
    }

    @Test func aGroupOfManyTasksIsCancelledAsOne() async throws {
        try await emulator.addUser(ada)
        try await emulator.force(["endpoint": "oauth2/v2.0/initiate", "delay_ms": 600_000, "times": 50])
        let client = try emulator.client()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        _ = try await client.signIn(username: "ada@example.com")
                        return false
                    } catch is CancellationError {
                        return true
                    }
                }
            }
            try await emulator.untilFaultsAreMet()
            group.cancelAll()
            for try await wasCancelled in group {
                #expect(wasCancelled)
            }
        }
    }
}
