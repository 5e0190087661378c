package dev.bookingdate.server.job;

import dev.bookingdate.server.caller.Caller;
import dev.bookingdate.server.database.Pools;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets a call wait until a job is at rest: a notice wakes it, and it looks by itself now and then, should the notice be
 * lost. It holds a thread while it waits, so few may wait at a time, and no connection.
 */
@Component
public class JobRest implements ApplicationListener<ContextClosedEvent> {

    private static final Logger log = LoggerFactory.getLogger(JobRest.class);

    private final JdbcClient jdbc;
    private final Duration pollInterval;
    private final Semaphore places;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** A quarter of the threads that answer requests may wait. */
    @Autowired
    JobRest(
            @Qualifier(Pools.STOP) JdbcClient jdbc,
            JobNotices notices,
            @Value("${server.tomcat.threads.max:200}") int requestThreads) {
        this(jdbc, notices, Math.max(1, requestThreads / 4), Duration.ofMillis(250));
    }

    JobRest(JdbcClient jdbc, JobNotices notices, int places, Duration pollInterval) {
        this.jdbc = jdbc;
        this.places = new Semaphore(places);
        this.pollInterval = pollInterval;
        notices.subscribe(this::hear);
    }

    /**
     * Waits until the job of a caller is at rest, or the time is over.
     *
     * @param jobId of a job that the caller sees
     * @return false when it could not wait as long as it was asked to: too many wait already, the server is shutting down,
     *     or the database is out of reach
     */
    public boolean await(Caller caller, String jobId, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        JobKey key =
                new JobKey(caller.tenantId(), JobId.parse(jobId).orElseThrow().value());
        try {
            return isAtRest(key) || awaitInPlace(key, until);
        } catch (DataAccessException e) {
            log.info("job={} can't be waited for: {}", key, e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean awaitInPlace(JobKey key, long until) throws InterruptedException {
        if (!places.tryAcquire()) {
            return false;
        }
        Waiter waiter = new Waiter(key, new Semaphore(0));
        // Before the row is read: a notice that comes in between is not lost.
        waiters.add(waiter);
        try {
            while (!closing) {
                long left = until - System.nanoTime();
                if (isAtRest(key) || left <= 0) {
                    return true;
                }
                var unused = waiter.wakeUp().tryAcquire(Math.min(left, pollInterval.toNanos()), TimeUnit.NANOSECONDS);
            }
            return false;
        } finally {
            waiters.remove(waiter);
            places.release();
        }
    }

    private boolean isAtRest(JobKey key) {
        return jdbc.sql("""
                        select status in ('COMPLETED', 'FAILED', 'STOPPED') from backfill_job
                        where tenant_id = :tenantId and job_id = :jobId
                        """)
                .param("tenantId", key.tenantId())
                .param("jobId", key.jobId())
                .query(Boolean.class)
                .single();
    }

    private void hear(JobNotice notice) {
        if (notice.kind() == JobNotice.Kind.AT_REST) {
            waiters.stream().filter(waiter -> waiter.key().equals(notice.key())).forEach(Waiter::wake);
        }
    }

    /** Comes before the web server stops, which waits for the calls in progress. */
    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        closing = true;
        waiters.forEach(Waiter::wake);
    }

    /** One call that waits; a semaphore is equal to nothing but itself, and so is a waiter. */
    private record Waiter(JobKey key, Semaphore wakeUp) {

        void wake() {
            wakeUp.release();
        }
    }
}
