package nativeauth.microsoft;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All scenarios played one after the other, since what the emulator draws depends on what came before. */
final class Run {
    /** How a scenario went: what stopped it, or null, and what the client was answered. */
    record Result(Throwable failure, List<String> answers) {}

    private Run() {}

    /** {@code answers} gives what was answered since it was last asked. */
    static Map<String, Result> of(Map<String, Scenario> scenarios, Stage stage, Supplier<List<String>> answers) {
        Map<String, Result> results = new LinkedHashMap<>();
        scenarios.forEach(
                (name, scenario) -> {
                    Throwable failure = null;
                    try {
                        scenario.play(stage);
                    } catch (Exception | AssertionError error) {
                        failure = error;
                    }
                    results.put(name, new Result(failure, answers.get()));
                });
        return results;
    }
}
