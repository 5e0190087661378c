package com.example.close;

import dev.bookingdate.client.AuthenticationException;
import dev.bookingdate.client.AwaitTimeoutException;
import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.JobNotFoundException;
import dev.bookingdate.client.Jobs;
import java.time.Duration;

/** Stops the backfill before the books are closed. */
public final class MonthlyClose {
    private final Jobs jobs;

    /** Uses the operations of a client that somebody else closes; a test may give a fake. */
    public MonthlyClose(Jobs jobs) {
        this.jobs = jobs;
    }

    /** Asks for the stop and does not wait: after this the job never completes. */
    public void stop(String jobId) {
        jobs.stop(jobId);
    }

    /** The same, of a job that may be over: false when it was complete or had failed before. */
    public boolean stopIfNotOver(String jobId) {
        try {
            stop(jobId);
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    /** Stops the job, waits until it rests, and says how it ended. */
    public String stopAndTell(String jobId) {
        JobEnd end = jobs.stopAndAwait(jobId, Duration.ofSeconds(30));
        if (end instanceof JobEnd.Stopped) {
            return "stopped";
        }
        return end instanceof JobEnd.Completed ? "was complete before" : "had failed before";
    }

    /** Says in one line what became of the stop; a person reads it. */
    public String stopOrExplain(String jobId) {
        try {
            return stopAndTell(jobId);
        } catch (JobNotFoundException e) {
            return "no such job";
        } catch (AuthenticationException e) {
            return "check the credentials";
        } catch (AwaitTimeoutException e) {
            return "the stop counts, but the job does not rest yet";
        } catch (BackfillException e) {
            return (e.isRetryable() ? "try again later" : "ask the service's team")
                    + e.requestId().map(id -> " (request " + id + ")").orElse("");
        }
    }

    /** Runs it: base URL, client id, secret, job id. */
    public static void main(String[] args) {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(args[0])
                .credentials(args[1], args[2])
                .build()) {
            System.out.println(new MonthlyClose(client.jobs()).stopOrExplain(args[3]));
        }
    }
}
