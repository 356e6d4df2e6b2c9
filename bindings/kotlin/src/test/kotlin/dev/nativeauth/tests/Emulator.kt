package dev.nativeauth.tests

import java.io.File
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import javax.net.ssl.SSLContext
import org.json.JSONArray
import org.json.JSONObject

import dev.nativeauth.Configuration
import dev.nativeauth.NativeAuth
import dev.nativeauth.TokenStorage

/** A tenant emulator of its own: the program that the property `nativeauth.binary` names. */
class Emulator(vararg arguments: String, configuration: String? = null) : AutoCloseable {
    private var http = HttpClient.newHttpClient()
    private val file = configuration?.let { toml -> File.createTempFile("tenants", ".toml").apply { writeText(toml) } }
    private val log = File.createTempFile("emulator", ".log")
    private val process: Process
    private val ready: JSONObject

    init {
        val program = System.getProperty("nativeauth.binary") ?: error("the property nativeauth.binary names no program")
        val config = file?.let { listOf("--config", it.path) }.orEmpty()
        process = ProcessBuilder(listOf(program, "emulator", "--ready-json") + config + arguments)
            .redirectError(log)
            .start()
        // The end of the stream, should it die first, ends the wait as well.
        val line = process.inputStream.bufferedReader().readLine() ?: error("the emulator did not start: ${log.readText()}")
        ready = JSONObject(line)
    }

    val origin: String = ready.getString("origin")

    /** The file with the certificate of its own authority, with `--tls`. */
    val certificate: File get() = File(ready.getString("ca_certificate"))

    /** Asks its pages in this trust from now on. */
    fun trust(tls: SSLContext) {
        http = HttpClient.newBuilder().sslContext(tls).build()
    }

    private val tenant = ready.getJSONArray("tenants").getJSONObject(0)
    val authority: String = tenant.getString("authority")
    val scope: String = tenant.getJSONArray("scopes").getString(0)

    fun clientId(app: String): String =
        tenant.getJSONArray("apps").objects().first { it.getString("name") == app }.getString("client_id")

    /** A client with its tokens in memory, unless `configure` says otherwise. */
    fun client(app: String = "password", configure: Configuration.() -> Unit = {}) =
        NativeAuth(authority, clientId(app)) {
            allowHttpLoopback = true
            storage = TokenStorage.inMemory()
            configure()
        }

    fun addUser(username: String, password: String? = null, vararg members: Pair<String, Any>): String {
        val user = JSONObject().put("tenant", tenant.getString("name")).put("username", username)
        password?.let { user.put("password", it) }
        members.forEach { (name, value) -> user.put(name, value) }
        return post("users", user).getString("id")
    }

    /** The one-time code that was sent last to this address. */
    fun code(recipient: String): String {
        val messages = JSONArray(get("messages?recipient=" + URLEncoder.encode(recipient, Charsets.UTF_8)))
        return messages.getJSONObject(messages.length() - 1).getString("code")
    }

    /** What the next requests get. */
    fun fault(vararg members: Pair<String, Any>) {
        post("faults", JSONObject(members.toMap()))
    }

    fun requests(): List<JSONObject> = JSONArray(get("requests")).objects()

    fun advance(seconds: Int) {
        post("clock", JSONObject().put("advance_seconds", seconds))
    }

    private fun get(page: String) = send(HttpRequest.newBuilder(URI("$origin/_emulator/$page")).build())

    private fun post(page: String, body: JSONObject): JSONObject {
        val request = HttpRequest.newBuilder(URI("$origin/_emulator/$page"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
        return send(request.build()).let { if (it.isBlank()) JSONObject() else JSONObject(it) }
    }

    private fun send(request: HttpRequest): String {
        val answer = http.send(request, HttpResponse.BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "${request.uri().path} answered ${answer.statusCode()}: ${answer.body()}" }
        return answer.body()
    }

    override fun close() {
        process.destroy()
        process.waitFor()
        file?.delete()
        log.delete()
    }
}

fun JSONArray.objects(): List<JSONObject> = (0 until length()).map(::getJSONObject)
