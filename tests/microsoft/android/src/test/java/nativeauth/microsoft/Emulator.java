package nativeauth.microsoft;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.json.JSONArray;
import org.json.JSONObject;

/** The emulator as a process, and the pages of its own under /_emulator. */
final class Emulator implements AutoCloseable {
    /** Maven runs tests in the directory of the module. */
    private static final Path TENANTS = Path.of("..", "tenants.toml");

    private final Process process;
    private final JSONObject ready;
    private final HttpClient client;

    private Emulator(Process process, JSONObject ready) throws Exception {
        this.process = process;
        this.ready = ready;
        String authority = ready.optString("ca_certificate", null);
        SSLContext trusted =
                authority == null ? SSLContext.getDefault() : Certificates.trusting(Path.of(authority));
        this.client = HttpClient.newBuilder().sslContext(trusted).build();
    }

    /**
     * Starts an emulator that draws everything from a seed and whose clock stands: the same requests get the same
     * answers.
     */
    static Emulator start(String... options) throws Exception {
        String program =
                Objects.requireNonNull(
                        System.getenv("NATIVE_AUTH_BINARY"),
                        "NATIVE_AUTH_BINARY must name the program; run `cargo xtask test`");
        List<String> line = new ArrayList<>(List.of(program, "emulator", "--ready-json", "--log", "warn"));
        line.addAll(List.of("--config", TENANTS.toString()));
        line.addAll(List.of("--seed", "20300131", "--clock", "2030-01-31T12:00:00Z"));
        line.addAll(List.of(options));
        Process process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = output.readLine();
        if (first == null) {
            throw new IOException("the emulator ended with " + process.waitFor() + " before it was ready");
        }
        return new Emulator(process, new JSONObject(first));
    }

    URI origin() {
        return URI.create(ready.getString("origin"));
    }

    /** The path under which a tenant answers. */
    String path(String tenant) {
        return URI.create(tenant(tenant).getString("authority")).getPath();
    }

    String clientId(String tenant, String app) {
        return named(tenant(tenant).getJSONArray("apps"), app).getString("client_id");
    }

    /** The file of the authority that signed its certificate; it serves https. */
    Path certificateAuthority() {
        return Path.of(ready.getString("ca_certificate"));
    }

    /** Makes a user as the page takes it. */
    void addUser(JSONObject user) {
        post("users", user);
    }

    /** Forces the answer of the next requests that fit. */
    void force(JSONObject fault) {
        post("faults", fault);
    }

    void advanceClock(int seconds) {
        post("clock", new JSONObject().put("advance_seconds", seconds));
    }

    /** The code that was sent last to this address or number. */
    String newestCode(String recipient) {
        String query = "recipient=" + URLEncoder.encode(recipient, StandardCharsets.UTF_8);
        JSONArray messages = new JSONArray(send(HttpRequest.newBuilder(page("messages?" + query)).build()));
        return messages.getJSONObject(messages.length() - 1).getString("code");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private JSONObject tenant(String name) {
        return named(ready.getJSONArray("tenants"), name);
    }

    private static JSONObject named(JSONArray list, String name) {
        for (Object entry : list) {
            if (((JSONObject) entry).getString("name").equals(name)) {
                return (JSONObject) entry;
            }
        }
        throw new IllegalArgumentException("the emulator has no " + name);
    }

    private URI page(String name) {
        return URI.create(origin() + "/_emulator/" + name);
    }

    private void post(String page, JSONObject body) {
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body.toString());
        send(HttpRequest.newBuilder(page(page)).header("Content-Type", "application/json").POST(publisher).build());
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        request.uri().getPath() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new IllegalStateException(error);
        }
    }
}
