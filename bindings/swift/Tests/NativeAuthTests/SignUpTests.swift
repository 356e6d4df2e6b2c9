import NativeAuth
import Testing

@Suite struct SignUpTests {
    let emulator: Emulator
    let grace = "grace@example.com"

    init() throws {
        emulator = try Emulator()
    }

    @Test func codePasswordAndAttributesMakeAnAccountThatIsSignedIn() async throws {
        let client = try emulator.client()
        let codeState = try code(await client.signUp(username: grace))
        #expect(codeState.purpose == .signUp)
        #expect(codeState.flow == .signUp)
        let passwordState = try password(await codeState.submitCode(emulator.newestCode(grace)))
        #expect(passwordState.purpose == .new)
        let weak = try await refusal { try await passwordState.submitPassword("weak") }
        #expect(weak.kind == .passwordRejected)
        let state = try attributes(await passwordState.submitPassword(Emulator.password))
        #expect(state.attributes.map(\.name) == ["displayName", "city"])
        #expect(state.attributes.map(\.isRequired) == [true, true])
        #expect(state.validate(["displayName": "", "city": "4"]) == ["displayName": .empty, "city": .doesNotMatch])
        let refused = try await refusal { try await state.submitAttributes(["displayName": "Grace", "city": "4"]) }
        #expect(refused.kind == .invalidAttributes)
        #expect(refused.server?.invalidAttributes == ["city"])
        let account = try account(await state.submitAttributes(["displayName": "Grace", "city": "Oslo"]))
        #expect(try account.claims()?.name == "Grace")
    }

    @Test func whatIsKnownSavesSteps() async throws {
        let client = try emulator.client()
        let step = try await client.signUp(
            username: grace,
            password: Emulator.password,
            attributes: ["displayName": "Grace", "city": "Oslo"]
        )
        _ = try account(await code(step).submitCode(emulator.newestCode(grace)))
    }

    @Test func withoutSignInItIsCompletedAndCanGoOn() async throws {
        let client = try emulator.client(app: "otp")
        let step = try await client.signUp(username: grace, signIn: false)
        let state = try completed(await code(step).submitCode(emulator.newestCode(grace)))
        #expect(state.flow == .signUp)
        #expect(state.signInError == nil)
        #expect(state.canSignIn)
        let next = try #require(try await state.signIn())
        _ = try account(next)
    }

    @Test func aNameThatIsTakenIsRefused() async throws {
        try await emulator.addUser(grace)
        let client = try emulator.client()
        let error = try await refusal { try await client.signUp(username: grace, password: Emulator.password) }
        #expect(error.kind == .userExists)
        #expect(error.recovery == .chooseAnother)
    }

    @Test func aPasswordIsCheckedWhileItIsTyped() {
        #expect(checkNewPassword("a") == .tooShort)
        #expect(checkNewPassword("aaaaaaaaa") == .tooWeak)
        #expect(checkNewPassword(Emulator.password) == nil)
        let name = customAttributeName(
            extensionsAppId: "7122c8c9-385e-4a99-9003-fe073e326955", shortName: "loyaltyTier")
        #expect(name == "extension_7122c8c9385e4a999003fe073e326955_loyaltyTier")
        #expect(customAttributeName(extensionsAppId: "no GUID", shortName: "loyaltyTier") == nil)
    }
}
