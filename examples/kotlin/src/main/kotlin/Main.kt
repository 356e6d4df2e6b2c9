// Signs somebody in on the terminal, whatever the tenant asks for: one `when` over the steps.

import dev.nativeauth.Account
import dev.nativeauth.Attributes
import dev.nativeauth.AttributesRequired
import dev.nativeauth.AuthenticationMethod
import dev.nativeauth.BrowserRequired
import dev.nativeauth.CodeRequired
import dev.nativeauth.Completed
import dev.nativeauth.ErrorKind
import dev.nativeauth.MethodRequired
import dev.nativeauth.NativeAuth
import dev.nativeauth.NativeAuthException
import dev.nativeauth.PasswordRequired
import dev.nativeauth.Recovery
import dev.nativeauth.RegistrationRequired
import dev.nativeauth.SignedIn
import dev.nativeauth.TokenStorage
import kotlin.system.exitProcess

suspend fun main(arguments: Array<String>) {
    if (arguments.size != 2) {
        System.err.println("usage: native-auth-example AUTHORITY CLIENT_ID")
        exitProcess(2)
    }
    val (authority, clientId) = arguments
    val client = NativeAuth(authority, clientId) {
        storage = TokenStorage.inMemory()
        // For a tenant emulator on this machine. It permits plain http to nowhere else.
        allowHttpLoopback = true
    }
    client.use {
        val account = signIn(client) ?: return
        println("Hello, ${account.claims()?.name ?: "whoever you are"}!")

        // From memory; after some time the same call would renew it first.
        val token = account.accessToken()
        println("There is a token for: ${token.scopes.joinToString(" ")}")
        account.signOut()
    }
}

/** Asks for what each step wants until somebody is signed in, or cannot be in here. */
private suspend fun signIn(client: NativeAuth): Account? {
    var step = client.signIn(ask("E-mail address"))
    while (true) {
        try {
            step = when (val here = step) {
                is CodeRequired -> {
                    val code = ask("Code sent to ${here.target ?: "you"} (empty for a new one)")
                    if (code.isEmpty()) here.resendCode() else here.submitCode(code)
                }
                is PasswordRequired -> here.submitPassword(askUnseen("Password"))
                is AttributesRequired -> here.submitAttributes(
                    Attributes { here.attributes.forEach { this[it.name] = ask(it.name) } },
                )
                is MethodRequired -> here.chooseMethod(choose("A second factor is wanted, by", here.methods))
                is RegistrationRequired -> here.register(
                    choose("A second factor has to be registered", here.methods),
                    ask("E-mail address, or number with +"),
                )
                is SignedIn -> return here.account
                is BrowserRequired -> return null.also { println("The tenant wants you to go on in a browser.") }
                is Completed -> return null.also { println("Done, without anybody being signed in.") }
            }
        } catch (e: NativeAuthException) {
            // The state is still good: show the same screen again, if only to choose another method.
            if (e.recovery != Recovery.ASK_AGAIN && e.kind != ErrorKind.METHOD_BLOCKED) throw e
            println(e.message)
        }
    }
}

/** Asks for one of the methods by its number. */
private fun choose(question: String, methods: List<AuthenticationMethod>): AuthenticationMethod {
    println("$question:")
    methods.forEachIndexed { index, method -> println("  ${index + 1}. ${method.channel} ${method.hint.orEmpty()}") }
    while (true) {
        val number = ask("Number").toIntOrNull() ?: continue
        methods.getOrNull(number - 1)?.let { return it }
    }
}

/** Asks for something that may be seen while it is typed. */
private fun ask(what: String): String {
    print("$what: ")
    return readln().trim()
}

/** Asks for something that may not, if there is a terminal, exactly as it is typed. */
private fun askUnseen(what: String): String =
    System.console()?.readPassword("$what: ")?.concatToString() ?: run { print("$what: "); readln() }
