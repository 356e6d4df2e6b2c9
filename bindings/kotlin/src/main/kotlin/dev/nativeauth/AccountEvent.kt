package dev.nativeauth

import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow

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

/** Subscribes before the collector waits for the first time, so that it misses nothing that it does afterwards. */
internal fun accountEvents(shared: Shared): Flow<AccountEvent> =
    flow {
        // Events are few, and none may be lost.
        val events = Channel<AccountEvent>(Channel.UNLIMITED)
        val subscription = shared.client { shared.adopt(it.observeAccounts(Observer(events))) }
        val ending = shared.whenClosed { events.close() }
        try {
            emitAll(events)
        } finally {
            ending.close()
            subscription.destroy()
        }
    }

/** Sending fails only when nobody collects any more. */
private class Observer(private val events: SendChannel<AccountEvent>) : AccountObserver {
    override fun signedIn(account: AccountId) {
        events.trySend(AccountEvent.SignedIn(account))
    }

    override fun refreshed(account: AccountId) {
        events.trySend(AccountEvent.Refreshed(account))
    }

    override fun signedOut(account: AccountId) {
        events.trySend(AccountEvent.SignedOut(account))
    }

    override fun storageLost(loss: StorageLoss) {
        events.trySend(AccountEvent.StorageLost(loss))
    }
}
