package nativeauth.microsoft;

import com.microsoft.identity.common.java.authscheme.BearerAuthenticationSchemeInternal;
import com.microsoft.identity.common.java.interfaces.IPlatformComponents;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.JITChallengeAuthMethodCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.JITContinueCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.JITIntrospectCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.ResetPasswordStartCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.ResetPasswordSubmitCodeCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.ResetPasswordSubmitNewPasswordCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignInStartCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignInSubmitCodeCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignInSubmitPasswordCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignInWithContinuationTokenCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignUpStartCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignUpSubmitCodeCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignUpSubmitPasswordCommandParameters;
import com.microsoft.identity.common.java.nativeauth.commands.parameters.SignUpSubmitUserAttributesCommandParameters;
import com.microsoft.identity.common.java.nativeauth.providers.NativeAuthOAuth2Configuration;
import com.microsoft.identity.common.java.nativeauth.providers.NativeAuthOAuth2Strategy;
import com.microsoft.identity.common.java.nativeauth.providers.NativeAuthOAuth2StrategyFactory;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.jit.JITIntrospectApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordPollCompletionApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordStartApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.resetpassword.ResetPasswordSubmitApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInInitiateApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInIntrospectApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signin.SignInTokenApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpChallengeApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpContinueApiResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.signup.SignUpStartApiResult;
import com.microsoft.identity.common.java.providers.microsoft.microsoftsts.MicrosoftStsTokenRequest;
import com.microsoft.identity.common.java.providers.oauth2.OAuth2StrategyParameters;
import com.microsoft.identity.common.java.providers.oauth2.TokenResult;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Microsoft's client, with one method for each call it can make. On Android its controller makes the same calls in the
 * same order and keeps the tokens; that part needs the platform.
 */
public final class Client {
    /** What the controller adds to whatever the app asks for. */
    private static final List<String> SCOPES = List.of("openid", "profile", "offline_access");

    private final NativeAuthOAuth2Strategy strategy;
    private final String correlationId;

    Client(URL authority, String clientId, String challengeTypes, String capabilities, String correlationId)
            throws Exception {
        NativeAuthOAuth2Configuration configuration =
                new NativeAuthOAuth2Configuration(
                        authority, clientId, challengeTypes, capabilities, null, false, "");
        this.strategy =
                NativeAuthOAuth2StrategyFactory.Companion.createStrategy(
                        configuration, OAuth2StrategyParameters.builder().build());
        this.correlationId = correlationId;
    }

    public SignInInitiateApiResult signIn(String username) {
        return strategy.performSignInInitiate(
                SignInStartCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .username(username)
                        .build());
    }

    public SignInChallengeApiResult challenge(String continuationToken) {
        return strategy.performSignInDefaultChallenge(continuationToken, correlationId);
    }

    /** A code to the method of this ID. */
    public SignInChallengeApiResult challenge(String continuationToken, String methodId) {
        return strategy.performSignInSelectedChallenge(continuationToken, correlationId, methodId);
    }

    /** The second factor's methods. */
    public SignInIntrospectApiResult introspect(String continuationToken) {
        return strategy.performIntrospect(continuationToken, correlationId);
    }

    public SignInTokenApiResult submitPassword(String continuationToken, String password, String... scopes) {
        return strategy.performPasswordTokenRequest(
                SignInSubmitPasswordCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .scopes(withDefaults(scopes))
                        .password(password.toCharArray())
                        .continuationToken(continuationToken)
                        .build());
    }

    public SignInTokenApiResult submitCode(String continuationToken, String code) {
        return submitCode(continuationToken, code, false);
    }

    /** The code of the second factor. */
    public SignInTokenApiResult submitSecondCode(String continuationToken, String code) {
        return submitCode(continuationToken, code, true);
    }

    private SignInTokenApiResult submitCode(String continuationToken, String code, boolean secondFactor) {
        return strategy.performOOBTokenRequest(
                SignInSubmitCodeCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .scopes(withDefaults())
                        .code(code)
                        .isMFAGrantType(secondFactor)
                        .continuationToken(continuationToken)
                        .build());
    }

    /** Signs in with what another flow ended with. */
    public SignInTokenApiResult signInAfter(String continuationToken, String username) {
        return strategy.performContinuationTokenTokenRequest(
                SignInWithContinuationTokenCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .scopes(withDefaults())
                        .username(username)
                        .continuationToken(continuationToken)
                        .build());
    }

