package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobQueue;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The seam to db-scheduler: one execution for each unfinished job. It decides which node runs a job and when a dead node's
 * job is revived, and nothing else.
 */
final class JobScheduler {

    /** The task's name in {@code scheduled_tasks}. */
    static final String TASK_NAME = "booking-date-backfill";

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private JobScheduler() {}

    /** A scheduler for this node; not started yet. Heartbeats go through {@code dataSource}, so it must not be busy. */
    static Scheduler create(DataSource dataSource, JobWorker worker, EngineProperties properties) {
        return Scheduler.create(dataSource, task(worker))
                .threads(properties.threads())
                .heartbeatInterval(properties.heartbeatInterval())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                .pollingInterval(properties.pollInterval())
                .pollUsingLockAndFetch(0.5, 1.0)
                .shutdownMaxWait(properties.drainTimeout())
                .build();
    }

    /** A queue that writes within the transaction of the current thread. */
    static JobQueue queue(DataSource transactional) {
        SchedulerClient client =
                SchedulerClient.Builder.create(transactional, task(null)).build();
        return key -> client.scheduleIfNotExists(instance(key), Instant.now());
    }

    private static TaskInstance<Void> instance(JobKey key) {
        return new TaskInstance<>(TASK_NAME, key.toString());
    }

    private static Task<Void> task(@Nullable JobWorker worker) {
        return Tasks.custom(TASK_NAME, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_FAILURE))
                .onDeadExecutionRevive()
                .execute((instance, context) -> execute(worker, instance));
    }

    private static CompletionHandler<Void> execute(@Nullable JobWorker worker, TaskInstance<Void> instance) {
        JobKey key = JobKey.parse(instance.getId())
                .orElseThrow(() -> new IllegalStateException("not a job's key: " + instance.getId()));
        if (worker == null) {
            throw new IllegalStateException("this node runs no jobs");
        }
        return switch (worker.run(key)) {
            case DONE -> new CompletionHandler.OnCompleteRemove<>();
            case HANDED_OVER -> (complete, operations) -> operations.reschedule(complete, Instant.now());
        };
    }
}
