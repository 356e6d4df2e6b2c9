import Foundation
import NativeAuth
import Testing

/// After full flows, nothing that can be printed holds a secret or an address.
@Suite struct CanaryTests {
    let emulator: Emulator
    let address = "canary.address@example.com"
    let third = "canary.third@example.com"
    let second = "canary.second@example.com"
    let phone = "+4790012345"
    let secret = "Canary-Password-42"
    let city = "Canaryville"

    init() throws {
        emulator = try Emulator()
    }

    @Test func nothingShowsWhatIsSecret() async throws {
        let shown = Shown()
        let lines = Seen<LogEntry>()
        let requests = Seen<TransportRequest>()
        let client = try NativeAuthClient(
            options: emulator.options(app: "mfa"), storage: .inMemory(),
            transport: RecordingTransport { requests.add($0) }, logLevel: .trace, log: { lines.add($0) })
        let events = try client.accountEvents()
        shown.add(client)
        shown.add(TokenStorage.passphrase(directory: URL(fileURLWithPath: "/nowhere"), profile: "p", passphrase: secret))

        // Sign-up with a code, a password and attributes, then a registration.
        var step = try await client.signUp(username: address)
        shown.add(step)
        var codes = [try await emulator.newestCode(address)]
        shown.add(try await refusal { try await code(step).submitCode("canary-wrong") })
        step = try await code(step).submitCode(codes[0])
        shown.add(step)
        shown.add(try await refusal { try await password(step).submitPassword("canary-weak") })
        step = try await password(step).submitPassword(secret)
        shown.add(step)
        let values: [String: AttributeValue] = ["displayName": "Canary Name", "city": .text(city)]
        shown.add(values)
        step = try await attributes(step).submitAttributes(values)
        shown.add(step)
        let method = try registration(step).methods[0]
        shown.add(method)
        step = try await registration(step).register(method, contact: third)
        if case .codeRequired(let state) = step {
            codes.append(try await emulator.newestCode(third))
            step = try await state.submitCode(codes[1])
        }
        shown.add(step)
        let account = try account(step)

        // A second factor.
        try await emulator.addUser(second, password: secret, methods: [("sms", phone), ("email", address)])
        let other = try await client.signIn(username: second, password: secret)
        shown.add(other)
        shown.add(try NativeAuthTests.method(other).methods)
        let key = SealingKey.generate()
        shown.add(key)
        shown.add(try client.resume(client.suspend(other, key: key), key: key))
        step = try await NativeAuthTests.method(other).chooseMethod(NativeAuthTests.method(other).methods[1])
        shown.add(step)
        codes.append(try await emulator.newestCode(address))

        // Tokens, claims, refusals.
        let token = try await account.accessToken()
        shown.add(token)
        let claims = try #require(try account.claims())
        shown.add(claims)
        shown.add(try await refusal { try await client.signIn(username: "canary.nobody@example.com") })
        let wrong = try await refusal { try await client.signIn(username: address, password: "canary-wrong") }
        shown.add(wrong)
        shown.add(try #require(wrong.server))
        shown.add(StepUpRequest(claims: "{}", username: address))
        shown.add(TokenOptions(claims: "canary-claims"))
        shown.add(try await client.accounts())
        shown.add(requests.all)
        shown.add(TransportResponse(status: 200, headers: ["canary": secret], body: Data(secret.utf8)))
        try await account.signOut()
        client.close()
        for await event in events { shown.add(event) }
        shown.add(lines.all)

        let secrets = [
            address, second, third, phone, secret, city, "canary-", "Canary Name", token.expose(),
            key.expose().base64EncodedString(), "\([UInt8](key.expose()))",
        ] + codes
        #expect(shown.texts.count > 100)
        for text in shown.texts {
            for secret in secrets {
                #expect(!text.lowercased().contains(secret.lowercased()), "\(text)")
            }
        }
        // They are where they belong: the test looks for the right things.
        #expect(String(decoding: requests.all.map(\.body).reduce(Data(), +), as: UTF8.self).contains(codes[0]))
        #expect(claims.name == "Canary Name")
    }

    @Test func whatIsShownIsOfUse() async throws {
        try await emulator.addUser(address, password: nil)
        let step = try await emulator.client(app: "otp").signIn(username: address)
        #expect("\(step)".hasPrefix("CodeRequired(flow: signIn, purpose: firstFactor, channel: email, codeLength: 8"))
        let error = try await refusal { try await code(step).submitCode("nonsense") }
        #expect("\(error)" == "the code is wrong" || !"\(error)".isEmpty)
        #expect(error.localizedDescription == error.localizedMessage(in: .english))
        #expect(error.localizedMessage(in: .german) != error.localizedMessage(in: .english))
        #expect(Mirror(reflecting: error).children.map(\.label) == ["kind", "code", "recovery"])
    }
}

/// Everything that Swift can print about things.
final class Shown {
    private(set) var texts: [String] = []

    func add(_ thing: Any) {
        texts.append("\(thing)")
        texts.append(String(reflecting: thing))
        var dumped = ""
        dump(thing, to: &dumped)
        texts.append(dumped)
        if let error = thing as? any Error {
            texts.append(error.localizedDescription)
            texts.append("\(error as NSError)")
            texts.append("\((error as NSError).userInfo)")
        }
        walk(thing, depth: 0)
    }

    /// What a debugger or a test library finds that looks by itself.
    private func walk(_ thing: Any, depth: Int) {
        guard depth < 6 else { return }
        for child in Mirror(reflecting: thing).children {
            texts.append("\(child.label ?? "") \(child.value)")
            walk(child.value, depth: depth + 1)
        }
    }
}
