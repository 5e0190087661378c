package dev.bookingdate.server.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.dao.DataAccessException;

/** What the nemesis has before it, and what it can do to all of it. */
final class Stage {

    /** A job that is not at rest. */
    record Active(Lane lane, String job) {}

    private final Cluster cluster;
    private final Charges charges;
    private final Calls calls;
    private final History history;
    private final ChaosSettings settings;
    private final Random random;
    private long fault;
    private String name = "";

    Stage(Cluster cluster, Charges charges, Calls calls, History history, ChaosSettings settings, Random random) {
        this.cluster = cluster;
        this.charges = charges;
        this.calls = calls;
        this.history = history;
        this.settings = settings;
        this.random = random;
    }

    Cluster cluster() {
        return cluster;
    }

    Charges charges() {
        return charges;
    }

    Calls calls() {
        return calls;
    }

    Random random() {
        return random;
    }

    Node anyNode() {
        return cluster.any(random);
    }

    /** Inflicts a fault, mends everything, and waits until jobs move again. */
    void inflict(Fault fault) throws Exception {
        name = fault.name();
        this.fault = history.invoke("fault", null, null, name);
        boolean happened = happens(fault);
        cluster.mend();
        if (happened) {
            over();
        } else {
            history.end(this.fault, Event.Type.FAIL, "fault", null, null, null, name + ": no occasion");
        }
        awaitMoves();
    }

    private boolean happens(Fault fault) throws Exception {
        try {
            return fault.deed().on(this);
        } catch (SQLException | DataAccessException e) {
            System.out.println(fault.name() + " could not be inflicted: " + e.getMessage());
            return false;
        }
    }

    /** The fault goes on, and hurts one node: on the others jobs have to move from now on. Where there are none, they can't. */
    void overForOthers() {
        if (cluster.nodes().size() > 1) {
            over();
        }
    }

    /** From now on jobs have to move. */
    void over() {
        history.end(fault, Event.Type.OK, "fault", null, null, null, name);
    }

    /** A node was asked to shut down, and did not. */
    void neverEnded(Node node) {
        history.end(fault, Event.Type.FAIL, "shutdown", node.name(), null, null, name);
    }

    /** As long as a fault of this kind lasts, a part of it at least. */
    void last(Duration longest) {
        long millis = Math.min(longest.toMillis(), settings.longestFreeze().toMillis());
        Pause.millis(millis / 4 + (long) (random.nextDouble() * millis * 3 / 4));
    }

    Duration longestFreeze() {
        return settings.longestFreeze();
    }

    /** Sets a trap at all nodes and waits until one has walked into it. */
    boolean trap(Trap trap, Duration patience) {
        cluster.forEachNetwork(network -> network.arm(trap));
        try {
            return trap.await(patience, cluster.nodes().get(0).network());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Ended();
        } finally {
            cluster.forEachNetwork(network -> network.arm(null));
        }
    }

    List<Active> activeJobs() {
        return charges.jdbc()
                .sql("select tenant_id, entity_id, job_id from backfill_job where status in ('ACCEPTED', 'PROCESSING')")
                .query((row, n) -> new Active(
                        lane(row.getLong(1), row.getObject(2, UUID.class)),
                        row.getString(3).replace("-", "")))
                .list();
    }

    /** Waits for a job that has begun to work; empty when none does so. */
    List<Active> awaitActiveJobs() {
        for (int attempt = 0; attempt < 50; attempt++) {
            List<Active> active = activeJobs();
            if (!active.isEmpty()) {
                return active;
            }
            Pause.millis(100);
        }
        return List.of();
    }

    private static Lane lane(long tenant, UUID entity) {
        return Lane.ALL.stream()
                .filter(lane -> lane.tenant() == tenant && lane.entity().equals(entity))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until each job that is active now has moved or is at rest, or until it would have had to. */
    private void awaitMoves() {
        long deadline = System.nanoTime() + settings.restBound().plusSeconds(1).toNanos();
        Map<String, Long> before = positions();
        while (System.nanoTime() < deadline) {
            Map<String, Long> now = positions();
            if (before.entrySet().stream().noneMatch(job -> job.getValue().equals(now.get(job.getKey())))) {
                return;
            }
            Pause.millis(50);
        }
    }

    private Map<String, Long> positions() {
        Map<String, Long> positions = new HashMap<>();
        try {
            charges.jdbc().sql("""
                            select j.job_id, j.epoch + sum(p.chunk_no)
                            from backfill_job j join backfill_progress p using (tenant_id, job_id)
                            where j.status in ('ACCEPTED', 'PROCESSING')
                            group by j.job_id, j.epoch
                            """).query(row -> {
                positions.put(row.getString(1), row.getLong(2));
            });
        } catch (DataAccessException e) {
            // Then all of them seem to have moved, and the checker knows better.
        }
        return positions;
    }
}
