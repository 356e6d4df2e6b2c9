import Foundation
import Testing

/// The program in examples/swift, which `NATIVE_AUTH_EXAMPLE` names, led through its questions.
@Suite struct ExampleTests {
    let emulator: Emulator
    let ada = "ada@example.com"

    init() throws {
        emulator = try Emulator()
    }

    private func talk(app: String = "mfa") throws -> Talk {
        guard let program = ProcessInfo.processInfo.environment["NATIVE_AUTH_EXAMPLE"] else {
            throw Emulator.Missing(what: "NATIVE_AUTH_EXAMPLE, which names the program of examples/swift")
        }
        let options = try emulator.options(app: app)
        return try Talk([program, options.tenant, options.clientId])
    }

    @Test func itAsksAgainAndSignsIn() async throws {
        try await emulator.addUser(ada, methods: [("email", "ada.second@example.com"), ("sms", "+4790012345")])
        let talk = try talk()
        talk.answer("E-mail address: ", ada)
        talk.answer("Password: ", "not-that-one")
        talk.answer("Password: ", Emulator.password)
        talk.answer("Number: ", "7")
        talk.answer("Number: ", "1")
        talk.hear("(empty for a new one): ")
        talk.say("nonsense")
        talk.hear("(empty for a new one): ")
        talk.say("")
        talk.hear("(empty for a new one): ")
        talk.say(try await emulator.newestCode("ada.second@example.com"))
        let rest = talk.rest()
        #expect(rest.contains("Hello, "))
        #expect(rest.contains("There is a token for: "))
        #expect(!talk.heard.contains(Emulator.password))
    }

    @Test func itRegistersASecondFactor() async throws {
        try await emulator.addUser(ada)
        let talk = try talk()
        talk.answer("E-mail address: ", ada)
        talk.answer("Password: ", Emulator.password)
        talk.answer("Number: ", "1")
        talk.answer("with +: ", "ada.second@example.com")
        talk.hear("(empty for a new one): ")
        talk.say(try await emulator.newestCode("ada.second@example.com"))
        #expect(talk.rest().contains("There is a token for: "))
    }

    @Test func aPasswordIsTakenAsTyped() async throws {
        let password = "  \(Emulator.password) "
        try await emulator.addUser(ada, password: password)
        let talk = try talk(app: "password")
        talk.answer("E-mail address: ", "  \(ada) ")
        talk.answer("Password: ", password)
        #expect(talk.rest().contains("There is a token for: "))
    }

    @Test func itSaysWhatIsWrong() throws {
        let talk = try talk()
        talk.answer("E-mail address: ", "nobody@example.com")
        #expect(talk.rest().contains("account"))
    }
}
