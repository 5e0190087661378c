package dev.bookingdate.server.start;

import dev.bookingdate.server.database.DatabaseRefusedException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the database at a start, and what to do, in the place of Hikari's and Flyway's stack traces. */
final class DatabaseFailure extends AbstractFailureAnalyzer<Exception> {

    private static final int LINES_OF_A_LOG = 12;

    private static final String START_IT =
            "Start it, or set SPRING_DATASOURCE_URL to where it is: jdbc:postgresql://HOST:5432/DATABASE.";
    private static final String TRUST_IT =
            "With sslmode=verify-full, sslrootcert names a file with the certificate of the database's CA, and the URL the"
                    + " host as the database's own certificate names it.";
    private static final String CREDENTIALS =
            "Set SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD to a user who may create tables there.";
    private static final String CREATE_IT = "Create it, or name another one in SPRING_DATASOURCE_URL.";
    private static final String PRIMARY =
            "It is read-only, perhaps a standby: name the primary in SPRING_DATASOURCE_URL, or all of them with"
                    + " ?targetServerType=primary.";
    private static final String LATER = "Try again later: this passes by itself when it has room, or has started.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, Exception outermost) {
        DatabaseRefusedException refused = findCause(failure, DatabaseRefusedException.class);
        if (refused != null) {
            return new FailureAnalysis(told(refused), refused.remedy(), failure);
        }
        SQLException refusal = findCause(failure, SQLException.class);
        String remedy = refusal == null ? null : remedy(refusal);
        if (refusal != null && remedy != null) {
            return new FailureAnalysis("The database can't be used: " + told(refusal), remedy, failure);
        }
        FlywayException migration = findCause(failure, FlywayException.class);
        return migration == null
                ? null
                : new FailureAnalysis(
                        "The tables of the database can't be brought up to the version of this server: "
                                + told(refusal == null ? migration : refusal),
                        "Use the version of the server that made these tables, or a database of its own. A migration that"
                                + " failed has changed nothing.",
                        failure);
    }

    /** By the class of the SQLSTATE; null where the database is reached and lets us in. */
    private @Nullable String remedy(SQLException refusal) {
        if (findCause(refusal, SSLException.class) != null) {
            return TRUST_IT;
        }
        String state = String.valueOf(refusal.getSQLState());
        if (state.equals("08004") || state.equals("42501") || state.startsWith("28")) {
            return CREDENTIALS;
        }
        if (state.startsWith("08")) {
            return START_IT;
        }
        if (state.startsWith("3D")) {
            return CREATE_IT;
        }
        if (state.equals("25006")) {
            return PRIMARY;
        }
        return state.startsWith("53") || state.startsWith("57") ? LATER : null;
    }

    /** One screen: what failed, and how its log ends, since a program says last why it gives up. */
    private static String told(Exception failure) {
        String why = failure.getCause() == null ? "" : " (" + StartFailure.sentence(failure.getCause()) + ")";
        List<String> lines = StartFailure.sentence(failure)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        int left = Math.max(1, lines.size() - LINES_OF_A_LOG);
        return Stream.concat(lines.stream().limit(1), lines.stream().skip(left)).collect(Collectors.joining("\n"))
                + why;
    }
}
