package dev.nativeauth.tests

import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

import dev.nativeauth.AttributeFault
import dev.nativeauth.Attributes
import dev.nativeauth.AttributesRequired
import dev.nativeauth.BrowserReason
import dev.nativeauth.BrowserRequired
import dev.nativeauth.Capability
import dev.nativeauth.ChallengeChannel
import dev.nativeauth.CodePurpose
import dev.nativeauth.CodeRequired
import dev.nativeauth.Completed
import dev.nativeauth.ErrorKind
import dev.nativeauth.FlowKind
import dev.nativeauth.MethodRequired
import dev.nativeauth.PasswordPurpose
import dev.nativeauth.PasswordRequired
import dev.nativeauth.RegistrationRequired
import dev.nativeauth.SignedIn
import dev.nativeauth.StepUpRequest

class FlowTest : WithEmulator() {
    @Test
    fun `signing in with a password, wrong and then right`() = runTest {
        val id = emulator.addUser("ada@example.com", PASSWORD)
        emulator.client().use { client ->
            val password = client.signIn("ada@example.com").expect<PasswordRequired>()
            assertEquals(FlowKind.SIGN_IN, password.flow)
            assertEquals(PasswordPurpose.EXISTING, password.purpose)
            assertFails(ErrorKind.INVALID_CREDENTIALS, "credentials_invalid", failure { password.submitPassword("Loud-River-42") })
            val account = password.submitPassword(PASSWORD).expect<SignedIn>().account
            assertEquals(id, account.id.objectId)
            assertEquals("ada@example.com", account.claims()?.preferredUsername)
            assertTrue(account.claims()!!.isFromEmulator)
            assertEquals(account.exposeIdToken()?.count { it == '.' }, 2)
        }
    }

    @Test
    fun `signing in with a password in one call`() = runTest {
        emulator.addUser("bo@example.com", PASSWORD)
        emulator.client().use { client -> client.signIn("bo@example.com", PASSWORD).expect<SignedIn>() }
    }

    @Test
    fun `signing in with a code, sent again`() = runTest {
        emulator.addUser("cy@example.com")
        emulator.client("otp").use { client ->
            val code = client.signIn("cy@example.com").expect<CodeRequired>()
            assertEquals(CodePurpose.FIRST_FACTOR, code.purpose)
            assertEquals(ChallengeChannel.Email, code.channel)
            assertFalse(code.canChooseAnotherMethod)
            assertNull(code.chooseAnotherMethod())
            val first = emulator.code("cy@example.com")
            assertEquals(first.length, code.codeLength)
            val again = code.resendCode().expect<CodeRequired>()
            assertFails(ErrorKind.INVALID_CODE, "code_invalid", failure { again.submitCode("x".repeat(first.length)) })
            again.submitCode(" ${emulator.code("cy@example.com")} ").expect<SignedIn>()
        }
    }

    @Test
    fun `signing up with a code, a password and attributes`() = runTest {
        emulator.client().use { client ->
            val code = client.signUp("dee@example.com").expect<CodeRequired>()
            assertEquals(CodePurpose.SIGN_UP, code.purpose)
            val password = code.submitCode(emulator.code("dee@example.com")).expect<PasswordRequired>()
            assertEquals(PasswordPurpose.NEW, password.purpose)
            assertEquals(ErrorKind.PASSWORD_REJECTED, failure { password.submitPassword("short") }.kind)
            val attributes = password.submitPassword(PASSWORD).expect<AttributesRequired>()
            assertEquals(setOf("displayName", "city"), attributes.attributes.map { it.name }.toSet())
            assertEquals(
                mapOf("displayName" to AttributeFault.Missing, "city" to AttributeFault.DoesNotMatch),
                attributes.validate(Attributes { this["city"] = "2" }),
            )
            val values = Attributes {
                this["displayName"] = "Dee"
                this["city"] = "Oslo"
            }
            val account = attributes.submitAttributes(values).expect<SignedIn>().account
            assertEquals("Dee", account.claims()?.name)
        }
    }

    @Test
    fun `signing up without signing in, and signing in after it`() = runTest {
        emulator.client("otp").use { client ->
            val code = client.signUp("eve@example.com", signIn = false).expect<CodeRequired>()
            val completed = code.submitCode(emulator.code("eve@example.com")).expect<Completed>()
            assertEquals(FlowKind.SIGN_UP, completed.flow)
            assertNull(completed.signInError)
            assertTrue(completed.canSignIn)
            completed.signIn().expect<SignedIn>()
        }
    }

    @Test
    fun `resetting a password`() = runTest {
        emulator.addUser("fay@example.com", PASSWORD)
        emulator.client().use { client ->
            val code = client.resetPassword("fay@example.com").expect<CodeRequired>()
            val password = code.submitCode(emulator.code("fay@example.com")).expect<PasswordRequired>()
            password.submitPassword("Quiet-River-43").expect<SignedIn>()
            client.signIn("fay@example.com", "Quiet-River-43").expect<SignedIn>()
        }
    }

