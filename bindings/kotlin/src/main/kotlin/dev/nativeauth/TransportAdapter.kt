package dev.nativeauth

import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch

import dev.nativeauth.ffi.Exchange

/** Runs a [Transport] for the library, which speaks of numbered exchanges: one coroutine each. */
internal class TransportAdapter(private val transport: Transport) : dev.nativeauth.ffi.Transport {
    /** Ends with its coroutines: a refresh goes on after the client was closed, so nothing ends it before. */
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO + CoroutineName("native-auth transport"))
    private val jobs = ConcurrentHashMap<ULong, Job>()

    override fun begin(exchange: Exchange): Boolean = guarded {
        val number = exchange.number()
        val job = scope.launch(start = CoroutineStart.LAZY) { answer(exchange) }
        jobs[number] = job
        job.invokeOnCompletion {
            jobs.remove(number)
            // Without an answer until now, the connection counts as lost.
            exchange.destroy()
        }
        // It may have been given up before there was anything to cancel.
        if (exchange.isGivenUp()) job.cancel()
        job.start()
        true
    }

    override fun cancel(exchange: ULong) {
        jobs[exchange]?.cancel()
    }

    private suspend fun answer(exchange: Exchange) {
        try {
            val request = HttpRequest(exchange.method(), exchange.url(), exchange.headers(), exchange.body())
            val response = transport.send(request)
            exchange.respond(response.status.toUShort(), response.headers, response.body)
        } catch (e: TransportException) {
            exchange.fail(e.failure)
        } catch (_: Throwable) {
            // A coroutine that was cancelled included: nobody waits for what it is told then.
            exchange.fail(TransportFailure.CONNECTION_LOST)
        }
    }
}
