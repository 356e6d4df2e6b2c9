import Foundation
import NativeAuth

/// The client that a command describes.
func makeClient(_ with: JSON) throws -> NativeAuthClient {
    var options = try ClientOptions(tenant: with.text("tenant"), clientId: with.text("client_id"))
    options.tenantId = with["tenant_id"].asText
    if with["challenge_types"] != .null {
        options.challengeTypes = try with.texts("challenge_types").map(word)
    }
    if with["capabilities"] != .null {
        options.capabilities = try with.texts("capabilities").map(word)
    }
    options.exchangeTimeout = with["exchange_timeout"].asInteger.map { .seconds($0) }
    options.allowHttpLoopback = with["allow_http_loopback"].asBoolean ?? false
    return try NativeAuthClient(options: options, storage: storage(with["storage"]))
}

private func storage(_ with: JSON) throws -> TokenStorage {
    switch try with.text("kind") {
    case "in_memory":
        .inMemory()
    case "passphrase":
        try .passphrase(
            directory: URL(fileURLWithPath: with.text("directory")), profile: with.text("profile"),
            passphrase: with.text("passphrase"))
    case "msal_file":
        try .msalFile(at: URL(fileURLWithPath: with.text("path")))
    case let other:
        throw JSON.Unreadable(what: other)
    }
}

private func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
    guard let word = Word(rawValue: text) else { throw JSON.Unreadable(what: text) }
    return word
}
