package nativeauth.microsoft;

import java.util.LinkedHashMap;
import java.util.Map;

/** Passwords, good and bad. */
public final class Passwords {
    /** One that every rule allows. */
    public static final String GOOD = "Quiet-River-41";
    /** Another. */
    public static final String NEW = "Loud-Harbour-52";

    private Passwords() {}

    /** One for each rule that a new password can break on its own, by what the server calls that. */
    public static Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("password_is_invalid", "Größe-Meer-77");
        refused.put("password_too_short", "Ab1-Ab1");
        refused.put("password_too_long", "Aa1" + "x".repeat(254));
        refused.put("password_too_weak", "onlylowercase1");
        refused.put("password_banned", "P@ssw0rd12");
        return refused;
    }
}
