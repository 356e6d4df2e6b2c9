import NativeAuth

// What is answered.

extension JSON {
    static let done = JSON.object(["done": .boolean(true)])
    static let nothing = JSON.object(["nothing": .boolean(true)])
    static let misplaced = JSON.object(["misplaced": .boolean(true)])

    static func account(_ id: AccountId) -> JSON {
        .object(["object_id": .string(id.objectId), "tenant_id": .string(id.tenantId)])
    }

    static func accounts(_ accounts: [Account]) -> JSON {
        .list(accounts.map(\.id).sorted { $0.objectId < $1.objectId }.map(account))
    }

    static func error(_ error: NativeAuthError) -> JSON {
        let server = error.server.map { server in
            JSON.object([
                "error": .string(server.error),
                "suberror": .or(server.suberror),
                "codes": .list(server.codes.map { .integer(Int64($0)) }),
                "invalid_attributes": .list(server.invalidAttributes.map(JSON.string)),
            ])
        }
        return .object([
            "kind": .string(error.kind.rawValue),
            "code": .string(error.code),
            "recovery": .string(error.recovery.rawValue),
            "retry": retry(error.retry),
            "status": .or(error.status),
            "detail": .or(error.detail),
            "claims": .or(error.claims),
            "message": .string(error.localizedMessage(in: .english)),
            "message_key": .string(error.messageKey),
            "text": .string("\(error)"),
            "server": server ?? .null,
        ])
    }

    private static func retry(_ retry: Retry) -> JSON {
        let (when, seconds): (String, Int?) =
            switch retry {
            case .never: ("never", nil)
            case .afterChange: ("after_change", nil)
            case .whenFree: ("when_free", nil)
            case .now: ("now", nil)
            case .after(let wait): ("after", Int(wait.components.seconds))
            }
        return .object(["when": .string(when), "seconds": .or(seconds)])
    }

    static func fault(_ fault: AttributeFault) -> JSON {
        switch fault {
        case .missing: .object(["kind": .string("missing")])
        case .empty: .object(["kind": .string("empty")])
        case .tooLong(let longest): .object(["kind": .string("too_long"), "longest": .integer(Int64(longest))])
        case .notABoolean: .object(["kind": .string("not_a_boolean")])
        case .notANumber: .object(["kind": .string("not_a_number")])
        case .doesNotMatch: .object(["kind": .string("does_not_match")])
        case .notAChoice: .object(["kind": .string("not_a_choice")])
        }
    }

    static func event(_ event: AccountEvent) -> JSON {
        func about(_ kind: String, _ id: AccountId) -> JSON {
            .object(["kind": .string(kind), "account": account(id)])
        }
        return switch event {
        case .signedIn(let id): about("signed_in", id)
        case .refreshed(let id): about("refreshed", id)
        case .signedOut(let id): about("signed_out", id)
        case .storageLost(let loss):
            .object(["kind": .string("storage_lost"), "loss": .string(loss.rawValue)])
        }
    }

    static func step(_ step: Step) -> JSON {
        let (name, members): (String, [String: JSON]) =
            switch step {
            case .codeRequired(let state):
                ("code_required", [
                    "flow": .string(state.flow.rawValue),
                    "purpose": .string(state.purpose.rawValue),
                    "channel": .string(state.channel.rawValue),
                    "target": .or(state.target),
                    "code_length": .or(state.codeLength),
                    "resend_after": state.resendAfter == nil ? .null : .boolean(true),
                    "can_choose_another_method": .boolean(state.canChooseAnotherMethod),
                ])
            case .passwordRequired(let state):
                ("password_required", [
                    "flow": .string(state.flow.rawValue),
                    "purpose": .string(state.purpose.rawValue),
                    "expires_in": state.expiresIn == nil ? .null : .boolean(true),
                ])
            case .attributesRequired(let state):
                ("attributes_required", [
                    "flow": .string(state.flow.rawValue),
                    "attributes": .list(state.attributes.map(attribute)),
                ])
            case .methodRequired(let state):
                ("method_required", [
                    "flow": .string(state.flow.rawValue), "methods": .list(state.methods.map(method)),
                ])
            case .registrationRequired(let state):
                ("registration_required", [
                    "flow": .string(state.flow.rawValue), "methods": .list(state.methods.map(method)),
                ])
            case .browserRequired(let state):
                ("browser_required", browser(state))
            case .signedIn(let account):
                ("signed_in", ["account": JSON.account(account.id)])
            case .completed(let state):
                ("completed", [
                    "flow": .string(state.flow.rawValue),
                    "can_sign_in": .boolean(state.canSignIn),
                    "sign_in_error": state.signInError.map(JSON.error) ?? .null,
                ])
            }
        return .object(members.merging(["step": .string(name)]) { $1 })
    }

    private static func browser(_ state: BrowserRequired) -> [String: JSON] {
        [
            "flow": .string(state.flow.rawValue),
            "reason": .string(state.reason.rawValue),
            "account_exists": .boolean(state.accountExists),
            "server_text": .or(state.serverText),
            "advice": .or(state.advice),
            "challenge_types": .list(state.challengeTypes.map { .string($0.rawValue) }),
            "capabilities": .list(state.capabilities.map { .string($0.rawValue) }),
        ]
    }

    private static func attribute(_ attribute: RequiredAttribute) -> JSON {
        .object([
            "name": .string(attribute.name),
            "data_type": .or(attribute.dataType),
            "required": .boolean(attribute.isRequired),
            "regex": .or(attribute.regex),
            "choices": .list(attribute.choices.map(JSON.string)),
        ])
    }

    private static func method(_ method: AuthenticationMethod) -> JSON {
        .object([
            "id": .string(method.id),
            "channel": .string(method.channel.rawValue),
            "hint": .or(method.hint),
        ])
    }
}
