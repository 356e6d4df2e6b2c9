import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@testable import NativeAuth

/// A tenant emulator of this test alone: the program that `NATIVE_AUTH_BINARY` names. It ends with this.
final class Emulator: Sendable {
    static let password = "Quiet-River-42"

    private let process: EmulatorProcess
    private let ready: Ready

    struct Ready: Decodable {
        struct Tenant: Decodable {
            struct App: Decodable {
                let name: String
                let client_id: String
            }
            let authority: String
            let tenant_id: String
            let scopes: [String]
            let apps: [App]
        }
        let origin: String
        let tenants: [Tenant]
    }

    struct Request: Decodable {
        let path: String
        let status: Int
        let outcome: String
    }

    struct Missing: Error {
        let what: String
    }

    init(_ arguments: String...) throws {
        process = try EmulatorProcess(arguments)
        ready = try JSONDecoder().decode(Ready.self, from: process.firstLine)
    }

    deinit {
        process.end()
    }

    var origin: String { ready.origin }

    var scope: String { ready.tenants[0].scopes[0] }

    var tenantId: String { ready.tenants[0].tenant_id }

    /// How to reach the app of this name.
    func options(app: String) throws -> ClientOptions {
        guard let app = ready.tenants[0].apps.first(where: { $0.name == app }) else {
            throw Missing(what: "the app \(app)")
        }
        var options = ClientOptions(tenant: ready.tenants[0].authority, clientId: app.client_id)
        options.allowHttpLoopback = true
        return options
    }

    /// A client that keeps its tokens in memory.
    func client(
        app: String = "password",
        storage: TokenStorage = .inMemory(),
        transport: (any Transport)? = nil
    ) throws -> NativeAuthClient {
        try NativeAuthClient(options: options(app: app), storage: storage, transport: transport)
    }

    /// Makes a user, who signs in with a code if there is no password.
    @discardableResult
    func addUser(
        _ username: String,
        password: String? = Emulator.password,
        methods: [(channel: String, target: String)] = []
    ) async throws -> String {
        var user: [String: Any] = ["tenant": "contoso", "username": username]
        user["password"] = password
        user["methods"] = methods.map { ["channel": $0.channel, "target": $0.target] }
        let made = try await post("users", user)
        return try decode([String: String].self, made)["id"] ?? ""
    }

    /// The code that was sent last to this address.
    func newestCode(_ recipient: String) async throws -> String {
        struct Message: Decodable { let code: String }
        let query = recipient.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let messages = try decode([Message].self, try await get("messages?recipient=\(query)"))
        guard let code = messages.last?.code else {
            throw Missing(what: "a code")
        }
        return code
    }

    /// What some of the next requests get.
    func force(_ fault: [String: Any]) async throws {
        _ = try await post("faults", fault)
    }

    /// Comes back when the last fault has met its request.
    func untilFaultsAreMet() async throws {
        while try await get("faults") != Data("[]".utf8) {}
    }

    func advance(seconds: Int) async throws {
        _ = try await post("clock", ["advance_seconds": seconds])
    }

    /// What tenants were asked, newest last.
    func requests() async throws -> [Request] {
        try decode([Request].self, try await get("requests"))
    }

    /// The raw list of requests.
    func requestLog() async throws -> String {
        String(decoding: try await get("requests"), as: UTF8.self)
    }

    /// Comes back when the emulator has seen that the client of a request to this endpoint hung up.
    func untilClientIsGone(from endpoint: String) async throws {
        while try await !requests().contains(where: { $0.path.hasSuffix(endpoint) && $0.outcome == "client_gone" }) {}
    }

    private func get(_ page: String) async throws -> Data {
        try await send(URLRequest(url: try url(page)))
    }

    private func post(_ page: String, _ body: [String: Any]) async throws -> Data {
        var request = URLRequest(url: try url(page))
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONSerialization.data(withJSONObject: body)
        return try await send(request)
    }

    private func url(_ page: String) throws -> URL {
        guard let url = URL(string: "\(origin)/_emulator/\(page)") else {
            throw Missing(what: "the page \(page)")
        }
        return url
    }

    private func send(_ request: URLRequest) async throws -> Data {
        let (body, response) = try await URLSession.shared.data(for: request)
        guard let status = (response as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
            throw Missing(what: "a good answer of \(request.url?.path ?? "")")
        }
        return body
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}
