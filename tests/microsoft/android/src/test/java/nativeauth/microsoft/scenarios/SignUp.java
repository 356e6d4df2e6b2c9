package nativeauth.microsoft.scenarios;

import static nativeauth.microsoft.Outcome.reached;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.identity.common.java.nativeauth.providers.responses.UserAttributeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpStartApiResult;
import java.util.List;
import java.util.Map;
import nativeauth.microsoft.Client;
import nativeauth.microsoft.Passwords;
import nativeauth.microsoft.Scenario;
import nativeauth.microsoft.Stage;

/** Sign-up, which the client has too. */
public final class SignUp {
    private SignUp() {}

    public static void addTo(Map<String, Scenario> scenarios) {
        scenarios.put("sign-up asks for a code, a password and attributes", SignUp::stepByStep);
        scenarios.put("sign-up refused at the start", SignUp::refusedAtTheStart);
        scenarios.put("sign-up by code alone", SignUp::byCode);
    }

    private static void stepByStep(Stage stage) throws Exception {
        Client client = stage.client("password");
        String username = stage.newAddress();
        String token = codeSent(client, username, null, null);
        reached(
                SignUpContinueApiResult.InvalidOOBValue.class,
                client.submitSignUpCode(token, stage.wrongCode(username)));
        var credential =
                reached(
                        SignUpContinueApiResult.CredentialRequired.class,
                        client.submitSignUpCode(token, stage.newestCode(username)));
        var due =
                reached(
                        SignUpChallengeApiResult.PasswordRequired.class,
                        client.challengeSignUp(credential.getContinuationToken()));
        Passwords.refused()
                .forEach(
                        (suberror, password) -> {
                            var refusal =
                                    reached(
                                            SignUpContinueApiResult.InvalidPassword.class,
                                            client.submitSignUpPassword(due.getContinuationToken(), password));
                            assertEquals(suberror, refusal.getSubError());
                        });
        var wanted =
                reached(
                        SignUpContinueApiResult.AttributesRequired.class,
                        client.submitSignUpPassword(due.getContinuationToken(), Passwords.GOOD));
        assertEquals(
                List.of("displayName", "city"),
                wanted.getRequiredAttributes().stream().map(UserAttributeApiResult::getName).toList());
        var refusal =
                reached(
                        SignUpContinueApiResult.InvalidAttributes.class,
                        client.submitAttributes(
                                wanted.getContinuationToken(), Map.of("displayName", "Ada", "city", "5003")));
        assertEquals(List.of("city"), refusal.getInvalidAttributes());
        var created =
                reached(
                        SignUpContinueApiResult.Success.class,
                        client.submitAttributes(
                                wanted.getContinuationToken(), Map.of("displayName", "Ada", "city", "Bergen")));
        SignIn.signedIn(client.signInAfter(created.getContinuationToken(), username), username);
    }

    private static void refusedAtTheStart(Stage stage) throws Exception {
        Client client = stage.client("password");
        String username = stage.newUser();
        reached(SignUpStartApiResult.UsernameAlreadyExists.class, client.signUp(username, Passwords.GOOD, null));
        reached(SignUpStartApiResult.InvalidUsername.class, client.signUp("no address", Passwords.GOOD, null));
        reached(
                SignUpStartApiResult.InvalidPassword.class,
                client.signUp(stage.newAddress(), "onlylowercase1", null));
        reached(
                SignUpStartApiResult.InvalidAttributes.class,
                client.signUp(stage.newAddress(), Passwords.GOOD, Map.of("city", "5003")));
        Client onlyPasswords = stage.client("contoso", "otp", "password redirect", "");
        reached(SignUpStartApiResult.Redirect.class, onlyPasswords.signUp(stage.newAddress(), null, null));
    }

    private static void byCode(Stage stage) throws Exception {
        Client client = stage.client("otp");
        String username = stage.newAddress();
        String token = codeSent(client, username, null, null);
        var created =
                reached(
                        SignUpContinueApiResult.Success.class,
                        client.submitSignUpCode(token, stage.newestCode(username)));
        SignIn.signedIn(client.signInAfter(created.getContinuationToken(), username), username);
    }

    /** A sign-up has begun and its code is on its way. Gives the token to send it with. */
    static String codeSent(Client client, String username, String password, Map<String, String> attributes) {
        var begun = reached(SignUpStartApiResult.Success.class, client.signUp(username, password, attributes));
        var sent =
                reached(
                        SignUpChallengeApiResult.OOBRequired.class,
                        client.challengeSignUp(begun.getContinuationToken()));
        return sent.getContinuationToken();
    }
}
