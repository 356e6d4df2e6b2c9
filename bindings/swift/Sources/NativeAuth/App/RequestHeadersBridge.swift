import Foundation
internal import NativeAuthGenerated

/// Asks the app for its headers.
final class RequestHeadersBridge: NativeAuthGenerated.RequestHeaders {
    private let give: @Sendable (URL) throws -> [String: String]

    init(_ give: @escaping @Sendable (URL) throws -> [String: String]) {
        self.give = give
    }

    func headers(url: String) throws -> [String: String] {
        // What the app throws may hold anything.
        guard let url = URL(string: url), let headers = try? give(url) else {
            throw CallbackFailure.Failed
        }
        return headers
    }
}
