package dev.nativeauth.scenarios

import kotlin.time.Duration.Companion.seconds
import org.json.JSONObject

import dev.nativeauth.Capability
import dev.nativeauth.ChallengeType
import dev.nativeauth.NativeAuth
import dev.nativeauth.TokenStorage
import dev.nativeauth.passphrase

/** The client that the command asks for. */
fun openClient(with: JSONObject): NativeAuth =
    NativeAuth(with.getString("tenant"), with.getString("client_id")) {
        storage = storage(with.getJSONObject("storage"))
        tenantId = with.text("tenant_id")
        challengeTypes = with.optJSONArray("challenge_types")?.texts()?.map { ChallengeType.valueOf(it.uppercase()) }
        capabilities = with.optJSONArray("capabilities")?.texts()?.map { Capability.valueOf(it.uppercase()) }
        exchangeTimeout = with.number("exchange_timeout")?.seconds
        allowHttpLoopback = with.optBoolean("allow_http_loopback")
    }

private fun storage(of: JSONObject): TokenStorage =
    when (val kind = of.getString("kind")) {
        "in_memory" -> TokenStorage.inMemory()
        "msal_file" -> TokenStorage.msalFile(of.getString("path"))
        "passphrase" ->
            TokenStorage.passphrase(of.getString("directory"), of.getString("profile"), of.getString("passphrase"))
        else -> error("no storage $kind")
    }
