package nativeauth.microsoft.scenarios;

import static nativeauth.microsoft.Outcome.reached;
import static nativeauth.microsoft.Outcome.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInInitiateApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInTokenApiResult;
import com.microsoft.identity.common.java.providers.microsoft.microsoftsts.MicrosoftStsTokenResponse;
import com.microsoft.identity.common.java.providers.oauth2.TokenResult;
import java.util.List;
import java.util.Map;
import nativeauth.microsoft.Client;
import nativeauth.microsoft.Passwords;
import nativeauth.microsoft.Scenario;
import nativeauth.microsoft.Stage;
import nativeauth.microsoft.Tokens;
import org.json.JSONObject;

/** Sign-in with the first factor. */
public final class SignIn {
    private SignIn() {}

    public static void addTo(Map<String, Scenario> scenarios) {
        scenarios.put("sign-in by password, wrong first", SignIn::byPassword);
        scenarios.put("sign-in by code, wrong and old first", SignIn::byCode);
        scenarios.put("sign-in of nobody, and by what is no name", SignIn::ofNobody);
        scenarios.put("sign-in with a kind of proof that is not this person's", SignIn::byTheWrongProof);
        scenarios.put("sign-in of a client that can do too little ends in the browser", SignIn::inTheBrowser);
        scenarios.put("sign-in by apps that are not set up for it", SignIn::byOtherApps);
        scenarios.put("sign-in for a scope of the API", SignIn::forAScope);
        scenarios.put("fresh tokens, and none for a refresh token that is not one", SignIn::freshTokens);
        scenarios.put("a sign-in that took too long, and a step that was taken already", SignIn::tooLate);
        scenarios.put("a server that is down for a moment is asked again", SignIn::afterARetry);
    }

    private static void byPassword(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        String token = passwordWanted(client, username);
        refused(SignInTokenApiResult.InvalidCredentials.class, client.submitPassword(token, Passwords.NEW), 50126);
        refused(SignInTokenApiResult.InvalidCredentials.class, client.submitPassword(token, "x"), 50126);
        MicrosoftStsTokenResponse tokens = signedIn(client.submitPassword(token, Passwords.GOOD), username);
        assertEquals("Bearer", tokens.getTokenType());
    }

    private static void byCode(Stage stage) throws Exception {
        String username = stage.newUserWithoutPassword();
        Client client = stage.client("otp");
        var begun = reached(SignInInitiateApiResult.Success.class, client.signIn(username));
        var sent = reached(SignInChallengeApiResult.OOBRequired.class, client.challenge(begun.getContinuationToken()));
        assertEquals("email", sent.getChallengeChannel());
        assertEquals(8, sent.getCodeLength());
        String first = stage.newestCode(username);
        var again = reached(SignInChallengeApiResult.OOBRequired.class, client.challenge(sent.getContinuationToken()));
        String token = again.getContinuationToken();
        for (String wrong : new String[] {stage.wrongCode(username), first}) {
            var refusal = reached(SignInTokenApiResult.CodeIncorrect.class, client.submitCode(token, wrong));
            assertEquals("invalid_oob_value", refusal.getSubError());
        }
        signedIn(client.submitCode(token, stage.newestCode(username)), username);
    }

    private static void ofNobody(Stage stage) throws Exception {
        Client client = stage.client("password");
        refused(SignInInitiateApiResult.UserNotFound.class, client.signIn(stage.newAddress()), 50034);
        refused(SignInInitiateApiResult.UnknownError.class, client.signIn("@@"), 90100);
    }

    private static void byTheWrongProof(Stage stage) throws Exception {
        Client client = stage.client("password");
        String withPassword = passwordWanted(client, stage.newUser());
        refused(SignInTokenApiResult.UnknownError.class, client.submitCode(withPassword, "12345678"), 400002);
        // Documented is the answer above, with `invalid_request`. The client knows the number beside `invalid_grant`.
        JSONObject known = new JSONObject().put("error", "invalid_grant").put("error_codes", List.of(400002));
        String username = stage.newUser();
        String token = passwordWanted(client, username);
        stage.force("oauth2/v2.0/token", username, new JSONObject().put("status", 400).put("body", known));
        reached(SignInTokenApiResult.InvalidAuthenticationType.class, client.submitCode(token, "12345678"));
    }

