import Foundation
import Testing

@testable import NativeAuth

@Suite struct URLSessionTransportTests {
    private func get(_ url: URL) async throws -> TransportResponse {
        try await URLSessionTransport().send(TransportRequest(method: "GET", url: url, headers: [:], body: Data()))
    }

    private func failure(_ url: URL) async -> TransportFailure? {
        do {
            _ = try await get(url)
            return nil
        } catch {
            return error as? TransportFailure
        }
    }

    private func answer(_ head: String, _ body: String = "") -> Data {
        Data("HTTP/1.1 \(head)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
    }

    @Test func everythingOfARequestAndItsAnswerArrives() async throws {
        let server = try MiniServer { _ in answer("418 Teapot\r\nX-One: a\r\nX-One: b", "body") }
        let request = TransportRequest(
            method: "POST", url: server.url("/a?b=c"), headers: ["x-client-SKU": "s"], body: Data("sent".utf8))
        let response = try await URLSessionTransport().send(request)
        #expect(response.status == 418)
        #expect(response.body == Data("body".utf8))
        #expect(response.headers.first { $0.key.lowercased() == "x-one" }?.value.contains("a") == true)
        let seen = try #require(server.requests.all.first)
        #expect(seen.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(seen.lowercased().contains("x-client-sku: s\r\n"))
    }

    @Test func aRedirectIsAnAnswer() async throws {
        let server = try MiniServer { port in
            answer("302 Found\r\nLocation: http://127.0.0.1:\(port)/elsewhere")
        }
        #expect(try await get(server.url("/")).status == 302)
        #expect(server.requests.all.count == 1)
    }

    @Test func aCookieIsNotSentBack() async throws {
        let server = try MiniServer { _ in answer("200 OK\r\nSet-Cookie: canary=1; Path=/") }
        let transport = URLSessionTransport()
        for _ in 0..<2 {
            _ = try await transport.send(
                TransportRequest(method: "GET", url: server.url("/"), headers: [:], body: Data()))
        }
        #expect(server.requests.all.count == 2)
        #expect(!server.requests.all.joined().lowercased().contains("cookie"))
    }

    @Test func aMebibyteIsTheMost() async throws {
        let most = try MiniServer { _ in answer("200 OK", String(repeating: "a", count: 1 << 20)) }
        #expect(try await get(most.url("/")).body.count == 1 << 20)
        let more = try MiniServer { _ in answer("200 OK", String(repeating: "a", count: 1 << 20 + 1)) }
        #expect(await failure(more.url("/")) == .tooLarge)
    }

    @Test func whatGoesWrongHasItsName() async throws {
        let port = try MiniServer { _ in Data() }.port
        let closed = try #require(URL(string: "http://127.0.0.1:\(port)/"))
        #expect(await failure(closed) == .unreachable)
        let silent = try MiniServer { _ in Data() }
        let lost = await failure(silent.url("/"))
        #expect(lost == .connectionLost)
        let short = try MiniServer { _ in Data("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort".utf8) }
        #expect(await failure(short.url("/")) == .truncated)
    }

    @Test(arguments: [true, false])
    func whoIsCancelledHearsOfItAtOnce(before: Bool) async throws {
        // Nobody answers: who waited for the server would wait for ever.
        let gate = Gate()
        defer { gate.open() }
        let server = try MiniServer { _ in Data() } hold: { gate.wait() }
        let arrived = server.arrivals
        let call = Task {
            if before {
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return try await get(server.url("/"))
        }
        if !before {
            for await _ in arrived { break }
            call.cancel()
        }
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(server.requests.all.count == (before ? 0 : 1))
    }

    @Test func itShowsNothingOfWhatIsUnderWay() async throws {
        let gate = Gate()
        let server = try MiniServer { _ in answer("200 OK", "canary") } hold: { gate.wait() }
        let transport = URLSessionTransport()
        let request = TransportRequest(
            method: "POST", url: server.url("/canary"), headers: ["x-canary": "1"], body: Data("canary".utf8))
        let call = Task { try await transport.send(request) }
        for await _ in server.arrivals { break }
        let shown = Shown()
        shown.add(transport)
        gate.open()
        _ = try await call.value
        #expect(shown.texts == ["URLSessionTransport", "URLSessionTransport", "- URLSessionTransport #0\n"])
    }

    @Test func itSignsIn() async throws {
        let emulator = try Emulator()
        try await emulator.addUser("ada@example.com")
        let client = try emulator.client(transport: URLSessionTransport())
        let step = try await client.signIn(username: "ada@example.com", password: Emulator.password)
        _ = try await account(step).accessToken(options: TokenOptions(forceRefresh: true))
    }

    @Test func codesOfURLSessionAreSorted() {
        #expect(TransportFailure(URLError(.serverCertificateUntrusted), hasBegun: false) == .certificate)
        #expect(TransportFailure(URLError(.secureConnectionFailed), hasBegun: false) == .tls)
        #expect(TransportFailure(URLError(.timedOut), hasBegun: false) == .timedOut)
        #expect(TransportFailure(URLError(.dnsLookupFailed), hasBegun: false) == .unreachable)
        #expect(TransportFailure(URLError(.networkConnectionLost), hasBegun: false) == .connectionLost)
        #expect(TransportFailure(URLError(.networkConnectionLost), hasBegun: true) == .truncated)
        #expect(TransportFailure(AppError(), hasBegun: false) == .connectionLost)
        for (code, expected) in [
            (306, TransportFailure.proxy), (310, .proxy), (311, .proxy), (121, .proxy), (302, .connectionLost),
        ] {
            let error = NSError(domain: "kCFErrorDomainCFNetwork", code: code)
            #expect(TransportFailure(error, hasBegun: false) == expected)
        }
    }
}
