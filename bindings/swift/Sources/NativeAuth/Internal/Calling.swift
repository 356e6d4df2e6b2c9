internal import NativeAuthGenerated

/// Runs a call that waits. Cancelling the task ends the work in the library, and then this throws `CancellationError`.
func waiting<Value: Sendable>(
    for call: (CancelToken) async throws -> Value
) async throws -> Value {
    let cancel = CancelToken()
    do {
        return try await withTaskCancellationHandler {
            try await call(cancel)
        } onCancel: {
            cancel.cancel()
        }
    } catch {
        throw NativeAuthError.thrown(by: error)
    }
}

/// Runs a call that answers at once. What is public throws without a type, as the calls that wait have to: one `catch` then
/// serves both. Around a typed throw `catch let error as NativeAuthError where …` is a warning, and compiler 6.0 crashes.
func atOnce<Value>(_ call: () throws -> Value) throws -> Value {
    do {
        return try call()
    } catch {
        throw NativeAuthError(wrapping: error)
    }
}
