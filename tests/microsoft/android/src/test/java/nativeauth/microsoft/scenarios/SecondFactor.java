package nativeauth.microsoft.scenarios;

import static nativeauth.microsoft.Outcome.reached;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.AuthenticationMethodApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInInitiateApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInIntrospectApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInTokenApiResult;
import java.util.Map;
import nativeauth.microsoft.Client;
import nativeauth.microsoft.Passwords;
import nativeauth.microsoft.Scenario;
import nativeauth.microsoft.Stage;

/** The second factor. */
public final class SecondFactor {
    private SecondFactor() {}

    public static void addTo(Map<String, Scenario> scenarios) {
        scenarios.put("second factor by e-mail, wrong code first", SecondFactor::byEmail);
        scenarios.put("second factor by text message after a code as the first", SecondFactor::afterACode);
        scenarios.put("second factor, another code and then another method", SecondFactor::byAnotherMethod);
        scenarios.put("second factor by a blocked number, then by e-mail", SecondFactor::byABlockedNumber);
        scenarios.put("second factor by a number that takes a puzzle", SecondFactor::inTheBrowser);
        scenarios.put("second factor whose methods were not asked for", SecondFactor::withoutIntrospection);
    }

    private static void byEmail(Stage stage) throws Exception {
        String target = stage.newAddress();
        String username = stage.newUserWith("email", target);
        Client client = stage.client("mfa");
        var offered = offered(client, passwordTaken(client, username));
        var sent = sent(client, offered.getContinuationToken(), methodOn(offered, "email"));
        assertEquals(8, sent.getCodeLength());
        assertEquals("email", sent.getChallengeChannel());
        assertNotEquals(target, sent.getChallengeTargetLabel(), "the target is masked");
        String token = sent.getContinuationToken();
        var refusal =
                reached(
                        SignInTokenApiResult.CodeIncorrect.class,
                        client.submitSecondCode(token, stage.wrongCode(target)));
        assertEquals("invalid_oob_value", refusal.getSubError());
        SignIn.signedIn(client.submitSecondCode(token, stage.newestCode(target)), username);
    }

    private static void afterACode(Stage stage) throws Exception {
        // The account is made by the flow of codes, so its second factor cannot be e-mail.
        Client client = stage.client("mfa-otp");
        String username = stage.newUserWithoutPassword();
        var begun = reached(SignInInitiateApiResult.Success.class, client.signIn(username));
        var first = reached(SignInChallengeApiResult.OOBRequired.class, client.challenge(begun.getContinuationToken()));
        var wanted =
                reached(
                        SignInTokenApiResult.JITRequired.class,
                        client.submitCode(first.getContinuationToken(), stage.newestCode(username)));
        String target = stage.newNumber("+47");
        String proved = Registration.proved(stage, client, wanted.getContinuationToken(), "sms", target);
        SignIn.signedIn(client.signInAfter(proved, username), username);

        begun = reached(SignInInitiateApiResult.Success.class, client.signIn(username));
        first = reached(SignInChallengeApiResult.OOBRequired.class, client.challenge(begun.getContinuationToken()));
        var second =
                reached(
                        SignInTokenApiResult.MFARequired.class,
                        client.submitCode(first.getContinuationToken(), stage.newestCode(username)));
        var offered = offered(client, second.getContinuationToken());
        var sent = sent(client, offered.getContinuationToken(), methodOn(offered, "sms"));
        SignIn.signedIn(client.submitSecondCode(sent.getContinuationToken(), stage.newestCode(target)), username);
    }

    private static void byAnotherMethod(Stage stage) throws Exception {
        String address = stage.newAddress();
        String number = stage.newNumber("+47");
        String username = stage.newUserWith("email", address, "sms", number);
        Client client = stage.client("mfa");
        var offered = offered(client, passwordTaken(client, username));
        assertEquals(2, offered.getMethods().size());
        var sent = sent(client, offered.getContinuationToken(), methodOn(offered, "email"));
        String first = stage.newestCode(address);
        sent = sent(client, sent.getContinuationToken(), methodOn(offered, "email"));
        reached(SignInTokenApiResult.CodeIncorrect.class, client.submitSecondCode(sent.getContinuationToken(), first));
        sent = sent(client, sent.getContinuationToken(), methodOn(offered, "sms"));
        assertEquals("sms", sent.getChallengeChannel());
        SignIn.signedIn(client.submitSecondCode(sent.getContinuationToken(), stage.newestCode(number)), username);
    }

    private static void byABlockedNumber(Stage stage) throws Exception {
        String address = stage.newAddress();
        String username = stage.newUserWith("sms", stage.newNumber("+882"), "email", address);
        Client client = stage.client("mfa");
        var offered = offered(client, passwordTaken(client, username));
        String token = offered.getContinuationToken();
        reached(
                SignInChallengeApiResult.BlockedAuthMethod.class,
                client.challenge(token, methodOn(offered, "sms").getId()));
        var sent = sent(client, token, methodOn(offered, "email"));
        SignIn.signedIn(client.submitSecondCode(sent.getContinuationToken(), stage.newestCode(address)), username);
    }

    private static void inTheBrowser(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newUserWith("sms", stage.newNumber("+979"));
        var offered = offered(client, passwordTaken(client, username));
        reached(
                SignInChallengeApiResult.Redirect.class,
                client.challenge(offered.getContinuationToken(), methodOn(offered, "sms").getId()));
    }

    private static void withoutIntrospection(Stage stage) throws Exception {
        Client client = stage.client("mfa");
        String username = stage.newUserWith("sms", stage.newNumber("+47"));
        var result = client.challenge(passwordTaken(client, username));
        var refusal = reached(SignInChallengeApiResult.UnknownError.class, result);
        assertEquals("introspect_required", refusal.getSubError());
    }

    /** The password is given and a second factor is demanded. Gives the token to ask for the methods with. */
    private static String passwordTaken(Client client, String username) {
        String token = SignIn.passwordWanted(client, username);
        var demanded =
                reached(SignInTokenApiResult.MFARequired.class, client.submitPassword(token, Passwords.GOOD));
        return demanded.getContinuationToken();
    }

    private static SignInIntrospectApiResult.Success offered(Client client, String continuationToken) {
        return reached(SignInIntrospectApiResult.Success.class, client.introspect(continuationToken));
    }

    private static SignInChallengeApiResult.OOBRequired sent(
            Client client, String continuationToken, AuthenticationMethodApiResult method) {
        return reached(
                SignInChallengeApiResult.OOBRequired.class, client.challenge(continuationToken, method.getId()));
    }

    private static AuthenticationMethodApiResult methodOn(SignInIntrospectApiResult.Success offered, String channel) {
        return offered.getMethods().stream()
                .filter(method -> method.getChallengeChannel().equals(channel))
                .findFirst()
                .orElseThrow();
    }
}
