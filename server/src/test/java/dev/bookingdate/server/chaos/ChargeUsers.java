package dev.bookingdate.server.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/**
 * A user who writes charges of a lane while jobs go over them: the segment, or a booking date of the far future, each write
 * with a number of its own. One user alone writes a charge, so its last number is known.
 */
final class ChargeUsers implements Runnable {

    /** Day 0 of the booking dates that users write; no charge was created that late. */
    static final String FUTURE = "2900-01-01";

    private final Lane lane;
    private final List<Long> keys;
    private final DataSource database;
    private final History history;
    private final Random random;
    private int number;

    ChargeUsers(Lane lane, List<Long> keys, DataSource database, History history, long seed) {
        this.lane = lane;
        this.keys = keys;
        this.database = database;
        this.history = history;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try (Connection connection = database.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("set chaos.writer = 'user'; set lock_timeout = '5s'");
                    while (connection.isValid(2)) {
                        write(connection);
                        Pause.millis(5 + random.nextInt(60));
                    }
                } catch (SQLException e) {
                    // The database is gone for a moment.
                    Pause.millis(200);
                }
            }
        } catch (Pause.Ended e) {
            // The run is over.
        }
    }

    private void write(Connection connection) throws SQLException {
        int kind = random.nextInt(20);
        if (kind == 0) {
            insert(connection);
        } else {
            update(connection, kind % 2 == 0 ? "segment" : "booking_date");
        }
    }

    private void update(Connection connection, String column) throws SQLException {
        number++;
        long key = keys.get(random.nextInt(keys.size()));
        String sql = column.equals("segment")
                ? "update rate_plan_charge set segment = ? where tenant_id = ? and entity_id = ? and charge_key = ?"
                : "update rate_plan_charge set booking_date = date '" + FUTURE
                        + "' + ? where tenant_id = ? and entity_id = ? and charge_key = ?";
        String value = key + " " + column + " " + number;
        long call = history.invoke("write", null, null, value);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, number);
            statement.setLong(2, lane.tenant());
            statement.setObject(3, lane.entity());
            statement.setLong(4, key);
            int rows = statement.executeUpdate();
            history.end(call, rows == 1 ? Event.Type.OK : Event.Type.FAIL, "write", null, null, null, value);
        } catch (SQLException e) {
            history.end(call, unknown(e) ? Event.Type.INFO : Event.Type.FAIL, "write", null, null, null, value);
            throw e;
        }
    }

    /** A charge that comes to be while a job runs is none of its business. */
    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                insert into rate_plan_charge
                    (tenant_id, entity_id, created_on, segment, version, charge_id, original_id, org_id)
                select ?, ?, clock_timestamp() - interval '1 day', 0, 1, id, id, ?
                from (values (md5(random()::text))) n (id)
                """)) {
            statement.setLong(1, lane.tenant());
            statement.setObject(2, lane.entity());
            statement.setString(3, lane.orgs() == null ? null : lane.orgs().get(0));
            statement.executeUpdate();
        }
    }

    /** Refused by the database while it was well: then it was not done. */
    private static boolean unknown(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57") || state.startsWith("XX");
    }
}
