internal import NativeAuthGenerated

/// Where a flow stands: what the person is asked for, or how it ended.
///
/// A policy of the tenant may add, repeat or reorder steps, so an app has one `switch` over this and goes wherever it leads.
///
/// ```swift
/// switch step {
/// case .codeRequired(let state): askForCode(state)
/// case .passwordRequired(let state): askForPassword(state)
/// case .attributesRequired(let state): askForAttributes(state)
/// case .methodRequired(let state): chooseMethod(state)
/// case .registrationRequired(let state): registerMethod(state)
/// case .browserRequired(let state): openBrowser(state)
/// case .signedIn(let account): welcome(account)
/// case .completed(let state): offerSignIn(state)
/// }
/// ```
public enum Step: Sendable {
    /// A one-time code was sent. The state's purpose tells what it proves.
    case codeRequired(CodeRequired)
    /// A password is wanted, the account's or a new one. The state's purpose tells which.
    case passwordRequired(PasswordRequired)
    /// Facts about the person are wanted before the account can exist.
    case attributesRequired(AttributesRequired)
    /// A second factor is wanted: one of the person's authentication methods is to be chosen.
    case methodRequired(MethodRequired)
    /// A strong authentication method has to be registered before the person can be signed in.
    case registrationRequired(RegistrationRequired)
    /// The tenant wants a browser: the native flow is over. The state's reason tells why.
    case browserRequired(BrowserRequired)
    /// Signed in. The tokens are kept already.
    case signedIn(Account)
    /// The account exists, or its password is new, and nobody is signed in: it was not asked for, or it failed.
    case completed(Completed)
}

extension Step: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(shown.value)" }

    public var customMirror: Mirror {
        Mirror(self, children: [shown.name: shown.value], displayStyle: .enum)
    }

    private var shown: (name: String, value: Any) {
        switch self {
        case .codeRequired(let state): ("codeRequired", state)
        case .passwordRequired(let state): ("passwordRequired", state)
        case .attributesRequired(let state): ("attributesRequired", state)
        case .methodRequired(let state): ("methodRequired", state)
        case .registrationRequired(let state): ("registrationRequired", state)
        case .browserRequired(let state): ("browserRequired", state)
        case .signedIn(let account): ("signedIn", account)
        case .completed(let state): ("completed", state)
        }
    }
}

extension Step {
    init(_ generated: NativeAuthGenerated.Step) {
        self = switch generated {
        case .codeRequired(let state): .codeRequired(CodeRequired(state))
        case .passwordRequired(let state): .passwordRequired(PasswordRequired(state))
        case .attributesRequired(let state): .attributesRequired(AttributesRequired(state))
        case .methodRequired(let state): .methodRequired(MethodRequired(state))
        case .registrationRequired(let state): .registrationRequired(RegistrationRequired(state))
        case .browserRequired(let state): .browserRequired(BrowserRequired(state))
        case .signedIn(let account): .signedIn(Account(account))
        case .completed(let state): .completed(Completed(state))
        }
    }

    var generated: NativeAuthGenerated.Step {
        switch self {
        case .codeRequired(let state): .codeRequired(state: state.generated)
        case .passwordRequired(let state): .passwordRequired(state: state.generated)
        case .attributesRequired(let state): .attributesRequired(state: state.generated)
        case .methodRequired(let state): .methodRequired(state: state.generated)
        case .registrationRequired(let state): .registrationRequired(state: state.generated)
        case .browserRequired(let state): .browserRequired(state: state.generated)
        case .signedIn(let account): .signedIn(account: account.generated)
        case .completed(let state): .completed(state: state.generated)
        }
    }
}
