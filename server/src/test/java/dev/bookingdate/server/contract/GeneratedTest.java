package dev.bookingdate.server.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The test that was generated from one contract.
 *
 * @param contract its name, {@code <consumer>/<operation>/<case>}
 */
record GeneratedTest(String contract, Method method) {

    private static final String HERE = GeneratedTest.class.getPackageName();
    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers"));
    private static final Path SOURCES = Path.of("target", "generated-test-sources", "contracts");

    static List<GeneratedTest> all() {
        try (Stream<Path> files = Files.walk(CONSUMERS)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .map(CONSUMERS::relativize)
                    .map(Path::toString)
                    .map(file -> named(file.replaceFirst("[.]yml$", "")))
                    .sorted((one, other) -> one.contract.compareTo(other.contract))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GeneratedTest named(String contract) {
        String[] parts = contract.split("/", -1);
        String type = HERE + "." + parts[0].replace('-', '_') + "."
                + parts[1].substring(0, 1).toUpperCase(Locale.ROOT) + parts[1].substring(1) + "Test";
        try {
            return new GeneratedTest(contract, Class.forName(type).getMethod("validate_" + parts[2].replace('-', '_')));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No test was generated from " + contract, e);
        }
    }

    /** The one that JUnit runs, if it was generated from a contract. */
    static Optional<GeneratedTest> of(Method method) {
        String[] type = method.getDeclaringClass()
                .getName()
                .substring(HERE.length() + 1)
                .split("[.]", -1);
        if (type.length != 2 || !method.isAnnotationPresent(Test.class)) {
            return Optional.empty();
        }
        String operation = type[1].replaceFirst("Test$", "").toLowerCase(Locale.ROOT);
        String contract = type[0] + "/" + operation + "/" + method.getName().replaceFirst("^validate_", "");
        return Optional.of(new GeneratedTest(contract.replace('_', '-'), method));
    }

    String operation() {
        return contract.split("/", -1)[1];
    }

    /**
     * Asks and judges, whoever answers.
     *
     * @throws AssertionError if the answer is not what the contract says
     */
    void run() {
        try {
            method.invoke(method.getDeclaringClass().getConstructor().newInstance());
        } catch (InvocationTargetException e) {
            throw broken(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names the contract, and what of it is broken. */
    AssertionError broken(Throwable cause) {
        return new AssertionError(
                "contracts/consumers/%s.yml is broken: %s%n%s".formatted(contract, place(cause), cause), cause);
    }

    /** The line of the generated test, which says the path, the header or the status. */
    private String place(Throwable cause) {
        String type = method.getDeclaringClass().getName();
        return Arrays.stream(cause.getStackTrace())
                .filter(element -> element.getClassName().equals(type))
                .findFirst()
                .map(element -> source(type, element.getLineNumber()))
                .orElse("");
    }

    private static String source(String type, int line) {
        try (Stream<String> lines = Files.lines(SOURCES.resolve(type.replace('.', '/') + ".java"))) {
            return lines.skip(line - 1L).findFirst().map(String::strip).orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "line " + line;
        }
    }

    @Override
    public String toString() {
        return contract;
    }
}
