import NativeAuth
import Testing

// The state of a step, which has to be of that kind.

func code(_ step: Step) throws -> CodeRequired {
    guard case .codeRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func password(_ step: Step) throws -> PasswordRequired {
    guard case .passwordRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func attributes(_ step: Step) throws -> AttributesRequired {
    guard case .attributesRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func method(_ step: Step) throws -> MethodRequired {
    guard case .methodRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func registration(_ step: Step) throws -> RegistrationRequired {
    guard case .registrationRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func browser(_ step: Step) throws -> BrowserRequired {
    guard case .browserRequired(let state) = step else { throw Unexpected(step) }
    return state
}

func account(_ step: Step) throws -> Account {
    guard case .signedIn(let account) = step else { throw Unexpected(step) }
    return account
}

func completed(_ step: Step) throws -> Completed {
    guard case .completed(let state) = step else { throw Unexpected(step) }
    return state
}

struct Unexpected: Error {
    let step: Step

    init(_ step: Step) {
        self.step = step
    }
}

/// The error that something fails with, which has to be the library's.
func refusal<Value>(_ work: () async throws -> Value) async throws -> NativeAuthError {
    do {
        _ = try await work()
    } catch let error as NativeAuthError {
        return error
    }
    throw NotRefused()
}

struct NotRefused: Error {}
