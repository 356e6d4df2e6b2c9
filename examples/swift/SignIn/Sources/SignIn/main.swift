// Signs somebody in on the terminal, whatever the tenant asks for: one `switch` over the steps.

import Foundation
import NativeAuth

guard CommandLine.arguments.count == 3 else {
    print("usage: SignIn AUTHORITY CLIENT_ID")
    exit(64)
}
var options = ClientOptions(tenant: CommandLine.arguments[1], clientId: CommandLine.arguments[2])
// For a tenant emulator on this machine. It permits plain http to nowhere else.
options.allowHttpLoopback = true

do {
    let client = try NativeAuthClient(options: options, storage: .inMemory())
    if let account = try await signIn(client) {
        print("Hello, \(try account.claims()?.name ?? "whoever you are")!")
        // From memory; after some time the same call would renew it first.
        let token = try await account.accessToken()
        print("There is a token for: \(token.scopes.joined(separator: " "))")
        try await account.signOut()
    }
} catch {
    print(error.localizedDescription)
    exit(1)
}

/// Asks for what each step wants until somebody is signed in, or cannot be in here.
func signIn(_ client: NativeAuthClient) async throws -> Account? {
    var step = try await client.signIn(username: ask("E-mail address"))
    while true {
        do {
            switch step {
            case .codeRequired(let state):
                let code = try ask("Code sent to \(state.target ?? "you") (empty for a new one)")
                step = code.isEmpty ? try await state.resendCode() : try await state.submitCode(code)
            case .passwordRequired(let state):
                step = try await state.submitPassword(secret("Password"))
            case .attributesRequired(let state):
                var values: [String: AttributeValue] = [:]
                for attribute in state.attributes {
                    values[attribute.name] = .text(try ask(attribute.name))
                }
                step = try await state.submitAttributes(values)
            case .methodRequired(let state):
                step = try await state.chooseMethod(choose("A second factor is wanted, by", state.methods))
            case .registrationRequired(let state):
                let method = try choose("A second factor has to be registered", state.methods)
                step = try await state.register(method, contact: ask("E-mail address, or number with +"))
            case .signedIn(let account):
                return account
            case .browserRequired:
                print("The tenant wants you to go on in a browser.")
                return nil
            case .completed:
                print("Done, without anybody being signed in.")
                return nil
            }
        } catch let error as NativeAuthError where error.recovery == .askAgain || error.kind == .methodBlocked {
            // The state is still good: show the same screen again, if only to choose another method.
            print(error.localizedDescription)
        }
    }
}

/// Asks for one of the methods by its number.
func choose(_ question: String, _ methods: [AuthenticationMethod]) throws -> AuthenticationMethod {
    print("\(question):")
    for (number, method) in zip(1..., methods) {
        print("  \(number). \(method.channel.rawValue) \(method.hint ?? "")")
    }
    while true {
        if let number = try Int(ask("Number")), methods.indices.contains(number - 1) {
            return methods[number - 1]
        }
    }
}

struct EndOfInput: LocalizedError {
    let errorDescription: String? = "There is no more input."
}

/// Asks for something that may be seen while it is typed.
func ask(_ what: String) throws -> String {
    try line(what).trimmingCharacters(in: .whitespaces)
}

/// Asks for something that may not, unless it comes from a file or another program; it is taken exactly as typed.
func secret(_ what: String) throws -> String {
    guard isatty(STDIN_FILENO) != 0 else { return try line(what) }
    guard let typed = getpass("\(what): ") else { throw EndOfInput() }
    return String(cString: typed)
}

func line(_ what: String) throws -> String {
    print("\(what): ", terminator: "")
    fflush(nil)
    guard let line = readLine() else { throw EndOfInput() }
    return line
}
