import Foundation
import NativeAuth
import Testing

/// Code of the app that throws, blocks, answers late, or is let go of.
@Suite struct AppCodeTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    @Test(arguments: TransportFailure.allCases)
    func aTransportTellsWhyThereIsNoAnswer(_ failure: TransportFailure) async throws {
        let client = try emulator.client(transport: ScriptedTransport { _ in throw failure })
        let error = try await refusal { try await client.signIn(username: ada) }
        #expect(error.kind == expected(of: failure))
    }

    private func expected(of failure: TransportFailure) -> ErrorKind {
        switch failure {
        case .certificate, .tls: .certificate
        case .connectTimedOut, .timedOut: .timeout
        case .tooLarge: .unexpectedReply
        case .unreachable, .proxy, .connectionLost, .truncated: .network
        }
    }

    @Test func whatATransportThrowsBesidesStaysWithTheApp() async throws {
        let client = try emulator.client(transport: ScriptedTransport { _ in throw AppError() })
        let error = try await refusal { try await client.signIn(username: ada) }
        #expect(error.kind == .network)
        #expect(!"\(error)\(error.localizedDescription)\(error.detail ?? "")".contains(AppError.secret))
    }

    @Test func anAnswerThatIsNoneIsRefused() async throws {
        for response in [
            TransportResponse(status: -1, headers: [:], body: Data()),
            TransportResponse(status: 100_000, headers: [:], body: Data()),
            TransportResponse(status: 200, headers: [:], body: Data("no JSON".utf8)),
            TransportResponse(status: 500, headers: [:], body: Data()),
        ] {
            let client = try emulator.client(transport: ScriptedTransport { _ in response })
            _ = try await refusal { try await client.signIn(username: ada) }
        }
    }

    @Test func aTransportThatNeverAnswersIsGivenUpAndCancelled() async throws {
        let cancelled = AsyncStream.makeStream(of: Void.self)
        var options = try emulator.options(app: "password")
        options.exchangeTimeout = .milliseconds(100)
        let silent = ScriptedTransport { _ in
            await withTaskCancellationHandler {
                await untilCancelled()
            } onCancel: {
                cancelled.continuation.yield()
            }
            throw CancellationError()
        }
        let client = try NativeAuthClient(options: options, storage: .inMemory(), transport: silent)
        let error = try await refusal { try await client.signIn(username: ada) }
        #expect(error.kind == .timeout)
        for await _ in cancelled.stream { break }
    }

    @Test func aTransportIsCancelledWithTheTask() async throws {
        let begun = AsyncStream.makeStream(of: Void.self)
        let cancelled = AsyncStream.makeStream(of: Void.self)
        let client = try emulator.client(transport: ScriptedTransport { _ in
            begun.continuation.yield()
            await withTaskCancellationHandler {
                await untilCancelled()
            } onCancel: {
                cancelled.continuation.yield()
            }
            throw CancellationError()
        })
        let call = Task { try await client.signIn(username: ada) }
        for await _ in begun.stream { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        for await _ in cancelled.stream { break }
    }

    @Test func aTransportThatIsReleasedWithItsClientEndsTheCall() async throws {
        let error = try await refusal { () async throws in
            // The client is held by its call alone.
            try await emulator.client(transport: ScriptedTransport { _ in throw AppError() }).signIn(username: ada)
        }
        #expect(error.kind == .network)
    }

    @Test func aTransportThatBlocksKeepsNobodyElseWaiting() async throws {
        try await emulator.addUser(ada)
        let gate = Gate()
        let blocking = try emulator.client(transport: ScriptedTransport { _ in
            await withCheckedContinuation { go in
                Thread { gate.wait(); go.resume() }.start()
            }
            throw TransportFailure.unreachable
        })
        let blocked = Task { try await blocking.signIn(username: ada) }
        _ = try account(await emulator.client().signIn(username: ada, password: Emulator.password))
        gate.open()
        let error = try await refusal { try await blocked.value }
        #expect(error.kind == .network)
    }

    @Test func headersOfTheAppAreSentAndMayFail() async throws {
        let seen = Seen<String?>()
        let transport = RecordingTransport { seen.add($0.headers["x-fraud-signal"]) }
        let client = try NativeAuthClient(
            options: emulator.options(app: "password"), storage: .inMemory(), transport: transport,
            requestHeaders: { url in
                if url.path.hasSuffix("initiate") { return ["x-fraud-signal": "low"] }
                throw AppError()
            })
        try await emulator.addUser(ada)
        _ = try account(await client.signIn(username: ada, password: Emulator.password))
        #expect(seen.all.contains("low"))
        #expect(seen.all.last == .some(nil))
    }

    @Test func theLogIsToldAndMayBlock() async throws {
        try await emulator.addUser(ada)
        let gate = Gate()
        let lines = AsyncStream.makeStream(of: LogEntry.self)
        let client = try NativeAuthClient(
            options: emulator.options(app: "password"), storage: .inMemory(), logLevel: .debug,
            log: { entry in
                gate.wait()
                lines.continuation.yield(entry)
            })
        _ = try account(await client.signIn(username: ada, password: Emulator.password))
        gate.open()
        let first = try #require(await lines.stream.first { _ in true })
        #expect(!first.message.isEmpty)
        #expect(!first.target.isEmpty)
    }

    @Test func aClientWithoutALogDoesNotSilenceAnother() async throws {
        try await emulator.addUser(ada)
        let lines = AsyncStream.makeStream(of: LogEntry.self)
        let talking = try NativeAuthClient(
            options: emulator.options(app: "password"), storage: .inMemory(),
            log: { lines.continuation.yield($0) })
        _ = try await emulator.client().signIn(username: ada, password: Emulator.password)
        _ = try await talking.signIn(username: ada, password: Emulator.password)
        #expect(await lines.stream.first { $0.level == .info } != nil)
    }

    @Test func settingsOfTheBuiltInTransportDoNotGoWithAnother() throws {
        #expect(throws: NativeAuthError.self) {
            try NativeAuthClient(
                options: emulator.options(app: "password"), storage: .inMemory(),
                transport: URLSessionTransport(), proxy: "http://127.0.0.1:1")
        }
    }
}

/// Waits until the task is cancelled, and for nothing else.
private func untilCancelled() async {
    let (nothing, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in nothing {}
    continuation.finish()
}
