package nativeauth.microsoft.scenarios;

import static nativeauth.microsoft.Outcome.reached;
import static nativeauth.microsoft.Outcome.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordPollCompletionApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordStartApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordSubmitApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInTokenApiResult;
import java.util.Map;
import nativeauth.microsoft.Client;
import nativeauth.microsoft.Passwords;
import nativeauth.microsoft.Scenario;
import nativeauth.microsoft.Stage;

/** Password reset, and the sign-in right after it. */
public final class ResetPassword {
    private ResetPassword() {}

    public static void addTo(Map<String, Scenario> scenarios) {
        scenarios.put("reset, with every mistake a person can make on the way", ResetPassword::withMistakes);
        scenarios.put("reset that takes a while", ResetPassword::slow);
        scenarios.put("reset that fails", ResetPassword::failing);
        scenarios.put("reset of nobody, and of somebody without a password", ResetPassword::refusedAtTheStart);
        scenarios.put("reset after which a second factor is demanded", ResetPassword::thenSecondFactor);
        scenarios.put("reset of a client that cannot ask for a code", ResetPassword::inTheBrowser);
        scenarios.put("a reset that took too long", ResetPassword::tooLate);
    }

    private static void withMistakes(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        var sent = codeSent(client, username);
        assertEquals(8, sent.getCodeLength());
        assertEquals("email", sent.getChallengeChannel());
        String first = stage.newestCode(username);
        sent =
                reached(
                        ResetPasswordChallengeApiResult.CodeRequired.class,
                        client.challengeReset(sent.getContinuationToken()));
        for (String wrong : new String[] {stage.wrongCode(username), first}) {
            var refusal =
                    reached(
                            ResetPasswordContinueApiResult.CodeIncorrect.class,
                            client.submitResetCode(sent.getContinuationToken(), wrong));
            assertEquals("invalid_oob_value", refusal.getSubError());
        }
        var wanted =
                reached(
                        ResetPasswordContinueApiResult.PasswordRequired.class,
                        client.submitResetCode(sent.getContinuationToken(), stage.newestCode(username)));

        Map<String, String> refused = Passwords.refused();
        refused.put("password_recently_used", Passwords.GOOD);
        refused.forEach(
                (suberror, password) -> {
                    var refusal =
                            reached(
                                    ResetPasswordSubmitApiResult.PasswordInvalid.class,
                                    client.submitNewPassword(wanted.getContinuationToken(), password));
                    assertEquals(suberror, refusal.getSubError());
                });
        var submitted =
                reached(
                        ResetPasswordSubmitApiResult.SubmitSuccess.class,
                        client.submitNewPassword(wanted.getContinuationToken(), Passwords.NEW));
        var done =
                reached(
                        ResetPasswordPollCompletionApiResult.PollingSucceeded.class,
                        client.pollReset(submitted.getContinuationToken()));
        SignIn.signedIn(client.signInAfter(done.getContinuationToken(), username), username);

        String token = SignIn.passwordWanted(client, username);
        refused(SignInTokenApiResult.InvalidCredentials.class, client.submitPassword(token, Passwords.GOOD), 50126);
        SignIn.signedIn(client.submitPassword(token, Passwords.NEW), username);
    }

    private static void slow(Stage stage) throws Exception {
        String username = stage.newUserOf("slow-reset");
        Client client = stage.client("slow-reset", "password", "oob password redirect", "");
        var submitted = submitted(stage, client, username);
        assertEquals(1, submitted.getPollInterval());
        // Its controller asks again and again with this token.
        String token = submitted.getContinuationToken();
        for (int i = 0; i < 2; i += 1) {
            reached(ResetPasswordPollCompletionApiResult.InProgress.class, client.pollReset(token));
        }
        var done =
                reached(ResetPasswordPollCompletionApiResult.PollingSucceeded.class, client.pollReset(token));
        SignIn.signedIn(client.signInAfter(done.getContinuationToken(), username), username);
    }

    private static void failing(Stage stage) throws Exception {
        String username = stage.newUserOf("failing-reset");
        Client client = stage.client("failing-reset", "password", "oob password redirect", "");
        var submitted = submitted(stage, client, username);
        reached(
                ResetPasswordPollCompletionApiResult.PollingFailed.class,
                client.pollReset(submitted.getContinuationToken()));
        String token = SignIn.passwordWanted(client, username);
        SignIn.signedIn(client.submitPassword(token, Passwords.GOOD), username);
    }

    private static void refusedAtTheStart(Stage stage) throws Exception {
        Client client = stage.client("password");
        var nobody =
                reached(
                        ResetPasswordStartApiResult.UserNotFound.class,
                        client.resetPassword(stage.newAddress()));
        assertEquals("user_not_found", nobody.getError());
        // Of the reset's refusals this client keeps no numbers.
        var withoutPassword =
                reached(
                        ResetPasswordStartApiResult.UnknownError.class,
                        client.resetPassword(stage.newUserWithoutPassword()));
        assertTrue(
                withoutPassword.getErrorDescription().startsWith("AADSTS500222:"),
                withoutPassword.getErrorDescription());
    }

    private static void thenSecondFactor(Stage stage) throws Exception {
        String username = stage.newUserWith("sms", stage.newNumber("+47"));
        Client client = stage.client("mfa");
        var submitted = submitted(stage, client, username);
        var done =
                reached(
                        ResetPasswordPollCompletionApiResult.PollingSucceeded.class,
                        client.pollReset(submitted.getContinuationToken()));
        reached(SignInTokenApiResult.MFARequired.class, client.signInAfter(done.getContinuationToken(), username));
    }

    private static void inTheBrowser(Stage stage) throws Exception {
        Client client = stage.client("contoso", "password", "password redirect", "");
        reached(ResetPasswordStartApiResult.Redirect.class, client.resetPassword(stage.newUser()));
    }

    private static void tooLate(Stage stage) throws Exception {
        String username = stage.newUser();
        Client client = stage.client("password");
        var sent = codeSent(client, username);
        stage.advanceClock(601);
        reached(
                ResetPasswordContinueApiResult.ExpiredToken.class,
                client.submitResetCode(sent.getContinuationToken(), stage.newestCode(username)));
    }

    private static ResetPasswordChallengeApiResult.CodeRequired codeSent(Client client, String username) {
        var begun = reached(ResetPasswordStartApiResult.Success.class, client.resetPassword(username));
        return reached(
                ResetPasswordChallengeApiResult.CodeRequired.class,
                client.challengeReset(begun.getContinuationToken()));
    }

    /** The new password is taken. */
    private static ResetPasswordSubmitApiResult.SubmitSuccess submitted(
            Stage stage, Client client, String username) {
        var sent = codeSent(client, username);
        var wanted =
                reached(
                        ResetPasswordContinueApiResult.PasswordRequired.class,
                        client.submitResetCode(sent.getContinuationToken(), stage.newestCode(username)));
        return reached(
                ResetPasswordSubmitApiResult.SubmitSuccess.class,
                client.submitNewPassword(wanted.getContinuationToken(), Passwords.NEW));
    }
}
