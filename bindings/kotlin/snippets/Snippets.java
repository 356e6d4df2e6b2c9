import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes Kotlin sources of the snippets of a page, so that they are compiled: `java Snippets.java PAGE DIRECTORY`.
 *
 * Each snippet becomes the body of a function that has what the page speaks of (see `PREAMBLE`). Its imports go to the top of
 * the file; one that declares things, and does nothing, is compiled as it stands.
 */
class Snippets {
    private static final String PREAMBLE = """
            @file:Suppress("UNUSED_VARIABLE", "UNUSED_EXPRESSION", "unused", "NAME_SHADOWING", "UNUSED_PARAMETER")

            package dev.nativeauth.snippets.s%d

            import dev.nativeauth.*
            import kotlinx.coroutines.*
            """;

    private static final String FUNCTION = """

            suspend fun CoroutineScope.snippet(
                client: NativeAuth,
                step: Step,
                account: Account,
                showAgain: (String?) -> Unit,
                show: (Any?) -> Unit,
                ask: suspend (String) -> String,
            ) {
            %s}
            """;

    public static void main(String[] arguments) throws IOException {
        var page = Files.readAllLines(Path.of(arguments[0]));
        var directory = Files.createDirectories(Path.of(arguments[1]));
        int number = 0;
        List<String> snippet = null;
        for (String line : page) {
            if (line.equals("```kotlin")) {
                snippet = new ArrayList<>();
            } else if (line.equals("```") && snippet != null) {
                number++;
                Files.writeString(directory.resolve("Snippet" + number + ".kt"), source(number, snippet));
                snippet = null;
            } else if (snippet != null) {
                snippet.add(line);
            }
        }
        if (number == 0) {
            throw new IllegalStateException(arguments[0] + " has no snippet");
        }
        System.out.println(number + " snippets of " + arguments[0]);
    }

    private static String source(int number, List<String> snippet) {
        var text = new StringBuilder(PREAMBLE.formatted(number));
        var body = new StringBuilder();
        for (String line : snippet) {
            if (line.startsWith("import ")) {
                text.append(line).append('\n');
            } else {
                body.append(line).append('\n');
            }
        }
        boolean declares = snippet.stream().anyMatch(line -> line.matches("(private |suspend )*(class|fun|object) .*"));
        return text + (declares ? "\n" + body : FUNCTION.formatted(body));
    }
}
