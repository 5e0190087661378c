package dev.bookingdate.server.engine;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The seam to db-scheduler: one execution for each unfinished partition of a job. It decides which node works on it and
 * when a dead node's is revived, and nothing else.
 */
final class JobScheduler {

    /** The task's name in {@code scheduled_tasks}. */
    static final String TASK_NAME = "booking-date-backfill";

    /** The first partition of a job comes before its further ones. */
    private static final int FIRST = 1;

    static final int FURTHER = 0;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private JobScheduler() {}

    /** A scheduler for this node; not started yet. Heartbeats go through {@code dataSource}, so it must not be busy. */
    static Scheduler create(
            DataSource dataSource, Clock clock, JobWorker worker, EngineProperties properties, SchedulerPulse pulse) {
        return Scheduler.create(dataSource, task(worker, clock))
                .clock(pulse)
                .dueExecutor(pulse.dueExecutor())
                .addSchedulerListener(pulse)
                .schedulerName(new SchedulerName.Fixed(nodeName()))
                .threads(properties.threads())
                .heartbeatInterval(properties.heartbeatInterval())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                .pollingInterval(properties.pollInterval())
                .pollUsingLockAndFetch(0.5, 1.0)
                .enablePriority()
                .jdbcCustomization(new FairShares())
                .shutdownMaxWait(properties.drainTimeout())
                .build();
    }

    /** Tells nodes apart that share a machine. */
    static String nodeName() {
        return new SchedulerName.Hostname().getName() + "/"
                + ProcessHandle.current().pid();
    }

    /** A queue that writes within the transaction of the current thread, if {@code dataSource} knows it. */
    static PartitionQueue queue(DataSource dataSource) {
        Clock clock = new DatabaseClock(dataSource);
        SchedulerClient client = SchedulerClient.Builder.create(dataSource, task(null, clock))
                .enablePriority()
                .build();
        return key -> client.scheduleIfNotExists(instance(key), clock.instant());
    }

    private static TaskInstance<Void> instance(PartitionKey key) {
        return new TaskInstance.Builder<Void>(TASK_NAME, key.toString())
                .priority(key.isFirst() ? FIRST : FURTHER)
                .build();
    }

    private static Task<Void> task(@Nullable JobWorker worker, Clock clock) {
        return Tasks.custom(TASK_NAME, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_FAILURE))
                // Its own way to revive asks the node's clock.
                .onDeadExecution((dead, operations) -> operations.reschedule(dead, clock.instant()))
                .execute((instance, context) -> execute(worker, instance, context.getExecution().executionTime));
    }

    private static CompletionHandler<Void> execute(
            @Nullable JobWorker worker, TaskInstance<Void> instance, Instant due) {
        PartitionKey key = PartitionKey.parse(instance.getId())
                .orElseThrow(() -> new IllegalStateException("not a partition's key: " + instance.getId()));
        if (worker == null) {
            throw new IllegalStateException("this node runs no jobs");
        }
        Outcome outcome = worker.run(key, due);
        Instant goesOn = outcome.goesOn();
        if (goesOn == null) {
            return new CompletionHandler.OnCompleteRemove<>();
        }
        return (complete, operations) -> {
            operations.reschedule(complete, goesOn);
            if (outcome.tell()) {
                worker.tellNodes(key);
            }
        };
    }
}
