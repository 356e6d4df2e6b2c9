package dev.nativeauth

/** How a code reaches the person. */
public sealed interface ChallengeChannel {
    /** By e-mail. */
    public data object Email : ChallengeChannel

    /** By text message. */
    public data object Sms : ChallengeChannel

    /** By a channel that this version does not know; [word] is the server's own. */
    public data class Other(public val word: String) : ChallengeChannel
}

internal fun dev.nativeauth.ffi.ChallengeChannel.toKotlin(): ChallengeChannel =
    when (this) {
        is dev.nativeauth.ffi.ChallengeChannel.Email -> ChallengeChannel.Email
        is dev.nativeauth.ffi.ChallengeChannel.Sms -> ChallengeChannel.Sms
        is dev.nativeauth.ffi.ChallengeChannel.Other -> ChallengeChannel.Other(v1)
    }
