// What docs/swift.md shows, in surroundings that make it compile: SnippetTests compares the two.

import Foundation
import NativeAuth

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// An app's screen.
@MainActor
protocol Screen: Sendable {
    func ask(_ what: String) -> String
    func ask(for attributes: [RequiredAttribute]) -> [String: AttributeValue]
    func choose(_ methods: [AuthenticationMethod]) -> AuthenticationMethod
    func openBrowser(hasAccount: Bool)
    func welcome(_ account: Account)
    func offerSignIn()
    func say(_ what: String)
    func list(_ name: String)
    func startOver()
    func show(_ step: Step)
    func onCancel(_ work: @escaping () -> Void)
}

func signIn(_ client: NativeAuthClient, _ screen: Screen) async throws {
    var step = try await client.signIn(username: screen.ask("E-mail address"))
    while let next = try await go(on: step, screen) {
        step = next
    }
}

func go(on step: Step, _ screen: Screen) async throws -> Step? {
    switch step {
    case .codeRequired(let state):
        return try await state.submitCode(screen.ask("The code sent to \(state.target ?? "you")"))
    case .passwordRequired(let state):
        return try await state.submitPassword(screen.ask("Password"))
    case .attributesRequired(let state):
        return try await state.submitAttributes(screen.ask(for: state.attributes))
    case .methodRequired(let state):
        return try await state.chooseMethod(screen.choose(state.methods))
    case .registrationRequired(let state):
        let method = await screen.choose(state.methods)
        return try await state.register(method, contact: screen.ask("Address or number"))
    case .browserRequired(let state):
        await screen.openBrowser(hasAccount: state.accountExists)
    case .signedIn(let account):
        await screen.welcome(account)
    case .completed:
        await screen.offerSignIn()
    }
    return nil
}

@MainActor
enum Snippets {
    static func client(storage: TokenStorage) throws -> NativeAuthClient {
        let options = ClientOptions(tenant: "contoso", clientId: "00000000-0000-0000-0000-000000000000")
        let client = try NativeAuthClient(options: options, storage: storage)
        return client
    }

    static func inOneCall(_ client: NativeAuthClient, username: String, password: String) async throws -> Step {
        let step = try await client.signIn(username: username, password: password, scopes: ["api://contoso-api/Read"])
        return step
    }

    static func signUp(
        _ client: NativeAuthClient, username: String, password: String, city: String
    ) async throws -> Step {
        let step = try await client.signUp(
            username: username,
            password: password,
            attributes: ["displayName": "Ada", "city": .text(city)]
        )
        return step
    }

    static func check(
        _ password: String, _ values: [String: AttributeValue], _ state: AttributesRequired, _ screen: Screen
    ) {
        if checkNewPassword(password) == .tooShort {
            screen.say("At least 8 characters, please.")
        }
        for (name, fault) in state.validate(values) where fault == .empty {
            screen.say("\(name) is empty.")
        }
    }

    static func reset(_ client: NativeAuthClient, username: String) async throws -> Step {
        let step = try await client.resetPassword(username: username)
        return step
    }

    static func errors(_ state: CodeRequired, _ code: String, _ step: inout Step, _ screen: Screen) async throws {
        do {
            step = try await state.submitCode(code)
        } catch let error as NativeAuthError {
            switch error.recovery {
            case .askAgain, .chooseAnother:
                screen.say(error.localizedDescription)
            case .tryLater:
                screen.say("\(error.localizedDescription) \(error.retryAfter.map { "Wait \($0)." } ?? "")")
            case .startOver, .signInAgain:
                screen.startOver()
            case .openBrowser:
                screen.openBrowser(hasAccount: true)
            case .wait, .giveUp, .fix:
                screen.say("\(error.localizedDescription) (\(error.correlationId ?? error.code))")
            }
        }
    }

    static func token(_ account: Account, _ request: inout URLRequest) async throws {
        let token = try await account.accessToken(scopes: ["api://contoso-api/Read"])
        request.setValue("Bearer \(token.expose())", forHTTPHeaderField: "Authorization")
    }

    static func peek(_ client: NativeAuthClient, username: String, _ request: inout URLRequest) throws {
        if let account = try client.peekAccount(username: username), let token = try account.peekToken() {
            request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        }
    }

    static func accounts(_ client: NativeAuthClient, _ screen: Screen) async throws {
        for account in try await client.accounts() {
            screen.list(try account.username() ?? account.id.objectId)
        }
        for await event in try client.accountEvents() {
            if case .signedOut = event { screen.startOver() }
        }
    }

    static func suspend(_ client: NativeAuthClient, _ step: inout Step) throws {
        let key = SealingKey.generate()
        let sealed = try client.suspend(step, key: key)
        // Keep `sealed` anywhere and `key.expose()` in the Keychain; later, in another process:
        step = try client.resume(sealed, key: key)
    }

    static func cancel(_ state: CodeRequired, _ code: String, _ step: inout Step, _ screen: Screen) async throws {
        let call = Task { try await state.submitCode(code) }
        screen.onCancel { call.cancel() }
        do {
            step = try await call.value
        } catch is CancellationError {
            screen.show(step)
        }
    }

    static func testing(authority: String, clientId: String) throws -> NativeAuthClient {
        var options = ClientOptions(tenant: authority, clientId: clientId)
        options.allowHttpLoopback = true
        let client = try NativeAuthClient(options: options, storage: .inMemory())
        return client
    }
}

struct OneFile: Storage {
    let file: URL
    let locks: FileLocks

    func load(_ key: String) throws -> Data? {
        try items()[key]
    }

    func save(_ bytes: Data, under key: String) throws {
        try change { $0[key] = bytes }
    }

    func delete(_ key: String) throws {
        try change { $0[key] = nil }
    }

    func keys(withPrefix prefix: String) throws -> [String] {
        try items().keys.filter { $0.hasPrefix(prefix) }
    }

    func lock(_ name: String, patience: Duration) throws -> (any StorageLock)? {
        try locks.lock(name, patience: patience)
    }

    private func items() throws -> [String: Data] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
        return try PropertyListDecoder().decode([String: Data].self, from: Data(contentsOf: file))
    }

    private func change(_ work: (inout [String: Data]) -> Void) throws {
        guard let writing = try locks.lock("this file", patience: .seconds(10)) else {
            throw StorageFailure.unreachable
        }
        defer { try? writing.release() }
        var items = try items()
        work(&items)
        try PropertyListEncoder().encode(items).write(to: file, options: .atomic)
    }
}

struct Logging: Transport {
    let inner = URLSessionTransport()

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        print(request.method, request.url.path)
        return try await inner.send(request)
    }
}
