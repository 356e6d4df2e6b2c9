package dev.nativeauth

/** Where the log of a client goes. It holds no secret and no e-mail address. */
public fun interface LogSink {
    /**
     * Takes one line. Called on a thread of its own, in order; a sink that is too slow misses lines. Whatever it throws is
     * ignored.
     */
    public fun log(entry: LogEntry)
}

internal class LogSinkAdapter(private val sink: LogSink) : dev.nativeauth.ffi.LogSink {
    override fun log(entry: LogEntry) = guarded { sink.log(entry) }
}
