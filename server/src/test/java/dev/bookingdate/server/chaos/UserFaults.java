package dev.bookingdate.server.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.dao.DataAccessException;

/** Users of the same database who are in the way. */
final class UserFaults {

    private UserFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("user holds row locks", UserFaults::holdLocks),
                Fault.of("deadlock with a user", UserFaults::deadlock),
                Fault.of("charges that can't be written", UserFaults::poison),
                Fault.rare("pool of requests exhausted", UserFaults::exhaustPools));
    }

    /** Of every tenth charge or so, for a few seconds; the jobs have to wait, and to go on afterwards. */
    private static boolean holdLocks(Stage stage) throws SQLException {
        try (Connection user =
                        stage.cluster().postgres().dataSource("chaos-user").getConnection();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("select from rate_plan_charge where charge_key % 97 = "
                    + stage.random().nextInt(97) + " order by charge_key for update");
            stage.last(Duration.ofSeconds(8));
            user.rollback();
        }
        return true;
    }

    /** The user locks charges against the direction in which a chunk goes, one at a time. */
    private static boolean deadlock(Stage stage) throws SQLException {
        List<Stage.Active> active = stage.awaitActiveJobs();
        if (active.isEmpty()) {
            return false;
        }
        try (Connection user =
                        stage.cluster().postgres().dataSource("chaos-user").getConnection();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("set lock_timeout = '5s'");
            Lane lane = active.get(0).lane();
            List<Long> keys = stage.charges().keys(lane);
            int from = stage.random().nextInt(keys.size() / 2);
            List<Long> some = keys.subList(from, from + keys.size() / 4);
            for (int i = some.size() - 1; i >= 0; i -= 7) {
                statement.execute("select from rate_plan_charge where tenant_id = " + lane.tenant()
                        + " and entity_id = '" + lane.entity() + "' and charge_key = " + some.get(i) + " for update");
            }
            user.rollback();
        } catch (SQLException e) {
            // Deadlock, and the user was the one who had to give in.
            if (!List.of("40P01", "55P03").contains(e.getSQLState())) {
                throw e;
            }
        }
        return true;
    }

    /** A trigger raises for a few charges of each lane: jobs pass them over. */
    private static boolean poison(Stage stage) {
        int remainder = stage.random().nextInt(2_000);
        stage.charges()
                .jdbc()
                .sql("insert into chaos.poison select charge_key from rate_plan_charge where charge_key % 2000 = :r"
                        + " on conflict do nothing")
                .param("r", remainder)
                .update();
        try {
            alter(stage, "enable");
            stage.over();
            stage.last(Duration.ofSeconds(10));
        } finally {
            alter(stage, "disable");
            stage.charges().jdbc().sql("delete from chaos.poison").update();
        }
        return true;
    }

    /** It waits for the chunks that run, and those that come wait for it. */
    private static void alter(Stage stage, String what) {
        for (int attempt = 0; ; attempt++) {
            try {
                stage.charges()
                        .jdbc()
                        .sql("set lock_timeout = '3s'; alter table rate_plan_charge " + what + " trigger chaos_poison")
                        .update();
                return;
            } catch (DataAccessException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }

    /** Requests wait for a row that somebody has locked until none of a node's connections is left for them. */
    private static boolean exhaustPools(Stage stage) throws SQLException {
        ExecutorService callers = Executors.newFixedThreadPool(40);
        try (Connection user =
                        stage.cluster().postgres().dataSource("chaos-user").getConnection();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("select from call_window for update");
            // The jobs have pools of their own.
            stage.over();
            List<Node> nodes = stage.cluster().nodes();
            for (int number = 0; number < 40; number++) {
                Calls.Place node = nodes.get(number % nodes.size()).place();
                Lane lane = Lane.ALL.get(number % Lane.ALL.size());
                callers.execute(() -> stage.calls().list(lane, node));
            }
            stage.last(Duration.ofSeconds(8));
            user.rollback();
        } finally {
            callers.shutdownNow();
        }
        return true;
    }
}
