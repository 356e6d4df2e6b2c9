package dev.nativeauth

import kotlin.time.Duration
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.toKotlinDuration

/**
 * Why something did not happen: the one exception of this library.
 *
 * [recovery] tells what to do, [kind] what happened, [code] which case of it, with the same words in every language. The
 * [message] is one sentence that says what to do, without a secret and without anything about the person, so this may be
 * logged. It holds no resource and need not be closed. It can be serialised, without the [server]'s words and the texts of other
 * languages.
 */
public class NativeAuthException internal constructor(
    native: dev.nativeauth.ffi.NativeAuthException,
) : Exception(native.toString()) {
    /** Null in one that was serialised. */
    @Transient
    internal val native: dev.nativeauth.ffi.NativeAuthException? = native

    /** What happened. Each kind has exactly one recovery. */
    public val kind: ErrorKind = native.kind()

    /** Which case of it: a stable word, the same in every language. */
    public val code: String = native.code()

    /** What to do about it. */
    public val recovery: Recovery = native.recovery()

    /** Whether running the same action again can help, and when. */
    public val retry: Retry = native.retry().toKotlin()

    /** How long to wait before trying again, if the server says. */
    public val retryAfter: Duration? get() = retryAfterNanos?.nanoseconds

    /** A [Duration] that may be missing cannot be serialised. */
    private val retryAfterNanos: Long? = native.retryAfter()?.toKotlinDuration()?.inWholeNanoseconds

    /** The stable name of its text, for apps that bring texts of their own. */
    public val messageKey: String = native.messageKey()

    /** Our own words on this case, in English and for developers, such as the field that is wrong. */
    public val detail: String? = native.detail()

    /** The correlation id of the flow, to quote to support. */
    public val correlationId: String? = native.correlationId()

    /** The server's own id of the request, to quote to support. */
    public val traceId: String? = native.traceId()

    /** The HTTP status of the answer, if there was one. */
    public val status: Int? = native.status()?.toInt()

    /**
     * The claims request (a JSON object as text) that the next sign-in has to make, if a policy wants more than the last one
     * proved.
     */
    public val claims: String? = native.claims()

    /** The server's own words, if it refused. They may name the person. */
    @Transient
    public val server: ServerProblem? = native.server()?.use(::ServerProblem)

    /**
     * Its text as a sentence that stands alone, to show to whoever can act on it: the person who uses the app or, where the
     * recovery is [Recovery.FIX], the developer. The [message] alone is left in an exception that was serialised.
     */
    public fun localizedMessage(language: Language): String = native?.localizedMessage(language) ?: message.orEmpty()

    /** What the library knows of it, for another call. */
    internal fun needed(): dev.nativeauth.ffi.NativeAuthException =
        requireNotNull(native) { "an exception that was serialised cannot be used; its claims can" }
}

/** What the server said, in its own words: for a developer's eyes. The description may name the person, so it is not printed. */
public class ServerProblem internal constructor(native: dev.nativeauth.ffi.ServerProblem) {
    /** The server's word for what happened (`error`). */
    public val error: String = native.error()

    /** Which case of it (`suberror`). */
    public val suberror: String? = native.suberror()

    /** The server's sentence, in English. */
    public val description: String? = native.description()

    /** The numbers behind `AADSTS`. */
    public val codes: List<Long> = native.codes()

    /** When, by the server's clock and in its form. */
    public val timestamp: String? = native.timestamp()

    /** Where the service explains the case. */
    public val errorUri: String? = native.errorUri()

    /** The names of the attributes whose values it refused. */
    public val invalidAttributes: List<String> = native.invalidAttributes()

    /** The attributes that it still wants, where the refusal says so. */
    public val requiredAttributes: List<RequiredAttribute> = native.requiredAttributes()

    /** The names of what has to be verified first. */
    public val unverifiedAttributes: List<String> = native.unverifiedAttributes()

    /** Refusals within the refusal. */
    public val innerProblems: List<InnerProblem> = native.innerProblems().map { it.use(::InnerProblem) }

    /** The words and numbers, without the description. */
    override fun toString(): String = "ServerProblem(error=$error, suberror=$suberror, codes=$codes)"
}

/** A refusal within a refusal of the server's. The description may name the person, so it is not printed. */
public class InnerProblem internal constructor(native: dev.nativeauth.ffi.InnerProblem) {
    /** The server's word for what happened (`error`). */
    public val error: String? = native.error()

    /** The server's sentence, in English. */
    public val description: String? = native.description()

    override fun toString(): String = "InnerProblem(error=$error)"
}
