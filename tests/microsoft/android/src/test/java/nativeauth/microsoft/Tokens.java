package nativeauth.microsoft;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;

/** What stands in a token. */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\"(eyJ[\\w-]+)\\.(eyJ[\\w-]+)\\.[\\w-]+\"");

    private Tokens() {}

    /** The claims of a token. */
    public static JSONObject claims(String token) {
        return json(token.split("\\.")[1]);
    }

    /** An object in base64url (RFC 4648, section 5), as each part of a token is. */
    public static JSONObject json(String encoded) {
        return new JSONObject(decode(encoded));
    }

    /**
     * A body with the tokens in it written out. The signature goes: it covers the issuer's address, which differs from
     * one run to the next.
     */
    static String readable(String body) {
        return TOKEN.matcher(body).replaceAll(token -> Matcher.quoteReplacement(
                decode(token.group(1)) + " " + decode(token.group(2))));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
