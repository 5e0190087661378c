package dev.bookingdate.server.engine;

import java.sql.SQLException;
import org.springframework.dao.DataAccessException;

/**
 * What a failed statement means for the job.
 *
 * @param reason for the log and the job: the SQLSTATE, never a value from a row
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

    static ChunkFailure of(DataAccessException failure) {
        if (!(failure.getMostSpecificCause() instanceof SQLException sql) || sql.getSQLState() == null) {
            return new ChunkFailure(Kind.LOST, "no answer from the database");
        }
        String state = sql.getSQLState();
        return new ChunkFailure(kind(state), "SQLSTATE " + state);
    }

    private static Kind kind(String state) {
        return switch (state) {
            case "57014" -> Kind.CANCELLED;
            // lock_not_available, deadlock_detected, serialization_failure
            case "55P03", "40P01", "40001" -> Kind.RETRY;
            // data exception, constraint violation, raised by a trigger
            default ->
                switch (state.substring(0, 2)) {
                    case "22", "23", "P0" -> Kind.DATA;
                    default -> Kind.LOST;
                };
        };
    }
}
