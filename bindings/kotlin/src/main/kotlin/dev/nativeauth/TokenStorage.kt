package dev.nativeauth

import dev.nativeauth.ffi.TokenStorage as NativeStorage

/** Where a client keeps its tokens. The app chooses, and nothing else is ever used in its place. */
public class TokenStorage internal constructor(internal val native: NativeStorage) {
    override fun toString(): String = "TokenStorage"

    public companion object {
        init {
            CallbackThreads.areDaemons()
        }

        /** In memory: tokens end with the process. */
        public fun inMemory(): TokenStorage = TokenStorage(NativeStorage.inMemory())

        /** In a place of the app's own. Clients that are given one place share what is in it. */
        public fun custom(storage: Storage): TokenStorage = TokenStorage(NativeStorage.custom(StorageAdapter(storage)))

        /**
         * In a cache file of Microsoft's clients, such as MSAL Python has with `msal_extensions.FilePersistence`: they and this
         * client share one sign-in. **The file is not encrypted.**
         */
        public fun msalFile(path: String): TokenStorage = TokenStorage(NativeStorage.msalFile(whole("path", path)))
    }
}
