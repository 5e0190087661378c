package dev.bookingdate.desk.page;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Code that the build compiles: of each operation, the body of a method with its name. */
public final class Samples {
    /** None at all. */
    public static final Samples NONE = new Samples(List.of());

    private final List<String> sources;

    private Samples(List<String> sources) {
        this.sources = sources;
    }

    /** Reads all Java sources in a folder. */
    public static Samples in(Path folder) {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                sources.add(Files.readString(file));
            }
            return new Samples(sources);
        } catch (IOException unreadable) {
            throw new UnusableException(folder + ": can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Returns the code that calls an operation. */
    Optional<String> of(Operation operation) {
        Pattern method = Pattern.compile(
                "(?m)^( +)\\S.*\\b" + Pattern.quote(operation.name()) + "\\([^)]*\\)[^{;]*\\{\\R((?:.*\\R)*?)\\1}$");
        return sources.stream()
                .map(method::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(found -> found.group(2)
                        .lines()
                        .map(line -> line.strip().isEmpty()
                                ? ""
                                : line.substring(2 * found.group(1).length()))
                        .collect(Collectors.joining("\n")));
    }
}
