package nativeauth.microsoft;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A proxy in front of an emulator that serves plain HTTP. It keeps what was answered; when it hides who asks, it passes
 * requests on without the headers that name the client.
 *
 * <p>It works on sockets because every HTTP client of the JDK would add a User-Agent of its own.
 */
final class Relay implements AutoCloseable {
    private final URI target;
    private final boolean hiding;
    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> removed = Collections.synchronizedSet(new TreeSet<>());

    private Relay(URI target, boolean hiding) throws IOException {
        this.target = target;
        this.hiding = hiding;
        Thread thread = new Thread(this::serve, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Passes everything on as it is. */
    static Relay open(URI target) throws IOException {
        return new Relay(target, false);
    }

    /** Passes on all but what names the client. */
    static Relay hiding(URI target) throws IOException {
        return new Relay(target, true);
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The names of the headers it has removed, in small letters. */
    Set<String> removed() {
        return removed;
    }

    /** What was answered since the last time it was asked, each as the endpoint, the status and the body. */
    List<String> take() {
        synchronized (answers) {
            List<String> taken = List.copyOf(answers);
            answers.clear();
            return taken;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One exchange after the other, as the scenarios make them. */
    private void serve() {
        while (!server.isClosed()) {
            try (Socket asking = server.accept()) {
                exchange(asking);
            } catch (IOException error) {
                // The one who asked sees a connection that ends, as it would without a relay.
            }
        }
    }

    private void exchange(Socket asking) throws IOException {
        InputStream input = asking.getInputStream();
        Head request = Head.read(input);
        byte[] body = input.readNBytes(request.contentLength());

        StringBuilder onward = new StringBuilder(request.start()).append("\r\n");
        for (String header : request.headers()) {
            String name = Head.name(header);
            if (hiding && namesTheClient(name)) {
                removed.add(name);
            } else if (!name.equals("host") && !name.equals("connection")) {
                onward.append(header).append("\r\n");
            }
        }
        onward.append("Host: ").append(target.getAuthority()).append("\r\nConnection: close\r\n\r\n");

        try (Socket emulator = new Socket(target.getHost(), target.getPort())) {
            OutputStream output = emulator.getOutputStream();
            output.write(onward.toString().getBytes(StandardCharsets.ISO_8859_1));
            output.write(body);
            output.flush();
            InputStream reply = emulator.getInputStream();
            Head head = Head.read(reply);
            byte[] answer = reply.readAllBytes();
            answers.add(endpoint(request) + " " + head.status() + " " + comparable(answer));
            asking.getOutputStream().write(head.bytes());
            asking.getOutputStream().write(answer);
        }
    }

    private static boolean namesTheClient(String header) {
        return header.equals("user-agent") || header.startsWith("x-client-");
    }

    /** The path after the tenant, without the query. */
    private static String endpoint(Head request) {
        return request.start().split(" ")[1].replaceFirst("^/[^/]+/", "").replaceFirst("\\?.*", "");
    }

    private String comparable(byte[] answer) {
        return Tokens.readable(new String(answer, StandardCharsets.UTF_8)).replace(target.toString(), "(origin)");
    }

    /** The first lines of a message of HTTP/1.1. */
    private record Head(byte[] bytes, String start, List<String> headers) {
        static Head read(InputStream input) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith("\r\n\r\n")) {
                int next = input.read();
                if (next < 0) {
                    throw new EOFException();
                }
                bytes.write(next);
                if (next == '\n') {
                    text = bytes.toString(StandardCharsets.ISO_8859_1);
                }
            }
            List<String> lines = List.of(text.strip().split("\r\n"));
            return new Head(bytes.toByteArray(), lines.get(0), lines.subList(1, lines.size()));
        }

        static String name(String header) {
            return header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
        }

        String status() {
            return start.split(" ")[1];
        }

        int contentLength() {
            for (String header : headers) {
                if (name(header).equals("content-length")) {
                    return Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
                }
            }
            return 0;
        }
    }
}
