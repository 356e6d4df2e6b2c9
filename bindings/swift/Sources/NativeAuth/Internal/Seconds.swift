import Foundation

extension Duration {
    init(_ seconds: TimeInterval) {
        self = .seconds(seconds)
    }

    /// As the library takes it. What is below nothing counts as nothing, and the longest is some thirty thousand years: the
    /// generated code would end the process over less and over more than it can write.
    var seconds: TimeInterval {
        let (seconds, attoseconds) = components
        let exact = TimeInterval(seconds) + TimeInterval(attoseconds) / 1e18
        return min(max(exact, 0), 1e12)
    }
}
