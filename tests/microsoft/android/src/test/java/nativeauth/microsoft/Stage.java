package nativeauth.microsoft;

import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import org.json.JSONArray;
import org.json.JSONObject;

/** What a scenario is given: clients of an app, people, and the pages of the emulator's own. */
public final class Stage {
    private final Emulator emulator;
    private final URI server;
    private int clients;
    private int people;

    /** {@code server} is where the clients find the emulator: its own address or a relay's. */
    Stage(Emulator emulator, URI server) {
        this.emulator = emulator;
        this.server = server;
    }

    /** A client of an app of the tenant contoso that can do everything. */
    public Client client(String app) throws Exception {
        return client("contoso", app, "oob password redirect", "mfa_required registration_required");
    }

    public Client client(String tenant, String app, String challengeTypes, String capabilities) throws Exception {
        URI authority = server.resolve(emulator.path(tenant));
        // One of its own for each client, the same in every run.
        clients += 1;
        String correlationId = new UUID(0x4f7e_4925_b01aL, clients).toString();
        return new Client(
                authority.toURL(), emulator.clientId(tenant, app), challengeTypes, capabilities, correlationId);
    }

    /** An address that nobody has used yet. */
    public String newAddress() {
        people += 1;
        return "person" + people + "@example.com";
    }

    /** A phone number that nobody has used yet, in a country of this prefix. */
    public String newNumber(String prefix) {
        people += 1;
        return prefix + String.format(Locale.ROOT, "9000%04d", people);
    }

    /** Somebody with a password. Gives their address. */
    public String newUser() {
        return newUserOf("contoso");
    }

    public String newUserOf(String tenant) {
        return addUser(new JSONObject().put("tenant", tenant).put("password", Passwords.GOOD));
    }

    /** Somebody who signs in by code. */
    public String newUserWithoutPassword() {
        return addUser(new JSONObject().put("tenant", "contoso"));
    }

    /** Somebody who has a password and a second factor on each of the channels, with these contacts in turn. */
    public String newUserWith(String... channelsAndContacts) {
        JSONArray methods = new JSONArray();
        for (int i = 0; i < channelsAndContacts.length; i += 2) {
            methods.put(
                    new JSONObject().put("channel", channelsAndContacts[i]).put("target", channelsAndContacts[i + 1]));
        }
        return addUser(
                new JSONObject().put("tenant", "contoso").put("password", Passwords.GOOD).put("methods", methods));
    }

    private String addUser(JSONObject user) {
        String username = newAddress();
        emulator.addUser(user.put("username", username));
        return username;
    }

    /** The code that was sent last to this address or number. */
    public String newestCode(String recipient) {
        return emulator.newestCode(recipient);
    }

    /** A code of the same length that is not the one sent last. */
    public String wrongCode(String recipient) {
        String code = newestCode(recipient);
        return (code.startsWith("9") ? "0" : "9") + code.substring(1);
    }

    /** Forces the answer to the next request of this person to this endpoint. */
    public void force(String endpoint, String username, JSONObject answer) {
        emulator.force(answer.put("endpoint", endpoint).put("username", username));
    }

    public void advanceClock(int seconds) {
        emulator.advanceClock(seconds);
    }
}
