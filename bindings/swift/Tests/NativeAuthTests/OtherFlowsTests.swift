import NativeAuth
import Testing

/// Second factor, its registration, password reset, step-up, and the browser.
@Suite struct OtherFlowsTests {
    let emulator: Emulator
    let ada = "ada@example.com"
    let second = "ada.second@example.com"

    init() throws {
        emulator = try Emulator()
    }

    @Test func aSecondFactorIsChosenAndProved() async throws {
        try await emulator.addUser(ada, methods: [("email", second), ("sms", "+4790012345")])
        let client = try emulator.client(app: "mfa")
        let state = try method(await client.signIn(username: ada, password: Emulator.password))
        #expect(state.methods.map(\.channel) == [.email, .sms])
        let sms = try code(await state.chooseMethod(state.methods[1]))
        #expect(sms.channel == .sms)
        #expect(sms.purpose == .secondFactor)
        let again = try #require(try await sms.chooseAnotherMethod())
        let email = try code(await method(again).chooseMethod(id: state.methods[0].id))
        _ = try account(await email.submitCode(emulator.newestCode(second)))
    }

    @Test func aMethodThatNobodyHasIsAMistake() async throws {
        try await emulator.addUser(ada, methods: [("email", second), ("sms", "+4790012345")])
        let client = try emulator.client(app: "mfa")
        let state = try method(await client.signIn(username: ada, password: Emulator.password))
        let error = try await refusal { try await state.chooseMethod(id: "nobody's") }
        #expect(error.kind == .misuse)
        #expect(error.recovery == .fix)
    }

    @Test func aStrongMethodIsRegistered() async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client(app: "mfa")
        let state = try registration(await client.signIn(username: ada, password: Emulator.password))
        let email = try #require(state.methods.first { $0.channel == .email })
        let error = try await refusal { try await state.register(email, contact: "no address") }
        #expect(error.kind == .invalidContact)
        let codeState = try code(await state.register(email, contact: second))
        #expect(codeState.purpose == .registration)
        _ = try account(await codeState.submitCode(emulator.newestCode(second)))
    }

    @Test func aForgottenPasswordIsReplaced() async throws {
        try await emulator.addUser(ada)
        let client = try emulator.client()
        let codeState = try code(await client.resetPassword(username: ada))
        #expect(codeState.purpose == .resetPassword)
        let state = try password(await codeState.submitCode(emulator.newestCode(ada)))
        #expect(state.purpose == .new)
        #expect(state.expiresIn != nil)
        _ = try account(await state.submitPassword("Loud-Mountain-77"))
        let error = try await refusal { try await client.signIn(username: ada, password: Emulator.password) }
        #expect(error.kind == .invalidCredentials)
    }

    @Test func anAppWithoutScreensForItIsSentToTheBrowser() async throws {
        try await emulator.addUser(ada, methods: [("email", second)])
        var options = try emulator.options(app: "mfa")
        options.capabilities = []
        let client = try NativeAuthClient(options: options, storage: .inMemory())
        let state = try browser(await client.signIn(username: ada, password: Emulator.password))
        #expect(state.accountExists)
        #expect(state.capabilities.isEmpty)
        #expect(state.challengeTypes == ChallengeType.allCases)
        #expect(state.advice != nil)
    }

    @Test func anAccountProvesMore() async throws {
        try await emulator.addUser(ada, methods: [("email", second)])
        let client = try emulator.client()
        let account = try NativeAuthTests.account(await client.signIn(username: ada, password: Emulator.password))
        let claims = #"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#
        let refused = try await refusal {
            try await account.accessToken(scopes: [emulator.scope], options: TokenOptions(claims: claims))
        }
        let request = try StepUpRequest(error: refused, scopes: [emulator.scope])
        var step = try await account.stepUp(request, password: Emulator.password)
        if case .methodRequired(let state) = step {
            step = try await state.chooseMethod(state.methods[0])
        }
        step = try await code(step).submitCode(emulator.newestCode(second))
        #expect(try NativeAuthTests.account(step) == account)
    }

    @Test func aStepUpNeedsAChallenge() throws {
        #expect(throws: NativeAuthError.self) { try StepUpRequest(challenge: "Basic", scopes: []) }
    }
}
