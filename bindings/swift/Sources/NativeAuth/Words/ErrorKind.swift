internal import NativeAuthGenerated

/// What happened. Each kind has exactly one recovery.
///
/// The raw value is its name in logs and in the other languages.
public enum ErrorKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The code is wrong.
    case invalidCode = "invalid_code"
    /// The code is no longer good; a new one can be sent.
    case codeExpired = "code_expired"
    /// The user name or the password is wrong.
    case invalidCredentials = "invalid_credentials"
    /// A new password breaks the tenant's rules.
    case passwordRejected = "password_rejected"
    /// The server refused the value of an attribute.
    case invalidAttributes = "invalid_attributes"
    /// The user name cannot be one.
    case invalidUsername = "invalid_username"
    /// The e-mail address or phone number cannot be registered.
    case invalidContact = "invalid_contact"
    /// Nobody has an account under this user name.
    case userNotFound = "user_not_found"
    /// Somebody has an account under this user name already.
    case userExists = "user_exists"
    /// The account has no password.
    case noPassword = "no_password"
    /// The authentication method cannot be used.
    case methodBlocked = "method_blocked"
    /// The password has to be reset before signing in.
    case resetRequired = "reset_required"
    /// The tenant takes no new accounts.
    case signUpDisabled = "sign_up_disabled"
    /// The flow took too long, or its token is not valid here.
    case flowExpired = "flow_expired"
    /// Only a browser can go on.
    case browserRequired = "browser_required"
    /// The server cannot be reached.
    case network
    /// The server did not answer in time.
    case timeout
    /// Too many requests.
    case throttled
    /// Too many codes were asked for.
    case tooManyCodes = "too_many_codes"
    /// The account is locked for a while.
    case accountLocked = "account_locked"
    /// The service is down or failing.
    case serverUnavailable = "server_unavailable"
    /// The token storage cannot be used now.
    case storageUnavailable = "storage_unavailable"
    /// An action of the same state is under way.
    case inProgress = "in_progress"
    /// The app gave the call up.
    case cancelled
    /// The account's tokens are of no more use.
    case signInRequired = "sign_in_required"
    /// The account is disabled.
    case accountDisabled = "account_disabled"
    /// A policy forbids it.
    case accessDenied = "access_denied"
    /// The client or the app's registration is not set up right.
    case configuration
    /// An administrator has not consented to a scope.
    case consentMissing = "consent_missing"
    /// The server's certificate is not trusted.
    case certificate
    /// The caller did something that cannot work.
    case misuse
    /// The server answered something that the protocol does not know.
    case unexpectedReply = "unexpected_reply"
    /// The token storage is broken.
    case storage
    /// A defect of this library.
    case `internal`
}

extension ErrorKind {
    init(_ generated: NativeAuthGenerated.ErrorKind) {
        self = switch generated {
        case .invalidCode: .invalidCode
        case .codeExpired: .codeExpired
        case .invalidCredentials: .invalidCredentials
        case .passwordRejected: .passwordRejected
        case .invalidAttributes: .invalidAttributes
        case .invalidUsername: .invalidUsername
        case .invalidContact: .invalidContact
        case .userNotFound: .userNotFound
        case .userExists: .userExists
        case .noPassword: .noPassword
        case .methodBlocked: .methodBlocked
        case .resetRequired: .resetRequired
        case .signUpDisabled: .signUpDisabled
        case .flowExpired: .flowExpired
        case .browserRequired: .browserRequired
        case .network: .network
        case .timeout: .timeout
        case .throttled: .throttled
        case .tooManyCodes: .tooManyCodes
        case .accountLocked: .accountLocked
        case .serverUnavailable: .serverUnavailable
        case .storageUnavailable: .storageUnavailable
        case .inProgress: .inProgress
        case .cancelled: .cancelled
        case .signInRequired: .signInRequired
        case .accountDisabled: .accountDisabled
        case .accessDenied: .accessDenied
        case .configuration: .configuration
        case .consentMissing: .consentMissing
        case .certificate: .certificate
        case .misuse: .misuse
        case .unexpectedReply: .unexpectedReply
        case .storage: .storage
        case .`internal`: .`internal`
        }
    }
}
