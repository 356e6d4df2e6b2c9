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
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiting in
                exchanges.begin(task, waiting)
                task.resume()
            }
        } onCancel: {
            task.cancel()
        }
    }
}

/// What has come so far of the answers under way.
private final class Exchanges: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private struct Exchange {
        let waiting: CheckedContinuation<TransportResponse, any Error>
        var head: HTTPURLResponse?
        var body = Data()
        var isTooLarge = false
    }

    private let longestBody: Int
    private let underWay = Locked<[Int: Exchange]>([:])

    init(longestBody: Int) {
        self.longestBody = longestBody
    }

    func begin(_ task: URLSessionTask, _ waiting: CheckedContinuation<TransportResponse, any Error>) {
        underWay.with { $0[task.taskIdentifier] = Exchange(waiting: waiting) }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        underWay.with { $0[dataTask.taskIdentifier]?.head = response as? HTTPURLResponse }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooLarge = underWay.with { exchanges in
            guard var exchange = exchanges.removeValue(forKey: dataTask.taskIdentifier) else {
                return false
            }
            exchange.isTooLarge = exchange.body.count + data.count > longestBody
            if !exchange.isTooLarge {
                exchange.body.append(data)
            }
            exchanges[dataTask.taskIdentifier] = exchange
            return exchange.isTooLarge
        }
        if isTooLarge {
            dataTask.cancel()
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = underWay.with({ $0.removeValue(forKey: task.taskIdentifier) }) else {
            return
        }
        let head = exchange.head ?? task.response as? HTTPURLResponse
        if exchange.isTooLarge {
            exchange.waiting.resume(throwing: TransportFailure.tooLarge)
        } else if let error {
            let failure = TransportFailure(error, hasBegun: head != nil)
            exchange.waiting.resume(throwing: failure)
        } else if let head {
            let response = TransportResponse(
                status: head.statusCode, headers: head.fields, body: exchange.body)
            exchange.waiting.resume(returning: response)
        } else {
            exchange.waiting.resume(throwing: TransportFailure.connectionLost)
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

extension TransportFailure {
    /// What an error of `URLSession` means; `hasBegun` says whether some of the answer was there.
    init(_ error: any Error, hasBegun: Bool) {
        self = switch (error as? URLError)?.code {
        case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet,
            .internationalRoamingOff, .dataNotAllowed, .callIsActive, .unsupportedURL, .badURL:
            .unreachable
        case .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
            .serverCertificateNotYetValid:
            .certificate
        case .secureConnectionFailed, .clientCertificateRejected, .clientCertificateRequired,
            .appTransportSecurityRequiresSecureConnection:
            .tls
        case .timedOut:
            .timedOut
        case .dataLengthExceedsMaximum:
            .tooLarge
        case .cannotParseResponse, .cannotDecodeContentData, .cannotDecodeRawData:
            .truncated
        default:
            hasBegun ? .truncated : .connectionLost
        }
    }
}
#endif
