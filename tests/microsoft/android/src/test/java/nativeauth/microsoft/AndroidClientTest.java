package nativeauth.microsoft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import nativeauth.microsoft.scenarios.Registration;
import nativeauth.microsoft.scenarios.ResetPassword;
import nativeauth.microsoft.scenarios.SecondFactor;
import nativeauth.microsoft.scenarios.SignIn;
import nativeauth.microsoft.scenarios.SignUp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario in three ways, and whether the answers depend on what a client says of itself. */
class AndroidClientTest {
    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    private static Map<String, Run.Result> https;
    private static Map<String, Run.Result> http;
    private static Map<String, Run.Result> hidden;
    private static Set<String> removed;

    static {
        SignIn.addTo(SCENARIOS);
        SecondFactor.addTo(SCENARIOS);
        Registration.addTo(SCENARIOS);
        ResetPassword.addTo(SCENARIOS);
        SignUp.addTo(SCENARIOS);
    }

    @BeforeAll
    static void playAll() throws Exception {
        // First, because the client asks the JVM once for whom it trusts and keeps the answer.
        try (Emulator emulator = Emulator.start("--tls")) {
            SSLContext.setDefault(Certificates.trusting(emulator.certificateAuthority()));
            https = Run.of(SCENARIOS, new Stage(emulator, emulator.origin()), List::of);
        }
        try (Emulator emulator = Emulator.start();
                Relay relay = Relay.open(emulator.origin())) {
            http = Run.of(SCENARIOS, new Stage(emulator, relay.origin()), relay::take);
            assertTrue(relay.removed().isEmpty());
        }
        try (Emulator emulator = Emulator.start();
                Relay relay = Relay.hiding(emulator.origin())) {
            hidden = Run.of(SCENARIOS, new Stage(emulator, relay.origin()), relay::take);
            removed = new TreeSet<>(relay.removed());
        }
    }

    @TestFactory
    Stream<DynamicTest> overHttpsTrustingTheEmulatorsAuthority() {
        return outcomes(https);
    }

    @TestFactory
    Stream<DynamicTest> overHttp() {
        return outcomes(http);
    }

    @TestFactory
    Stream<DynamicTest> byAProxyThatHidesWhoAsks() {
        return outcomes(hidden);
    }

    @TestFactory
    Stream<DynamicTest> whoAsksMakesNoDifference() {
        return SCENARIOS.keySet().stream()
                .map(name -> dynamicTest(name, () -> {
                    assertFalse(http.get(name).answers().isEmpty(), "something was asked");
                    assertEquals(
                            String.join("\n", http.get(name).answers()),
                            String.join("\n", hidden.get(name).answers()));
                }));
    }

    @Test
    void theProxyRemovedWhatTheClientSaysOfItself() {
        assertTrue(removed.contains("user-agent"), removed::toString);
        assertTrue(removed.stream().anyMatch(name -> name.startsWith("x-client-")), removed::toString);
    }

    private static Stream<DynamicTest> outcomes(Map<String, Run.Result> results) {
        return results.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    Throwable failure = entry.getValue().failure();
                    if (failure != null) {
                        // Maven's summary has the number of a test only.
                        throw new AssertionError(entry.getKey(), failure);
                    }
                }));
    }
}
