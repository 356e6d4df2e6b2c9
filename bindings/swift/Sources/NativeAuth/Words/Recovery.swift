internal import NativeAuthGenerated

/// What the caller should do.
///
/// The raw value is its name in logs and in the other languages.
public enum Recovery: String, Sendable, Hashable, Codable, CaseIterable {
    /// Show the same state again and let the person correct the input.
    case askAgain = "ask_again"
    /// Offer other input or another method.
    case chooseAnother = "choose_another"
    /// Begin the flow again.
    case startOver = "start_over"
    /// Leave the native flow for the browser.
    case openBrowser = "open_browser"
    /// Try again later: the error's retry says when.
    case tryLater = "try_later"
    /// Let the call that is under way finish.
    case wait
    /// Treat the account as signed out and sign in again.
    case signInAgain = "sign_in_again"
    /// Read the message as a developer: something has to be changed.
    case fix
    /// Say so kindly; nothing can be done here.
    case giveUp = "give_up"
}

extension Recovery {
    init(_ generated: NativeAuthGenerated.Recovery) {
        self = switch generated {
        case .askAgain: .askAgain
        case .chooseAnother: .chooseAnother
        case .startOver: .startOver
        case .openBrowser: .openBrowser
        case .tryLater: .tryLater
        case .wait: .wait
        case .signInAgain: .signInAgain
        case .fix: .fix
        case .giveUp: .giveUp
        }
    }
}
