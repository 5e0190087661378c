package dev.bookingdate.server.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** PostgreSQL restarts, or ends single connections. */
final class DatabaseFaults {

    private DatabaseFaults() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>(List.of(
                Fault.of("PostgreSQL restarted, fast", stage -> {
                    stage.cluster().postgres().restart("fast");
                    return true;
                }),
                Fault.of("PostgreSQL restarted, immediate", stage -> {
                    stage.cluster().postgres().restart("immediate");
                    return true;
                }),
                Fault.of("PostgreSQL killed", stage -> {
                    stage.cluster().postgres().kill();
                    Pause.millis(stage.random().nextInt(2_000));
                    return true;
                }),
                Fault.rare("failover to a synchronous standby", stage -> {
                    stage.cluster().postgres().failOver(() -> stage.last(Duration.ofSeconds(4)));
                    return true;
                }),
                Fault.of("primary read-only", DatabaseFaults::makeReadOnly),
                Fault.of("role with short time-outs", DatabaseFaults::shortenTimeouts),
                terminate("workers' connections terminated", "query like '" + Statements.CHUNK.firstLine() + "%'"),
                terminate("listeners' connections terminated", "query ilike 'listen %'"),
                terminate("heartbeats' connections terminated", "query like '%scheduled_tasks%'"),
                terminate("all connections terminated", "true"),
                Fault.rare("no connection left", DatabaseFaults::takeAllConnections)));
        return faults;
    }

    private static Fault terminate(String name, String which) {
        return Fault.of(name, stage -> terminate(stage, which) > 0);
    }

    private static int terminate(Stage stage, String which) {
        return stage.charges()
                .jdbc()
                .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'PostgreSQL JDBC Driver' and backend_type = 'client backend' and "
                        + which)
                .query()
                .listOfRows()
                .size();
    }

    /** For nodes; users and the run itself go on writing. */
    private static boolean makeReadOnly(Stage stage) {
        JdbcClient jdbc = stage.charges().jdbc();
        try {
            jdbc.sql("alter system set default_transaction_read_only = on").update();
            jdbc.sql("select pg_reload_conf()").query().listOfRows();
            terminate(stage, "random() < 0.5");
            stage.last(Duration.ofSeconds(8));
        } finally {
            jdbc.sql("alter system reset default_transaction_read_only").update();
            jdbc.sql("select pg_reload_conf()").query().listOfRows();
        }
        return true;
    }

    /** The nodes' own count for what they do, so their jobs have to move all the while. */
    private static boolean shortenTimeouts(Stage stage) {
        JdbcClient jdbc = stage.charges().jdbc();
        String role = stage.cluster().postgres().user();
        List<String> timeouts = List.of(
                "statement_timeout", "lock_timeout", "transaction_timeout", "idle_in_transaction_session_timeout");
        try {
            timeouts.forEach(timeout -> jdbc.sql("alter role " + role + " set " + timeout + " = '50ms'")
                    .update());
            terminate(stage, "true");
            stage.over();
            stage.last(Duration.ofSeconds(20));
        } finally {
            timeouts.forEach(timeout ->
                    jdbc.sql("alter role " + role + " reset " + timeout).update());
            terminate(stage, "true");
        }
        return true;
    }

    /** Others have taken every connection that PostgreSQL allows, and nodes lose some of theirs. */
    private static boolean takeAllConnections(Stage stage) throws SQLException {
        DataSource database = stage.cluster().postgres().dataSource("chaos-crowd");
        List<Connection> crowd = new ArrayList<>();
        try {
            crowd.add(database.getConnection());
            long until = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < until) {
                try {
                    crowd.add(database.getConnection());
                } catch (SQLException full) {
                    try (Statement statement = crowd.get(0).createStatement()) {
                        statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where application_name = 'PostgreSQL JDBC Driver' and random() < 0.3");
                    }
                    Pause.millis(50);
                }
            }
            return true;
        } finally {
            for (Connection connection : crowd) {
                connection.close();
            }
        }
    }
}
