import Foundation
import NativeAuth
import Testing

@Suite struct SignInTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    @Test func withThePasswordItIsOneCall() async throws {
        let objectId = try await emulator.addUser(ada)
        let client = try emulator.client()
        let account = try account(await client.signIn(username: ada, password: Emulator.password))
        #expect(account.id == AccountId(tenantId: emulator.tenantId, objectId: objectId))
        #expect(try account.claims()?.isFromEmulator == true)
    }

    @Test func aWrongPasswordLeavesTheStateForTheRightOne() async throws {
        try await emulator.addUser(ada)
        let state = try password(await emulator.client().signIn(username: ada))
        #expect(state.flow == .signIn)
        #expect(state.purpose == .existing)
        let error = try await refusal { try await state.submitPassword("not-that-one") }
        #expect(error.kind == .invalidCredentials)
        #expect(error.recovery == .askAgain)
        #expect(error.retry == .afterChange)
        _ = try account(await state.submitPassword(Emulator.password))
    }

    @Test func aWrongCodeLeavesTheStateForTheRightOne() async throws {
        try await emulator.addUser(ada, password: nil)
        let state = try code(await emulator.client(app: "otp").signIn(username: ada))
        #expect(state.purpose == .firstFactor)
        #expect(state.channel == .email)
        #expect(state.codeLength == 8)
        #expect(!state.canChooseAnotherMethod)
        #expect(try await state.chooseAnotherMethod() == nil)
        let error = try await refusal { try await state.submitCode("wrong") }
        #expect(error.kind == .invalidCode)
        _ = try account(await state.submitCode(emulator.newestCode(ada)))
    }

    @Test func aNewCodeComesWithANewState() async throws {
        try await emulator.addUser(ada, password: nil)
        let first = try code(await emulator.client(app: "otp").signIn(username: ada))
        let old = try await emulator.newestCode(ada)
        let second = try code(await first.resendCode())
        let error = try await refusal { try await first.submitCode(old) }
        #expect(error.kind == .misuse)
        _ = try account(await second.submitCode(emulator.newestCode(ada)))
    }

    @Test func nobodyIsSignedInUnderAnUnknownName() async throws {
        let client = try emulator.client()
        let error = try await refusal { try await client.signIn(username: ada) }
        #expect(error.kind == .userNotFound)
        #expect(error.status == 400)
        #expect(error.server?.error == "user_not_found")
        #expect(error.correlationId != nil)
    }

    @Test func scopesAndCorrelationIdAreTakenAlong() async throws {
        try await emulator.addUser(ada)
        let id = "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64"
        let client = try emulator.client()
        let step = try await client.signIn(
            username: ada, password: Emulator.password, scopes: [emulator.scope], correlationId: id)
        let token = try await account(step).accessToken(scopes: [emulator.scope])
        #expect(token.scopes.contains(emulator.scope))
        #expect(token.expiresAt > Date.now)
        #expect(!token.isStale)
        #expect(try await emulator.requestLog().contains(id))
        let error = try await refusal { try await client.signIn(username: ada, correlationId: "no GUID") }
        #expect(error.code == "correlation_id_invalid")
    }

    @Test func theServiceIsToldThatItIsSwift() async throws {
        try await emulator.addUser(ada)
        let seen = Seen<String>()
        let recording = RecordingTransport { seen.add($0.headers.first { $0.key.lowercased() == "x-client-sku" }?.value ?? "") }
        let client = try emulator.client(transport: recording)
        _ = try await client.signIn(username: ada, password: Emulator.password)
        #expect(Set(seen.all) == ["native-auth.swift"])
    }
}
