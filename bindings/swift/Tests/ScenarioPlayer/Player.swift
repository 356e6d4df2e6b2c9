import Foundation
import NativeAuth

/// What is kept from command to command.
@MainActor
final class Player {
    private var client: NativeAuthClient?
    private var step: Step?
    private var account: Account?
    private var events = AsyncStream<AccountEvent> { $0.finish() }

    /// Does what the command says, and gives the answer.
    func obey(_ call: String, _ with: JSON) async throws -> JSON {
        do {
            if call == "client" {
                client = try makeClient(with)
                return .done
            }
            if let answer = try await ofState(call, with) {
                return answer
            }
            if let answer = try await ofAccount(call, with) {
                return answer
            }
            return try await ofClient(call, with)
        } catch let error as NativeAuthError {
            return .object(["error": .error(error)])
        }
    }

    /// A command of a state; `nil` if it is none.
    private func ofState(_ call: String, _ with: JSON) async throws -> JSON? {
        switch (call, step) {
        case ("submit_code", .codeRequired(let state)):
            return came(to: try await state.submitCode(with.text("code")))
        case ("resend_code", .codeRequired(let state)):
            return came(to: try await state.resendCode())
        case ("choose_another_method", .codeRequired(let state)):
            return came(to: try await state.chooseAnotherMethod())
        case ("submit_password", .passwordRequired(let state)):
            return came(to: try await state.submitPassword(with.text("password")))
        case ("submit_attributes", .attributesRequired(let state)):
            return came(to: try await state.submitAttributes(attributes(with["values"])))
        case ("validate", .attributesRequired(let state)):
            return .object(["faults": .object(state.validate(try attributes(with["values"])).mapValues(JSON.fault))])
        case ("choose_method", .methodRequired(let state)):
            return came(to: try await state.chooseMethod(id: id(with, among: state.methods)))
        case ("register", .registrationRequired(let state)):
            let id = try id(with, among: state.methods)
            return came(to: try await state.register(id: id, contact: with.text("contact")))
        case ("sign_in_after", .completed(let state)):
            return came(to: try await state.signIn())
        case ("submit_code", _), ("resend_code", _), ("choose_another_method", _), ("submit_password", _),
            ("submit_attributes", _), ("validate", _), ("choose_method", _), ("register", _), ("sign_in_after", _):
            return .misplaced
        default:
            return nil
        }
    }

    /// A command of the account; `nil` if it is none.
    private func ofAccount(_ call: String, _ with: JSON) async throws -> JSON? {
        guard ["access_token", "peek_token", "claims", "step_up", "sign_out"].contains(call) else {
            return nil
        }
        guard let account else { throw JSON.Unreadable(what: "no account") }
        switch call {
        case "access_token":
            var options = TokenOptions()
            options.forceRefresh = with["force_refresh"].asBoolean ?? false
            options.claims = with["claims"].asText
            options.staleInOutage = with["stale_in_outage"].asBoolean ?? false
            if let seconds = with["minimum_ttl"].asInteger {
                options.minimumLifetime = .seconds(seconds)
            }
            let token = try await account.accessToken(scopes: with.texts("scopes"), options: options)
            let scopes = JSON.list(token.scopes.map(JSON.string))
            return .object(["token": .object(["scopes": scopes, "stale": .boolean(token.isStale)])])
        case "peek_token":
            let scopes = try with.text("scopes").split(separator: " ").map(String.init)
            return try account.peekToken(scopes: scopes) == nil ? .nothing : .object(["peeked": .boolean(true)])
        case "claims":
            guard let claims = try account.claims() else { return .nothing }
            return .object(["claims": .object([
                "name": .or(claims.name),
                "preferred_username": .or(claims.preferredUsername),
                "email": .or(claims.email),
            ])])
        case "step_up":
            let request = try StepUpRequest(
                claims: with.text("claims"), scopes: with.texts("scopes"),
                tryRefresh: with["try_refresh"].asBoolean ?? true)
            return came(to: try await account.stepUp(request, password: with["password"].asText))
        default:
            try await account.signOut()
            return .done
        }
    }