    @Test
    fun `a second factor, by another method than at first`() = runTest {
        val phone = mapOf("channel" to "sms", "target" to "+4790012345")
        val mail = mapOf("channel" to "email", "target" to "gil@example.org")
        emulator.addUser("gil@example.com", PASSWORD, "methods" to listOf(phone, mail))
        emulator.client("mfa").use { client ->
            val methods = client.signIn("gil@example.com", PASSWORD).expect<MethodRequired>()
            assertEquals(setOf(ChallengeChannel.Sms, ChallengeChannel.Email), methods.methods.map { it.channel }.toSet())
            val byPhone = methods.chooseMethod(methods.methods.first { it.channel == ChallengeChannel.Sms })
            val again = byPhone.expect<CodeRequired>().chooseAnotherMethod().expect<MethodRequired>()
            val byMail = again.chooseMethod(again.methods.first { it.channel == ChallengeChannel.Email })
            assertEquals(CodePurpose.SECOND_FACTOR, byMail.expect<CodeRequired>().purpose)
            byMail.expect<CodeRequired>().submitCode(emulator.code("gil@example.org")).expect<SignedIn>()
        }
    }

    @Test
    fun `registering a second factor`() = runTest {
        emulator.addUser("hal@example.com", PASSWORD)
        emulator.client("mfa").use { client ->
            val registration = client.signIn("hal@example.com", PASSWORD).expect<RegistrationRequired>()
            val method = registration.methods.first { it.channel == ChallengeChannel.Email }
            val code = registration.register(method, "hal@example.org").expect<CodeRequired>()
            assertEquals(CodePurpose.REGISTRATION, code.purpose)
            code.submitCode(emulator.code("hal@example.org")).expect<SignedIn>()
        }
    }

    @Test
    fun `a browser is wanted where the app cannot do what the tenant demands`() = runTest {
        emulator.addUser("ida@example.com", PASSWORD)
        val client = emulator.client("mfa") { capabilities = listOf(Capability.MFA_REQUIRED) }
        client.use {
            val browser = it.signIn("ida@example.com", PASSWORD).expect<BrowserRequired>()
            assertEquals(BrowserReason.REQUESTED, browser.reason)
            assertEquals(listOf(Capability.MFA_REQUIRED), browser.capabilities)
            assertTrue(browser.accountExists)
            assertNotNull(browser.advice)
        }
    }

    @Test
    fun `tokens from memory, by refresh, and none once signed out`() = runTest {
        emulator.addUser("jo@example.com", PASSWORD)
        emulator.client().use { client ->
            val account = client.signIn("jo@example.com", PASSWORD, listOf(emulator.scope)).expect<SignedIn>().account
            val token = account.accessToken(listOf(emulator.scope), minimumTtl = 1.minutes)
            assertEquals(token.expose(), account.peekToken(emulator.scope))
            assertFalse(token.isStale)
            val renewed = account.accessToken(listOf(emulator.scope), forceRefresh = true)
            assertFalse(renewed.expose() == token.expose())
            assertTrue(renewed.scopes.contains(emulator.scope))
            assertEquals(account.id, client.accountByUsername("JO@example.com")?.id)
            assertEquals(account.id, client.peekAccount("jo@example.com")?.id)
            assertEquals(account.id, client.account(account.id)?.id)
            account.signOut()
            assertNull(account.peekToken())
            assertNull(account.claims())
            assertEquals(emptyList<Any>(), client.accounts())
            assertEquals(ErrorKind.SIGN_IN_REQUIRED, failure { account.accessToken() }.kind)
        }
    }

    @Test
    fun `proving more, as an API asks for it`() = runTest {
        val mail = mapOf("channel" to "email", "target" to "kim@example.org")
        emulator.addUser("kim@example.com", PASSWORD, "methods" to listOf(mail))
        emulator.client().use { client ->
            val account = client.signIn("kim@example.com", PASSWORD).expect<SignedIn>().account
            val claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"""
            val request = StepUpRequest.fromClaims(claims, listOf(emulator.scope))
            val methods = account.stepUp(request, PASSWORD).expect<MethodRequired>()
            val code = methods.chooseMethod(methods.methods.single()).expect<CodeRequired>()
            assertEquals(account.id, code.submitCode(emulator.code("kim@example.org")).expect<SignedIn>().account.id)
        }
    }

    @Test
    fun `accounts go to a cache of Microsoft's clients and back`() = runTest {
        emulator.addUser("lea@example.com", PASSWORD)
        emulator.client().use { client ->
            client.signIn("lea@example.com", PASSWORD).expect<SignedIn>()
            val cache = client.exportMsalCache()
            emulator.client().use { other ->
                val taken = other.importMsalCache(cache)
                assertEquals(client.accounts().map { it.id }, taken.accounts.map { it.id })
                assertEquals(Pair(0L, 0L), Pair(taken.skipped, taken.malformed))
                other.removeAccount(taken.accounts.single().id)
                assertEquals(emptyList<Any>(), other.accounts())
            }
        }
    }
}
