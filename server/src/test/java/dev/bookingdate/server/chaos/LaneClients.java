package dev.bookingdate.server.chaos;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** What the API client of one lane does, again and again: create, read, list, stop, through any node. */
final class LaneClients implements Runnable {

    private static final long LONGEST_JOB_MILLIS = 90_000;

    private final Lane lane;
    private final Cluster cluster;
    private final Charges charges;
    private final Calls calls;
    private final Random random;
    private int round;

    LaneClients(Lane lane, Cluster cluster, Charges charges, Calls calls, long seed) {
        this.lane = lane;
        this.cluster = cluster;
        this.charges = charges;
        this.calls = calls;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!reset()) {
                    Pause.millis(200);
                    continue;
                }
                String job = calls.create(lane, cluster.any(random).place());
                if (job == null) {
                    // Refused, or nobody knows: then it is the newest one.
                    job = newest();
                }
                if (job == null) {
                    Pause.millis(200);
                } else {
                    follow(job);
                }
            }
        } catch (Pause.Ended e) {
            // The run is over.
        }
    }

    private @Nullable String newest() {
        List<String> jobs = calls.list(lane, cluster.any(random).place());
        return jobs.isEmpty() ? null : jobs.get(0);
    }

    /** Reads the job until it is at rest; stops about every second one, at any moment, sometimes through two nodes. */
    private void follow(String job) {
        long begin = System.nanoTime();
        long stopAfter = random.nextBoolean() ? (long) (Math.pow(random.nextDouble(), 2) * 6_000) : Long.MAX_VALUE;
        boolean stopped = false;
        while (true) {
            long millis = (System.nanoTime() - begin) / 1_000_000;
            if (!stopped && millis >= stopAfter) {
                stopped = calls.stop(lane, cluster.any(random).place(), job).isOk();
                if (random.nextInt(3) == 0) {
                    calls.stop(lane, cluster.any(random).place(), job);
                }
                // A stop that nobody answered is asked for again, as a client would.
                stopAfter = millis + 300;
            }
            String status = calls.status(lane, cluster.any(random).place(), job);
            if (status != null && !status.equals("PROCESSING") && !status.equals("ACCEPTED")) {
                if (random.nextInt(4) == 0) {
                    // Too late: refused, or an old story.
                    calls.stop(lane, cluster.any(random).place(), job);
                }
                return;
            }
            if (millis > LONGEST_JOB_MILLIS) {
                return;
            }
            Pause.millis(20 + random.nextInt(150));
        }
    }

    private boolean reset() {
        try {
            charges.reset(lane, ++round);
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }
}
