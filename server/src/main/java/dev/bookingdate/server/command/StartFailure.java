package dev.bookingdate.server.command;

import dev.bookingdate.server.database.DatabaseRefusedException;
import dev.bookingdate.server.database.EmbeddedPostgresException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Why a start has failed, where no other analyzer knows: its first cause, in one sentence. Without it Spring Boot prints the
 * trace, some 200 lines that begin with the name of a bean.
 */
public final class StartFailure implements FailureAnalyzer {

    private static final int DATABASE_FAILED = 3;

    private static final int CANNOT_START = 1;
    private static final int WRONG_SETTING = 2;

    /** What our own rules about settings begin with. */
    private static final String OUR_SETTINGS = "bookingdate.";

    /** Asks the others first: Spring Boot asks them in the order of the class path, where this one comes before its own. */
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        if (isOurRule(cause)) {
            return new FailureAnalysis(
                    cause.getMessage() + ".", "Change this setting; docs/configuration.md explains it.", failure);
        }
        return others().map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> new FailureAnalysis(
                        description(failure), "Add --debug to see where it happened: the stack trace.", failure));
    }

    /** The exit code of a server, or of a command, that could not start. */
    public static int exitCode(Throwable failure) {
        if (causes(failure)
                .anyMatch(cause -> cause instanceof SQLException
                        || cause instanceof FlywayException
                        || cause instanceof DatabaseRefusedException
                        || cause instanceof EmbeddedPostgresException)) {
            return DATABASE_FAILED;
        }
        return causes(failure).anyMatch(cause -> cause instanceof BindException || isOurRule(cause))
                ? WRONG_SETTING
                : CANNOT_START;
    }

    private static boolean isOurRule(Throwable cause) {
        String message = cause.getMessage();
        return cause instanceof IllegalArgumentException && message != null && message.startsWith(OUR_SETTINGS);
    }

    /** But those that need a context: there may be none. */
    private static Stream<FailureAnalyzer> others() {
        return SpringFactoriesLoader.forDefaultResourceLocation(StartFailure.class.getClassLoader())
                .load(FailureAnalyzer.class, (type, name, failure) -> {})
                .stream()
                .filter(analyzer -> !(analyzer instanceof StartFailure));
    }

    /** The first that is not Spring's own says what was tried, the last one why it failed. */
    private static String description(Throwable failure) {
        Throwable last = NestedExceptionUtils.getMostSpecificCause(failure);
        Throwable first = causes(failure)
                .filter(cause -> !(cause instanceof BeansException || cause instanceof ApplicationContextException))
                .findFirst()
                .orElse(last);
        String why = sentence(last);
        String what = sentence(first);
        return what.contains(why) ? what : what + ": " + why;
    }

    /** Of some exceptions the class says what is wrong, and the message only with what. */
    static String sentence(Throwable failure) {
        String message = failure.getMessage();
        if (message != null && message.contains(" ") && !(failure instanceof FileSystemException)) {
            return message;
        }
        String words = failure.getClass()
                .getSimpleName()
                .replaceFirst("(Exception|Error)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return message == null || message.isBlank() ? words : words + ": " + message;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(
                        failure,
                        Objects::nonNull,
                        cause -> Objects.requireNonNull(cause).getCause())
                .map(Objects::requireNonNull);
    }
}
