import Foundation
internal import NativeAuthGenerated

/// Why something did not happen: the one error of this library, beside `CancellationError` for a call whose task was
/// cancelled.
///
/// ``recovery`` tells what to do, ``kind`` what happened, ``code`` which case of it. What it prints is one sentence that says
/// what to do, without a secret and without anything about the person.
///
/// ```swift
/// do {
///     step = try await state.submitCode(code)
/// } catch let error as NativeAuthError where error.recovery == .askAgain {
///     show(error.localizedDescription)
/// }
/// ```
public struct NativeAuthError: Error, Sendable {
    private let source: Source

    private enum Source {
        case library(NativeAuthGenerated.NativeAuthError)
        /// The library broke: what it said of that stays out, since it may hold what somebody typed.
        case defect
    }

    /// What happened. Each kind has exactly one recovery.
    public var kind: ErrorKind {
        library.map { ErrorKind($0.kind()) } ?? .internal
    }

    /// Which case of it: a stable word, the same in every language.
    public var code: String {
        library?.code() ?? "internal_error"
    }

    /// What to do about it.
    public var recovery: Recovery {
        library.map { Recovery($0.recovery()) } ?? .fix
    }

    /// Whether running the same action of the same state again can help, and when.
    public var retry: Retry {
        library.map { Retry($0.retry()) } ?? .never
    }

    /// How long to wait before trying again, if the server says.
    public var retryAfter: Duration? {
        library?.retryAfter().map { Duration($0) }
    }

    /// Its text as a sentence that stands alone, to show to whoever can act on it: the person who uses the app or, where the
    /// recovery is ``Recovery/fix``, the developer. `localizedDescription` is the same in the language that the app is
    /// shown in, where there are texts in it, and in English otherwise.
    public func localizedMessage(in language: Language) -> String {
        library?.localizedMessage(language: language.generated) ?? Self.defectText
    }

    /// The stable name of its text, for apps that bring texts of their own.
    public var messageKey: String {
        library?.messageKey() ?? code
    }

    /// Our own words on this case, in English and for developers, such as the field that is wrong.
    public var detail: String? {
        library?.detail()
    }

    /// The correlation id of the flow, to quote to support.
    public var correlationId: String? {
        library?.correlationId()
    }

    /// The server's own id of the request, to quote to support.
    public var traceId: String? {
        library?.traceId()
    }

    /// The HTTP status of the answer, if there was one.
    public var status: Int? {
        library?.status().map(Int.init)
    }

    /// The claims request (a JSON object as text) that the next sign-in has to make, if a policy wants more than the last one
    /// proved.
    public var claims: String? {
        library?.claims()
    }

    /// The server's own words, if it refused. They may name the person.
    public var server: ServerProblem? {
        library?.server().map(ServerProblem.init)
    }
}

extension NativeAuthError: LocalizedError {
    /// ``localizedMessage(in:)`` in the language that the app is shown in.
    public var errorDescription: String? {
        #if canImport(Darwin)
        // Not that of the device: an app that has no texts in it would speak two.
        let shown = Bundle.main.preferredLocalizations.first
        #else
        let shown = Locale.preferredLanguages.first
        #endif
        let isGerman = shown?.lowercased().hasPrefix("de") ?? false
        return localizedMessage(in: isGerman ? .german : .english)
    }
}

extension NativeAuthError: CustomStringConvertible, CustomReflectable {
    public var description: String {
        library?.description ?? Self.defectText
    }

    public var customMirror: Mirror {
        Facts("NativeAuthError", ["kind": kind, "code": code, "recovery": recovery]).mirror(of: self)
    }
}

extension NativeAuthError {
    private static let defectText = "A defect of this library ended the call."

    init(_ error: NativeAuthGenerated.NativeAuthError) {
        source = .library(error)
    }

    /// Whatever the generated code throws.
    init(wrapping error: any Error) {
        source = (error as? NativeAuthGenerated.NativeAuthError).map(Source.library) ?? .defect
    }

    /// What a call throws that ended with this error: Swift's own word for one that was given up.
    static func thrown(by error: any Error) -> any Error {
        let error = NativeAuthError(wrapping: error)
        return error.kind == .cancelled ? CancellationError() : error
    }

    var library: NativeAuthGenerated.NativeAuthError? {
        switch source {
        case .library(let error): error
        case .defect: nil
        }
    }
}
