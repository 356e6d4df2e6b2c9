package nativeauth.microsoft.scenarios;

import static nativeauth.microsoft.Outcome.reached;
import static nativeauth.microsoft.Outcome.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.identity.common.java.nativeauth.providers.responses.ApiErrorResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITIntrospectApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.AuthenticationMethodApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInTokenApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpContinueApiResult;
import java.util.List;
import java.util.Map;
import nativeauth.microsoft.Client;
import nativeauth.microsoft.Passwords;
import nativeauth.microsoft.Scenario;
import nativeauth.microsoft.Stage;

/** A method is registered within a sign-in, because the app demands a second factor and the person has none. */
public final class Registration {
    private Registration() {}

    public static void addTo(Map<String, Scenario> scenarios) {
        scenarios.put("registration of an e-mail address, wrong code first", Registration::ofAnAddress);
        scenarios.put("registration of a phone", Registration::ofAPhone);
        scenarios.put("registration of contacts that are refused, then of one that is not", Registration::ofRefused);
        scenarios.put("registration after sign-up of the address just verified", Registration::ofTheVerifiedAddress);
        scenarios.put("registration by an app that allows none", Registration::inTheBrowser);
    }

    private static void ofAnAddress(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newUser();
        String listed = listed(client, demanded(client, username));
        String target = stage.newAddress();
        var sent = sent(client, listed, "email", target);
        assertEquals(8, sent.getCodeLength());
        assertEquals("email", sent.getChallengeChannel());
        String token = sent.getContinuationToken();
        reached(
                JITContinueApiResult.CodeIncorrect.class,
                client.submitRegistrationCode(token, stage.wrongCode(target)));
        var proved =
                reached(
                        JITContinueApiResult.Success.class,
                        client.submitRegistrationCode(token, stage.newestCode(target)));
        SignIn.signedIn(client.signInAfter(proved.getContinuationToken(), username), username);
    }

    private static void ofAPhone(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newUser();
        String token = proved(stage, client, demanded(client, username), "sms", stage.newNumber("+47"));
        SignIn.signedIn(client.signInAfter(token, username), username);
    }

    private static void ofRefused(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newUser();
        String listed = listed(client, demanded(client, username));
        for (String[] contact : new String[][] {{"email", "no address"}, {"sms", "90012345"}}) {
            refused(
                    JITChallengeApiResult.InvalidVerificationContact.class,
                    client.challengeRegistration(listed, contact[0], contact[1]),
                    901001);
        }
        for (String prefix : new String[] {"+882", "+881"}) {
            var blocked = client.challengeRegistration(listed, "sms", stage.newNumber(prefix));
            assertEquals("access_denied", reached(ApiErrorResult.class, blocked).getError());
            if (prefix.equals("+882")) {
                reached(JITChallengeApiResult.BlockedVerificationContact.class, blocked);
            }
        }
        reached(
                JITChallengeApiResult.Redirect.class,
                client.challengeRegistration(
                        listed(client, demanded(client, username)), "sms", stage.newNumber("+979")));
        String target = stage.newNumber("+47");
        var sent = sent(client, listed, "sms", target);
        var proved =
                reached(
                        JITContinueApiResult.Success.class,
                        client.submitRegistrationCode(sent.getContinuationToken(), stage.newestCode(target)));
        SignIn.signedIn(client.signInAfter(proved.getContinuationToken(), username), username);
    }

    private static void ofTheVerifiedAddress(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newAddress();
        String codeSent = SignUp.codeSent(client, username, Passwords.GOOD, null);
        var created =
                reached(
                        SignUpContinueApiResult.Success.class,
                        client.submitSignUpCode(codeSent, stage.newestCode(username)));
        var demanded =
                reached(
                        SignInTokenApiResult.JITRequired.class,
                        client.signInAfter(created.getContinuationToken(), username));
        String listed = listed(client, demanded.getContinuationToken());
        var verified =
                reached(
                        JITChallengeApiResult.Preverified.class,
                        client.challengeRegistration(listed, "email", username));
        var proved =
                reached(
                        JITContinueApiResult.Success.class,
                        client.continueRegistration(verified.getContinuationToken()));
        SignIn.signedIn(client.signInAfter(proved.getContinuationToken(), username), username);
    }

    private static void inTheBrowser(Stage stage) throws Exception {
        Client client = stage.client("mfa-without-registration");
        String token = SignIn.passwordWanted(client, stage.newUser());
        reached(SignInTokenApiResult.Redirect.class, client.submitPassword(token, Passwords.GOOD));
    }

    /** Registers this contact. Gives the token to sign in with. */
    static String proved(Stage stage, Client client, String demanded, String channel, String contact) {
        var sent = sent(client, listed(client, demanded), channel, contact);
        assertEquals(channel, sent.getChallengeChannel());
        var proved =
                reached(
                        JITContinueApiResult.Success.class,
                        client.submitRegistrationCode(sent.getContinuationToken(), stage.newestCode(contact)));
        return proved.getContinuationToken();
    }

    /** The password is given and a registration is demanded. Gives the token to ask for the methods with. */
    private static String demanded(Client client, String username) {
        String token = SignIn.passwordWanted(client, username);
        var demanded =
                reached(SignInTokenApiResult.JITRequired.class, client.submitPassword(token, Passwords.GOOD));
        return demanded.getContinuationToken();
    }

    /** The methods are known. Gives the token to choose one with. */
    private static String listed(Client client, String continuationToken) {
        var listed =
                reached(
                        JITIntrospectApiResult.Success.class, client.introspectRegistration(continuationToken));
        List<String> channels =
                listed.getMethods().stream().map(AuthenticationMethodApiResult::getChallengeChannel).toList();
        assertEquals("sms", channels.get(channels.size() - 1));
        return listed.getContinuationToken();
    }

    private static JITChallengeApiResult.OOBRequired sent(
            Client client, String listed, String channel, String contact) {
        return reached(
                JITChallengeApiResult.OOBRequired.class, client.challengeRegistration(listed, channel, contact));
    }
}
