package dev.nativeauth

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.awaitClose
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.callbackFlow

import dev.nativeauth.ffi.AccountObserver

/** What happened to an account. */
public sealed interface AccountEvent {
    /** Somebody has signed in, or has stepped up. */
    public data class SignedIn(public val account: AccountId) : AccountEvent

    /** The account has new tokens. */
    public data class Refreshed(public val account: AccountId) : AccountEvent

    /** The account is gone. */
    public data class SignedOut(public val account: AccountId) : AccountEvent

    /** Stored tokens are lost, or can for now not be kept. Told once; if nobody listens, to the first who does. */
    public data class StorageLost(public val loss: StorageLoss) : AccountEvent
}

internal fun accountEvents(shared: Shared): Flow<AccountEvent> =
    callbackFlow {
        val observer = object : AccountObserver {
            override fun signedIn(account: AccountId) = tell(AccountEvent.SignedIn(account))

            override fun refreshed(account: AccountId) = tell(AccountEvent.Refreshed(account))

            override fun signedOut(account: AccountId) = tell(AccountEvent.SignedOut(account))

            override fun storageLost(loss: StorageLoss) = tell(AccountEvent.StorageLost(loss))

            // It fails only when nobody collects any more.
            private fun tell(event: AccountEvent) {
                trySend(event)
            }
        }
        val subscription = shared.client { shared.adopt(it.observeAccounts(observer)) }
        val ending = shared.whenClosed { channel.close() }
        awaitClose {
            ending.close()
            subscription.destroy()
        }
    // Events are few, and none may be lost.
    }.buffer(Channel.UNLIMITED)
