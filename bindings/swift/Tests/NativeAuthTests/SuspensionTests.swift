import Foundation
import NativeAuth
import Testing

@Suite struct SuspensionTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    @Test func aStepIsGoneOnWithByAnotherClient() async throws {
        try await emulator.addUser(ada, password: nil)
        let first = try emulator.client(app: "otp")
        let step = try await first.signIn(username: ada)
        let key = SealingKey.generate()
        let sealed = try first.suspend(step, key: key)
        first.close()
        let second = try emulator.client(app: "otp")
        let state = try code(second.resume(sealed, key: SealingKey(key.expose())))
        #expect(state.purpose == .firstFactor)
        _ = try account(await state.submitCode(emulator.newestCode(ada)))
    }

    @Test func whatIsNotRightIsRefused() async throws {
        try await emulator.addUser(ada, password: nil)
        let client = try emulator.client(app: "otp")
        let step = try await client.signIn(username: ada)
        let key = SealingKey.generate()
        let sealed = try client.suspend(step, key: key)

        func refused(_ work: () throws -> Void) async throws -> NativeAuthError {
            try await refusal(work)
        }
        let other = try await refused { _ = try client.resume(sealed, key: .generate()) }
        #expect(other.kind == .flowExpired)
        let otherEnd = try #require(sealed.last) ^ 1
        let changed = try await refused { _ = try client.resume(sealed.dropLast() + [otherEnd], key: key) }
        #expect(changed.kind == .flowExpired)
        let short = try await refused { _ = try client.suspend(step, key: SealingKey(Data([1, 2]))) }
        #expect(short.kind == .configuration)
        let empty = try await refused { _ = try client.resume(Data(), key: key) }
        #expect(empty.kind == .flowExpired)
        let ofAnotherApp = try emulator.client(app: "password")
        let foreign = try await refused { _ = try ofAnotherApp.resume(sealed, key: key) }
        #expect(foreign.kind == .flowExpired)
        #expect(Set([other.code, foreign.code]).count == 2)
    }

    /// As after a call that waits: this did not even compile while calls that answer at once threw with a type.
    @Test func theUsualCatchServesCallsThatAnswerAtOnce() throws {
        let client = try emulator.client()
        do {
            _ = try client.resume(Data(), key: .generate())
            Issue.record("nothing is no step")
        } catch let error as NativeAuthError where error.recovery == .startOver {
            #expect(error.kind == .flowExpired)
        }
    }

    @Test func nothingGoesOnAfterTheEnd() async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client()
        let step = try await client.signIn(username: ada, password: Emulator.password)
        let error = try await refusal { try client.suspend(step, key: .generate()) }
        #expect(error.kind == .misuse)
    }
}
