package dev.bookingdate.server.engine;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;

/**
 * What a failed statement means for the job.
 *
 * @param reason for the log and the job: the SQLSTATE and the rule's name, never a value from a row
 */
record ChunkFailure(Kind kind, String reason) {

    /** What to do about it. */
    enum Kind {
        /** The statement was cancelled: somebody asks to look at the job's row. */
        CANCELLED,
        /** Another transaction was in the way: nothing was written, and the next attempt may pass. */
        RETRY,
        /** The database is out of reach or in trouble: the job is taken over again later, by any node. */
        LOST,
        /** A row is such that no attempt will pass. */
        DATA
    }

    private static final Pattern FUNCTION = Pattern.compile("function (\\w+)\\(");

    /** Whether it is the database that said so; else there is nobody to ask anything of for now. */
    static boolean isAnAnswer(DataAccessException failure) {
        return failure.getMostSpecificCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && !sql.getSQLState().startsWith("08");
    }

    static ChunkFailure of(DataAccessException failure) {
        if (!(failure.getMostSpecificCause() instanceof SQLException sql) || sql.getSQLState() == null) {
            return new ChunkFailure(Kind.LOST, "no answer from the database");
        }
        String state = sql.getSQLState();
        return new ChunkFailure(kind(state), "SQLSTATE " + state + whatRefused(sql));
    }

    private static Kind kind(String state) {
        return switch (state) {
            case "57014" -> Kind.CANCELLED;
            // lock_not_available, deadlock_detected, serialization_failure
            case "55P03", "40P01", "40001" -> Kind.RETRY;
            default ->
                switch (state.substring(0, 2)) {
                    // Connection, changed tables, transaction, login, no database, rollback, resources, object in use,
                    // operator, system, configuration, internal.
                    case "08", "0A", "25", "28", "3D", "40", "53", "55", "57", "58", "F0", "XX" -> Kind.LOST;
                    // A trigger may raise whatever it likes.
                    default -> Kind.DATA;
                };
        };
    }

    private static String whatRefused(SQLException failure) {
        ServerErrorMessage message =
                failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (message == null) {
            return "";
        }
        if (message.getConstraint() != null) {
            return ", constraint " + message.getConstraint();
        }
        if (message.getColumn() != null) {
            return ", column " + message.getColumn();
        }
        return function(message.getWhere());
    }

    private static String function(@Nullable String where) {
        Matcher matcher = FUNCTION.matcher(where == null ? "" : where);
        return matcher.find() ? ", function " + matcher.group(1) : "";
    }
}
