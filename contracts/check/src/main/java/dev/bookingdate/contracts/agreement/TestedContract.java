package dev.bookingdate.contracts.agreement;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;

/** The contract that a test is about: its display name, or, of a generated test, the names of package, class and method. */
final class TestedContract {
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9]+(?:-[a-z0-9]+)*/){2}[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Pattern GENERATED_CLASS = Pattern.compile(".*[.$]([a-z0-9_]+)[.$]([A-Z][A-Za-z0-9]*)Test");
    private static final Pattern GENERATED_METHOD = Pattern.compile("validate_([a-z0-9_]+)");

    private TestedContract() {}

    static Optional<String> of(TestIdentifier test) {
        // A parameterized test puts an argument that is a text in quotes.
        String name = test.getDisplayName().replace("\"", "");
        if (NAME.matcher(name).matches()) {
            return Optional.of(name);
        }
        return test.getSource().flatMap(TestedContract::generated);
    }

    /** {@code existing_client.StopTest.validate_running_job} was made of {@code existing-client/stop/running-job}. */
    private static Optional<String> generated(TestSource source) {
        if (!(source instanceof MethodSource method)) {
            return Optional.empty();
        }
        Matcher type = GENERATED_CLASS.matcher(method.getClassName());
        Matcher test = GENERATED_METHOD.matcher(method.getMethodName());
        return type.matches() && test.matches()
                ? Optional.of(String.join(
                        "/", kebab(type.group(1)), type.group(2).toLowerCase(Locale.ROOT), kebab(test.group(1))))
                : Optional.empty();
    }

    private static String kebab(String name) {
        return name.replace('_', '-');
    }
}
