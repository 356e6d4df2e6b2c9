package nativeauth.microsoft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.microsoft.identity.common.java.nativeauth.providers.responses.ApiErrorResult;
import com.microsoft.identity.common.java.nativeauth.providers.responses.ApiResult;
import java.util.List;

/** What a call of the client must have come to. */
public final class Outcome {
    private Outcome() {}

    /** The client took the answer for this. */
    public static <T> T reached(Class<T> expected, ApiResult result) {
        return assertInstanceOf(expected, result, result::toUnsanitizedString);
    }

    /** The client took the answer for this refusal, whose first code is the one given. */
    public static <T extends ApiErrorResult> T refused(Class<T> expected, ApiResult result, int code) {
        T refusal = reached(expected, result);
        assertEquals(List.of(code), refusal.getErrorCodes(), result::toUnsanitizedString);
        return refusal;
    }
}
