package dev.bookingdate.postgres;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a server: first with its consent, then without. What was committed survives all three ways. */
record PostmasterStop(PostgresProgram program) {

    private static final Logger log = LoggerFactory.getLogger(PostmasterStop.class);
    private static final Duration IMMEDIATE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    void stop(Postmaster postmaster, Duration fastTimeout) {
        if (!shutDown(postmaster, "fast", fastTimeout) && !shutDown(postmaster, "immediate", IMMEDIATE_TIMEOUT)) {
            kill(postmaster);
        }
    }

    private boolean shutDown(Postmaster postmaster, String mode, Duration timeout) {
        PostgresProgram.Result result = program.run(
                timeout.plusSeconds(10),
                "pg_ctl",
                List.of(
                        "stop",
                        "--wait",
                        "--silent",
                        "--mode=" + mode,
                        "--timeout=" + timeout.toSeconds(),
                        "--pgdata=" + postmaster.cluster()));
        if (!result.succeeded()) {
            log.warn(
                    "PostgreSQL, process {}: {}",
                    postmaster.pid(),
                    result.output().strip());
        }
        return result.succeeded() && gone(postmaster, KILL_TIMEOUT);
    }

    private static void kill(Postmaster postmaster) {
        ProcessHandle process = ProcessHandle.of(postmaster.pid()).orElse(null);
        // The handle is taken before the identity is judged: it knows its process's start, so it can't hit a successor.
        if (process == null || !postmaster.isAlive()) {
            return;
        }
        if (postmaster.identity() != Postmaster.Identity.OURS) {
            throw new EmbeddedPostgresException("process " + postmaster.pid() + " may be the server of "
                    + postmaster.cluster() + ", and it does not stop; stop it by hand");
        }
        List<ProcessHandle> backends = process.children().toList();
        log.warn("PostgreSQL, process {}, does not stop; it is killed", postmaster.pid());
        process.destroyForcibly();
        if (!gone(postmaster, KILL_TIMEOUT)) {
            throw new EmbeddedPostgresException("process " + postmaster.pid() + " survives being killed");
        }
        // They hold the shared memory and end by themselves only when they next wait for something.
        backends.forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean gone(Postmaster postmaster, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (postmaster.isAlive() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return !postmaster.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while PostgreSQL stops", e);
        }
    }
}
