package dev.nativeauth

import dev.nativeauth.ffi.StepUpRequest as NativeRequest

/** What an account has to prove more than it did, and for what. It prints nothing of it. */
public class StepUpRequest private constructor(internal val native: NativeRequest) {
    override fun toString(): String = "StepUpRequest"

    public companion object {
        init {
            CallbackThreads.areDaemons()
        }

        /**
         * What an API asks for with HTTP 401: [wwwAuthenticate] is its `WWW-Authenticate` header as it came (RFC 9110, section
         * 11.6.1), [scopes] those of the token that was not enough. With [username] the sign-in is made under this name instead
         * of the one that the account's ID token tells; without [tryRefresh] the person is asked at once.
         *
         * @throws NativeAuthException `MISUSE` if the header holds no such challenge.
         */
        public fun fromChallenge(
            wwwAuthenticate: String,
            scopes: List<String>,
            username: String? = null,
            tryRefresh: Boolean = true,
        ): StepUpRequest = StepUpRequest(
            translated {
                NativeRequest.fromChallenge(
                    whole("wwwAuthenticate", wwwAuthenticate),
                    allWhole("scopes", scopes),
                    wholeIfAny("username", username),
                    tryRefresh,
                )
            },
        )

        /**
         * What a refresh could not give: the claims of an error of [Account.accessToken], and the scopes it was asked for. The
         * person is asked at once, with [username] under this name.
         *
         * @throws NativeAuthException `MISUSE` if the error names no claims.
         */
        public fun fromError(error: NativeAuthException, scopes: List<String>, username: String? = null): StepUpRequest =
            StepUpRequest(
                translated {
                    NativeRequest.fromError(error.needed(), allWhole("scopes", scopes), wholeIfAny("username", username))
                },
            )

        /** A claims request of the app's own: a JSON object as text. [username] and [tryRefresh] as for [fromChallenge]. */
        public fun fromClaims(
            claims: String,
            scopes: List<String>,
            username: String? = null,
            tryRefresh: Boolean = true,
        ): StepUpRequest =
            StepUpRequest(
                NativeRequest.fromClaims(
                    whole("claims", claims),
                    allWhole("scopes", scopes),
                    wholeIfAny("username", username),
                    tryRefresh,
                ),
            )
    }
}