    private func ofClient(_ call: String, _ with: JSON) async throws -> JSON {
        guard let client else { throw JSON.Unreadable(what: "no client") }
        switch call {
        case "sign_in":
            return came(to: try await client.signIn(
                username: with.text("username"), password: with["password"].asText,
                scopes: with.texts("scopes"), claims: with["claims"].asText))
        case "sign_up":
            return came(to: try await client.signUp(
                username: with.text("username"), password: with["password"].asText,
                attributes: attributes(with["attributes"]), signIn: with["sign_in"].asBoolean ?? true,
                scopes: with.texts("scopes")))
        case "reset_password":
            return came(to: try await client.resetPassword(
                username: with.text("username"), signIn: with["sign_in"].asBoolean ?? true,
                scopes: with.texts("scopes")))
        case "suspend", "resume":
            return try keep(call, try with.text("file"), with: client)
        case "accounts":
            return .object(["accounts": .accounts(try await client.accounts())])
        case "account":
            return found(try await client.account(id: identity(with)))
        case "account_by_username":
            return found(try await client.account(username: with.text("username")))
        case "remove_account":
            try await client.removeAccount(id: identity(with))
            return .done
        case "observe":
            events = try client.accountEvents()
            return .done
        case "events":
            return .object(["events": .list(await take(with["count"].asInteger ?? 0))])
        case "export_msal_cache":
            try await Data(client.exportMsalCache().utf8).write(to: URL(fileURLWithPath: with.text("file")))
            return .done
        case "import_msal_cache":
            let cache = try String(contentsOfFile: with.text("file"), encoding: .utf8)
            let imported = try await client.importMsalCache(cache)
            return .object([
                "accounts": .accounts(imported.accounts),
                "skipped": .or(imported.skipped),
                "malformed": .or(imported.malformed),
            ])
        case "check_new_password":
            let fault = checkNewPassword(try with.text("password"))
            return fault.map { .object(["fault": .string($0.rawValue)]) } ?? .nothing
        default:
            throw JSON.Unreadable(what: call)
        }
    }

    private func keep(_ call: String, _ file: String, with client: NativeAuthClient) throws -> JSON {
        let (sealed, key) = (URL(fileURLWithPath: file), URL(fileURLWithPath: "\(file).key"))
        if call == "resume" {
            return came(to: try client.resume(Data(contentsOf: sealed), key: SealingKey(Data(contentsOf: key))))
        }
        guard let step else { throw JSON.Unreadable(what: "no step") }
        let new = SealingKey.generate()
        try client.suspend(step, key: new).write(to: sealed)
        try new.expose().write(to: key)
        return .done
    }

    /// Waits until there are so many events, and takes them.
    private func take(_ count: Int64) async -> [JSON] {
        var taken: [JSON] = []
        var events = events.makeAsyncIterator()
        while taken.count < count, let event = await events.next() {
            taken.append(.event(event))
        }
        return taken
    }

    private func came(to step: Step?) -> JSON {
        guard let step else { return .nothing }
        if case .signedIn(let account) = step {
            self.account = account
        }
        self.step = step
        return .step(step)
    }

    private func found(_ account: Account?) -> JSON {
        guard let account else { return .nothing }
        self.account = account
        return .object(["account": .account(account.id)])
    }
}

private func identity(_ with: JSON) throws -> AccountId {
    try AccountId(tenantId: with.text("tenant_id"), objectId: with.text("object_id"))
}

/// The id that the command names, or that of the method at its index.
private func id(_ with: JSON, among methods: [AuthenticationMethod]) throws -> String {
    if let id = with["id"].asText {
        return id
    }
    guard let index = with["index"].asInteger.flatMap(Int.init(exactly:)), methods.indices.contains(index) else {
        throw JSON.Unreadable(what: "the method")
    }
    return methods[index].id
}

private func attributes(_ values: JSON) throws -> [String: AttributeValue] {
    try (values.asObject ?? [:]).mapValues { value in
        switch value {
        case .string(let text): .text(text)
        case .boolean(let yes): .boolean(yes)
        case .integer(let number): .integer(number)
        case .null, .list, .object: throw JSON.Unreadable(what: "the value of an attribute")
        }
    }
}
