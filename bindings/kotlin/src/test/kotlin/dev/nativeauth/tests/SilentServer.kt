package dev.nativeauth.tests

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.LinkedBlockingQueue
import kotlin.concurrent.thread

/** A server that takes requests, and answers with what it is given: by default with nothing at all. */
class SilentServer(private val answer: ByteArray? = null) : AutoCloseable {
    private val socket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val connections = LinkedBlockingQueue<Connection>()
    val origin = "http://127.0.0.1:${socket.localPort}"

    init {
        thread(isDaemon = true) {
            try {
                while (true) serve(socket.accept())
            } catch (_: IOException) {
                // Closed.
            }
        }
    }

    private fun serve(accepted: Socket) {
        thread(isDaemon = true) {
            accepted.use {
                val request = it.getInputStream().readRequest()
                // A connection made ahead is none that asks.
                if (request.isEmpty()) return@use
                val connection = Connection(request)
                connections.add(connection)
                if (answer != null) {
                    it.getOutputStream().write(answer)
                } else {
                    connection.ended.add(runCatching { it.getInputStream().read() }.getOrDefault(-1))
                }
            }
        }
    }

    /**
     * The next connection on which the flow sent a request. The tenant's keys are fetched besides, for whoever needs them, so
     * those requests are nobody's.
     */
    fun asked(): Connection = generateSequence(connections::take).first { it.request.startsWith("POST ") }

    /** How many requests of a flow have not been looked at. */
    fun unfinished(): Int = connections.count { it.request.startsWith("POST ") }

    override fun close() = socket.close()

    class Connection(val request: String) {
        internal val ended = LinkedBlockingQueue<Int>()

        /** Waits until the client has hung up. */
        fun awaitEnd() = check(ended.take() == -1) { "there came more, after a whole request" }
    }
}

/** The headers of a request and its body, if it has a length. */
private fun java.io.InputStream.readRequest(): String {
    val request = StringBuilder()
    while (!request.endsWith("\r\n\r\n")) {
        val next = read()
        if (next < 0) return ""
        request.append(next.toChar())
    }
    val length = Regex("(?i)content-length: *(\\d+)").find(request)?.groupValues?.get(1)?.toInt() ?: 0
    return request.append(String(readNBytes(length))).toString()
}
