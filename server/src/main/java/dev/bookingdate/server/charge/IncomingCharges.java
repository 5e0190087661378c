package dev.bookingdate.server.charge;

import dev.bookingdate.server.database.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One batch on its way: filled row by row, then merged into the charge table. Has a connection of its own. */
final class IncomingCharges implements AutoCloseable {

    /** What a merge did. */
    record Merged(long inserted, long updated, long unchanged) {}

    private static final int MERGE_ATTEMPTS = 10;
    private static final String DEADLOCK = "40P01";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final String mergeSql;
    private final String insertSql =
            SqlFile.of(ChargeImport.class, "insert-charges.sql").text();
    private @Nullable BinaryCopy copy;
    private int rows;

    /**
     * Takes over the connection.
     *
     * @param mergeSql what {@link MergeStatement} made
     */
    IncomingCharges(Connection connection, String mergeSql) throws SQLException {
        this.connection = connection;
        this.mergeSql = mergeSql;
        connection.setAutoCommit(false);
        execute(SqlFile.of(ChargeImport.class, "incoming-charge.sql").text());
        connection.commit();
    }

    int rows() {
        return rows;
    }

    void add(ChargeRow row, long line) throws SQLException {
        BinaryCopy open = copy;
        if (open == null) {
            execute("truncate incoming_charge");
            open = new BinaryCopy(connection, "incoming_charge (line, " + BinaryCopy.CHARGE_COLUMNS + ")");
            copy = open;
        }
        open.row(1 + BinaryCopy.CHARGE_COLUMN_COUNT).int8(line).charge(row);
        rows++;
    }

    /** Ends the filling. Its transaction ends with it: nothing is held open while the batch waits for its turn. */
    void seal() throws SQLException {
        if (copy != null) {
            copy.end();
            copy = null;
            connection.commit();
        }
    }

    /**
     * Merges the sealed batch and commits; the batch is empty afterwards.
     *
     * @param allNew whether none of these charges is likely to be stored; right or wrong, the outcome is the same
     */
    Merged merge(Tenants.Missing missing, boolean allNew) throws SQLException {
        Merged merged = mergeOrTryAgain(missing, allNew);
        rows = 0;
        return merged;
    }

    /** Tells the planner what came. */
    void analyze() throws SQLException {
        execute("analyze rate_plan_charge");
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (copy != null) {
                copy.close();
            }
            connection.rollback();
            // The connection may live on in a pool.
            execute("drop table incoming_charge");
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private Merged mergeOrTryAgain(Tenants.Missing missing, boolean allNew) throws SQLException {
        boolean insertFirst = allNew;
        for (int attempt = 1; ; attempt++) {
            try {
                missing.create(connection);
                Merged merged = merge(insertFirst);
                connection.commit();
                return merged;
            } catch (SQLException e) {
                connection.rollback();
                // A backfill locks the same rows in another order; whoever loses starts over.
                boolean lostToAnother =
                        DEADLOCK.equals(e.getSQLState()) || SERIALIZATION_FAILURE.equals(e.getSQLState());
                boolean notAllNew = insertFirst && UNIQUE_VIOLATION.equals(e.getSQLState());
                if (notAllNew) {
                    insertFirst = false;
                } else if (!lostToAnother || attempt == MERGE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Merged merge(boolean plainInsert) throws SQLException {
        // The sort of a batch stays in memory.
        execute("set local work_mem = '64MB'");
        if (plainInsert) {
            try (PreparedStatement statement = connection.prepareStatement(insertSql)) {
                return new Merged(statement.executeUpdate(), 0, 0);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(mergeSql);
                ResultSet counts = statement.executeQuery()) {
            counts.next();
            long inserted = counts.getLong("inserted");
            long updated = counts.getLong("updated");
            return new Merged(inserted, updated, rows - inserted - updated);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
