#if canImport(Darwin) || canImport(FoundationNetworking)
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests with `URLSession`, so that the proxy and the trust settings of the device count. It follows no redirect,
/// has no cookies and no cache, and reads 1 MiB of an answer at most.
///
/// ```swift
/// let client = try NativeAuthClient(options: options, storage: storage, transport: URLSessionTransport())
/// ```
public final class URLSessionTransport: Transport {
    /// An answer that is longer is refused.
    private static let longestBody = 1 << 20

    /// In seconds.
    private static let longestWait: TimeInterval = 24 * 60 * 60

    private let session: URLSession
    private let exchanges: Exchanges

    /// A transport with a session of its own.
    public init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        // None that the app has for the same host may answer for it.
        configuration.urlCredentialStorage = nil
        // The client's own limit counts: with that of the session, a minute, a longer one would be in vain.
        configuration.timeoutIntervalForRequest = Self.longestWait
        exchanges = Exchanges(longestBody: Self.longestBody)
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit {
        // The session would keep its delegate, and itself, for ever.
        session.invalidateAndCancel()
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        var outgoing = URLRequest(url: request.url)
        outgoing.httpMethod = request.method
        for (name, value) in request.headers {
            outgoing.setValue(value, forHTTPHeaderField: name)
        }
        if !request.body.isEmpty {
            outgoing.httpBody = request.body
        }
        let task = session.dataTask(with: outgoing)
        let exchange = exchanges.add(task)
        defer { exchanges.remove(task) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting in
                if exchange.begin(waiting) {
                    task.resume()
                }
            }
        } onCancel: {
            task.cancel()
            // At once, and whatever the session makes of it: a task that is cancelled before it was begun may have no end.
            exchange.end(.failure(CancellationError()))
        }
    }
}

extension URLSessionTransport: CustomStringConvertible, CustomReflectable {
    public var description: String { Facts("URLSessionTransport").text }

    public var customMirror: Mirror { Facts("URLSessionTransport").mirror(of: self) }
}

// As the platform's header has it: the delegate's method is not called for a redirect, which would then be followed, if its
// type is another one.
#if canImport(Darwin)
private typealias Redirection = @Sendable (URLRequest?) -> Void
#else
private typealias Redirection = (URLRequest?) -> Void
#endif

/// The exchanges under way, by the tasks of the session.
private final class Exchanges: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let longestBody: Int
    private let underWay = Locked<[Int: Exchange]>([:])

    init(longestBody: Int) {
        self.longestBody = longestBody
    }

    func add(_ task: URLSessionTask) -> Exchange {
        let exchange = Exchange()
        underWay.with { $0[task.taskIdentifier] = exchange }
        return exchange
    }

    func remove(_ task: URLSessionTask) {
        _ = underWay.with { $0.removeValue(forKey: task.taskIdentifier) }
    }

    private func exchange(of task: URLSessionTask) -> Exchange? {
        underWay.with { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping Redirection
    ) {
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        guard let exchange = exchange(of: dataTask) else { return }
        if !exchange.append(data, upTo: longestBody) {
            exchange.end(.failure(TransportFailure.tooLarge))
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = exchange(of: task) else { return }
        let head = task.response as? HTTPURLResponse
        if let error {
            exchange.end(.failure(TransportFailure(error, hasBegun: head != nil)))
        } else if let head {
            exchange.end(.success(TransportResponse(status: head.statusCode, headers: head.fields, body: exchange.body)))
        } else {
            exchange.end(.failure(TransportFailure.connectionLost))
        }
    }
}

/// One request: who waits for its answer, and what has come of that.
private final class Exchange: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<TransportResponse, any Error>)
        case over
    }

    private let state = Locked(State.new)
    private let received = Locked(Data())

    var body: Data { received.with { $0 } }

    /// Whether the request is to be sent. It may have been given up before, in a task that was cancelled.
    func begin(_ waiting: CheckedContinuation<TransportResponse, any Error>) -> Bool {
        let isWanted = state.with { state in
            guard case .new = state else { return false }
            state = .waiting(waiting)
            return true
        }
        if !isWanted {
            waiting.resume(throwing: CancellationError())
        }
        return isWanted
    }

    /// Ends the wait; only the first outcome counts.
    func end(_ outcome: Result<TransportResponse, any Error>) {
        let before = state.with { state in
            defer { state = .over }
            return state
        }
        if case .waiting(let waiting) = before {
            waiting.resume(with: outcome)
        }
    }

    /// Whether the body is no longer than that with these bytes, which are kept only then.
    func append(_ data: Data, upTo longest: Int) -> Bool {
        received.with { body in
            guard body.count + data.count <= longest else { return false }
            body.append(data)
            return true
        }
    }
}

extension HTTPURLResponse {
    fileprivate var fields: [String: String] {
        var fields: [String: String] = [:]
        for case (let name as String, let value as String) in allHeaderFields {
            fields[name] = value
        }
        return fields
    }
}
#endif