    private static void inTheBrowser(Stage stage) throws Exception {
        Client onlyCodes = stage.client("contoso", "password", "oob redirect", "");
        var begun = onlyCodes.signIn(stage.newUser());
        if (begun instanceof SignInInitiateApiResult.Success success) {
            reached(SignInChallengeApiResult.Redirect.class, onlyCodes.challenge(success.getContinuationToken()));
        } else {
            reached(SignInInitiateApiResult.Redirect.class, begun);
        }
        Client withoutSecondFactor = stage.client("contoso", "mfa", "oob password redirect", "");
        String token = passwordWanted(withoutSecondFactor, stage.newUserWith("sms", stage.newNumber("+47")));
        var redirect =
                reached(
                        SignInTokenApiResult.Redirect.class,
                        withoutSecondFactor.submitPassword(token, Passwords.GOOD));
        assertTrue(redirect.getRedirectReason().contains("mfa_required"), redirect.getRedirectReason());
    }

    private static void byOtherApps(Stage stage) throws Exception {
        String username = stage.newUser();
        // It does not tell the suberror.
        var disabled = reached(SignInInitiateApiResult.UnknownError.class, stage.client("disabled").signIn(username));
        assertEquals("invalid_client", disabled.getError());
        refused(SignInInitiateApiResult.UnknownError.class, stage.client("confidential").signIn(username), 7000218);
    }

    private static void forAScope(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        String token = passwordWanted(client, username);
        var tokens = signedIn(client.submitPassword(token, Passwords.GOOD, "api://contoso-api/Read"), username);
        assertTrue(tokens.getScope().contains("api://contoso-api/Read"), tokens.getScope());
        assertEquals("Read", Tokens.claims(tokens.getAccessToken()).getString("scp"));
    }

    private static void freshTokens(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        var tokens = signedIn(client.submitPassword(passwordWanted(client, username), Passwords.GOOD), username);
        TokenResult fresh = client.refresh(tokens.getRefreshToken(), "api://contoso-api/Read");
        assertTrue(fresh.getSuccess(), () -> fresh.getErrorResponse().toString());
        assertEquals("Read", Tokens.claims(fresh.getTokenResponse().getAccessToken()).getString("scp"));
        assertEquals(
                Tokens.claims(tokens.getIdToken()).getString("oid"),
                Tokens.claims(fresh.getTokenResponse().getIdToken()).getString("oid"));
        TokenResult refused = client.refresh("no such token");
        assertEquals("invalid_grant", refused.getErrorResponse().getError());
    }

    private static void tooLate(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        String token = passwordWanted(client, username);
        signedIn(client.submitPassword(token, Passwords.GOOD), username);
        refused(SignInTokenApiResult.UnknownError.class, client.submitPassword(token, Passwords.GOOD), 55200);
        String old = passwordWanted(client, username);
        stage.advanceClock(601);
        var expired = reached(SignInTokenApiResult.UnknownError.class, client.submitPassword(old, Passwords.GOOD));
        assertEquals("expired_token", expired.getError());
    }

    /** This client asks once more by itself; the step is taken once. */
    private static void afterARetry(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        String token = passwordWanted(client, username);
        stage.force("oauth2/v2.0/token", username, new JSONObject().put("status", 503));
        signedIn(client.submitPassword(token, Passwords.GOOD), username);
    }

    /** The password of this person is due. Gives the token to send it with. */
    static String passwordWanted(Client client, String username) {
        var begun = reached(SignInInitiateApiResult.Success.class, client.signIn(username));
        var due =
                reached(
                        SignInChallengeApiResult.PasswordRequired.class,
                        client.challenge(begun.getContinuationToken()));
        return due.getContinuationToken();
    }

    /** The client took the answer for a sign-in of this person. Gives the tokens. */
    static MicrosoftStsTokenResponse signedIn(SignInTokenApiResult result, String username) {
        MicrosoftStsTokenResponse tokens = reached(SignInTokenApiResult.Success.class, result).getTokenResponse();
        assertNotNull(tokens.getAccessToken());
        assertNotNull(tokens.getRefreshToken());
        assertTrue(tokens.getExpiresIn() > 300);
        JSONObject claims = Tokens.claims(tokens.getIdToken());
        assertEquals(username, claims.getString("preferred_username"));
        JSONObject account = Tokens.json(tokens.getClientInfo());
        assertEquals(claims.getString("oid"), account.getString("uid"));
        assertEquals(claims.getString("tid"), account.getString("utid"));
        return tokens;
    }
}
