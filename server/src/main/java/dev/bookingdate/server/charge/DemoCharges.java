package dev.bookingdate.server.charge;

import dev.bookingdate.server.database.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Fills the demo's two tenants, which live in two time zones: the same instant is another date for each. The same seed
 * gives the same charges.
 */
public final class DemoCharges {

    /** The large demo tenant, with Multi-Org. */
    public static final long TENANT = 1001;

    public static final ZoneId TIME_ZONE = ZoneId.of("America/Los_Angeles");
    public static final UUID ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e1");
    public static final List<String> ORGS = List.of("us-east", "us-west", "emea");

    /** The small demo tenant, without Multi-Org, on the other side of the date line. */
    public static final long SECOND_TENANT = 1002;

    public static final ZoneId SECOND_TIME_ZONE = ZoneId.of("Asia/Shanghai");
    public static final UUID SECOND_ENTITY = UUID.fromString("00000000-0000-4000-8000-0000000000e2");

    private static final int SECOND_TENANTS_SHARE = 10;

    private final DataSource database;

    public DemoCharges(DataSource database) {
        this.database = database;
    }

    /**
     * Creates the demo tenants and their charges in one transaction, so that there is never half a demo. Does nothing
     * when either tenant has charges.
     *
     * @param charges how many for both tenants together
     * @return how many were created
     */
    public long fill(long charges, long seed) throws SQLException {
        try (Connection connection = database.getConnection()) {
            // A server's connection is bounded as its calls are, which this is not.
            connection.setNetworkTimeout(Runnable::run, 0);
            connection.setAutoCommit(false);
            try {
                execute(
                        connection,
                        "set local lock_timeout = 0; set local statement_timeout = 0; set local transaction_timeout = 0");
                long filled = fill(connection, charges, seed);
                connection.commit();
                return filled;
            } finally {
                // Takes nothing back after a commit.
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static long fill(Connection connection, long charges, long seed) throws SQLException {
        execute(connection, SqlFile.of(ChargeImport.class, "demo-places.sql").text());
        // A node that starts at the same time waits at the tenants' rows until they are filled.
        if (hasCharges(connection)) {
            return 0;
        }
        long second = charges / SECOND_TENANTS_SHARE;
        List<String> indexes = isEmpty(connection) ? dropIndexes(connection) : List.of();
        String columns = "rate_plan_charge (" + BinaryCopy.CHARGE_COLUMNS + ")";
        try (BinaryCopy copy = new BinaryCopy(connection, columns)) {
            write(copy, new DemoLineages(new Tenant(TENANT, TIME_ZONE, true), ENTITY, ORGS, seed), charges - second);
            write(
                    copy,
                    new DemoLineages(
                            new Tenant(SECOND_TENANT, SECOND_TIME_ZONE, false), SECOND_ENTITY, List.of(), ~seed),
                    second);
            copy.end();
        }
        for (String index : indexes) {
            execute(connection, index);
        }
        execute(connection, "analyze rate_plan_charge");
        return charges;
    }

    /** An index is built in a fraction of the time that it takes to keep it through a million rows. */
    private static List<String> dropIndexes(Connection connection) throws SQLException {
        execute(connection, "lock table rate_plan_charge in access exclusive mode");
        List<String> definitions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
                                + " where indrelid = 'rate_plan_charge'::regclass and not indisprimary order by 1");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
                definitions.add(rows.getString(2));
            }
        }
        for (String name : names) {
            execute(connection, "drop index " + name);
        }
        execute(connection, "set local maintenance_work_mem = '256MB'");
        return definitions;
    }

    private static void write(BinaryCopy copy, DemoLineages lineages, long charges) throws SQLException {
        for (long i = 0; i < charges; i++) {
            copy.row(BinaryCopy.CHARGE_COLUMN_COUNT).charge(lineages.next(i / (double) charges));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select not exists (select from rate_plan_charge)");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getBoolean(1);
        }
    }

    private static boolean hasCharges(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select exists (select from rate_plan_charge where tenant_id in (?, ?))")) {
            statement.setLong(1, TENANT);
            statement.setLong(2, SECOND_TENANT);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }
}