    /** New tokens, as the client's cache fetches them. */
    public TokenResult refresh(String refreshToken, String... scopes) throws Exception {
        MicrosoftStsTokenRequest request =
                strategy.createRefreshTokenRequest(new BearerAuthenticationSchemeInternal());
        request.setClientId(strategy.getConfig().getClientId());
        request.setRefreshToken(refreshToken);
        request.setScope(String.join(" ", withDefaults(scopes)));
        request.setCorrelationId(UUID.fromString(correlationId));
        return strategy.requestToken(request);
    }

    public ResetPasswordStartApiResult resetPassword(String username) {
        return strategy.performResetPasswordStart(
                ResetPasswordStartCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .username(username)
                        .build());
    }

    public ResetPasswordChallengeApiResult challengeReset(String continuationToken) {
        return strategy.performResetPasswordChallenge(continuationToken, correlationId);
    }

    public ResetPasswordContinueApiResult submitResetCode(String continuationToken, String code) {
        return strategy.performResetPasswordContinue(
                ResetPasswordSubmitCodeCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .code(code)
                        .continuationToken(continuationToken)
                        .build());
    }

    public ResetPasswordSubmitApiResult submitNewPassword(String continuationToken, String password) {
        return strategy.performResetPasswordSubmit(
                ResetPasswordSubmitNewPasswordCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .newPassword(password.toCharArray())
                        .continuationToken(continuationToken)
                        .build());
    }

    public ResetPasswordPollCompletionApiResult pollReset(String continuationToken) {
        return strategy.performResetPasswordPollCompletion(continuationToken, correlationId);
    }

    /** The methods that can be registered. */
    public JITIntrospectApiResult introspectRegistration(String continuationToken) {
        return strategy.performJITIntrospectRequest(
                JITIntrospectCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .continuationToken(continuationToken)
                        .build());
    }

    public JITChallengeApiResult challengeRegistration(String continuationToken, String channel, String contact) {
        return strategy.performJITChallengeRequest(
                JITChallengeAuthMethodCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .scopes(withDefaults())
                        .authMethodChallengeType("oob")
                        .challengeChannel(channel)
                        .verificationContact(contact)
                        .continuationToken(continuationToken)
                        .build());
    }

    public JITContinueApiResult submitRegistrationCode(String continuationToken, String code) {
        return continueRegistration(continuationToken, "oob", code);
    }

    /** For a contact that has been verified already. */
    public JITContinueApiResult continueRegistration(String continuationToken) {
        return continueRegistration(continuationToken, "continuation_token", null);
    }

    private JITContinueApiResult continueRegistration(String continuationToken, String grantType, String code) {
        return strategy.performJITContinueRequest(
                JITContinueCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .scopes(withDefaults())
                        .grantType(grantType)
                        .code(code)
                        .continuationToken(continuationToken)
                        .build());
    }

    /** Password and attributes may be null. */
    public SignUpStartApiResult signUp(String username, String password, Map<String, String> attributes) {
        return strategy.performSignUpStart(
                SignUpStartCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .username(username)
                        .password(password == null ? null : password.toCharArray())
                        .userAttributes(attributes)
                        .build());
    }

    public SignUpChallengeApiResult challengeSignUp(String continuationToken) {
        return strategy.performSignUpChallenge(continuationToken, correlationId);
    }

    public SignUpContinueApiResult submitSignUpCode(String continuationToken, String code) {
        return strategy.performSignUpSubmitCode(
                SignUpSubmitCodeCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .code(code)
                        .continuationToken(continuationToken)
                        .build());
    }

    public SignUpContinueApiResult submitSignUpPassword(String continuationToken, String password) {
        return strategy.performSignUpSubmitPassword(
                SignUpSubmitPasswordCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .password(password.toCharArray())
                        .continuationToken(continuationToken)
                        .build());
    }

    public SignUpContinueApiResult submitAttributes(String continuationToken, Map<String, String> attributes) {
        return strategy.performSignUpSubmitUserAttributes(
                SignUpSubmitUserAttributesCommandParameters.builder()
                        .platformComponents(Platform.NONE)
                        .correlationId(correlationId)
                        .userAttributes(attributes)
                        .continuationToken(continuationToken)
                        .build());
    }

    private static List<String> withDefaults(String... scopes) {
        List<String> all = new ArrayList<>(List.of(scopes));
        all.addAll(SCOPES);
        return all;
    }

    /** The parameters must name a platform, though nothing of it is used: whatever is asked of it, the test fails. */
    private static final class Platform {
        static final IPlatformComponents NONE =
                (IPlatformComponents)
                        Proxy.newProxyInstance(
                                Client.class.getClassLoader(),
                                new Class<?>[] {IPlatformComponents.class},
                                (proxy, method, arguments) -> {
                                    throw new UnsupportedOperationException(method.toString());
                                });
    }
}
