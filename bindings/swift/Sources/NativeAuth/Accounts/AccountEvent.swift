internal import NativeAuthGenerated

/// What happened to an account of a client, in this process or in another one with the same storage.
public enum AccountEvent: Sendable, Hashable, Codable {
    /// Somebody has signed in, or has stepped up.
    case signedIn(AccountId)
    /// The account has new tokens.
    case refreshed(AccountId)
    /// The account is gone.
    case signedOut(AccountId)
    /// Stored tokens are lost, or can for now not be kept. Told once; if nobody listens, to the first who does.
    case storageLost(StorageLoss)
}

/// Hands what the library tells on to a stream, which ends when the library lets go of this.
final class ObserverBridge: NativeAuthGenerated.AccountObserver {
    private let events: AsyncStream<AccountEvent>.Continuation

    init(_ events: AsyncStream<AccountEvent>.Continuation) {
        self.events = events
    }

    deinit {
        events.finish()
    }

    func signedIn(account: NativeAuthGenerated.AccountId) {
        events.yield(.signedIn(AccountId(account)))
    }

    func refreshed(account: NativeAuthGenerated.AccountId) {
        events.yield(.refreshed(AccountId(account)))
    }

    func signedOut(account: NativeAuthGenerated.AccountId) {
        events.yield(.signedOut(AccountId(account)))
    }

    func storageLost(loss: NativeAuthGenerated.StorageLoss) {
        events.yield(.storageLost(StorageLoss(loss)))
    }
}
