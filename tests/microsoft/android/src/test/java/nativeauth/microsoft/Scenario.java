package nativeauth.microsoft;

/** What one person goes through. */
@FunctionalInterface
public interface Scenario {
    void play(Stage stage) throws Exception;
}
