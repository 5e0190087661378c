package dev.bookingdate.cli;

import dev.bookingdate.client.AuthenticationException;
import dev.bookingdate.client.AwaitTimeoutException;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.CallTimeoutException;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.JobNotFoundException;
import dev.bookingdate.client.NoAnswerException;
import dev.bookingdate.client.PermissionException;
import dev.bookingdate.client.RateLimitException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the program tells the shell. Scripts rely on these numbers: they never change. */
enum ExitCode {
    DONE(0, "done"),
    FAILED(1, "failed, in none of the ways below"),
    USAGE(2, "wrong usage, or no credentials"),
    NO_ANSWER(3, "no answer, or none in time"),
    NOT_ALLOWED(4, "the credentials are refused, or do not allow it"),
    NO_SUCH_JOB(5, "no such job"),
    CONFLICT(6, "conflict: the job has ended, or another one is active"),
    RATE_LIMITED(7, "too many calls"),
    WAIT_TIMED_OUT(8, "the time to wait is over; the job goes on"),
    JOB_FAILED(9, "the job is FAILED"),
    JOB_STOPPED(10, "watch: the job is STOPPED"),
    JOB_COMPLETED(11, "stop --wait: the job was COMPLETED before"),
    TRY_LATER(12, "the service fails at the moment: try again later"),
    INTERRUPTED(130, "Ctrl-C; the job goes on"),
    NOBODY_READS(141, "nobody reads the output any more, as behind `| head -1`; the job goes on"),
    TERMINATED(143, "SIGTERM; the job goes on");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    /** Number and meaning of each, in this order. */
    static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        for (ExitCode code : values()) {
            table.put(String.valueOf(code.number), code.meaning);
        }
        return table;
    }

    static ExitCode of(BackfillException e) {
        if (e instanceof AuthenticationException || e instanceof PermissionException) {
            return NOT_ALLOWED;
        } else if (e instanceof JobNotFoundException) {
            return NO_SUCH_JOB;
        } else if (e instanceof ConflictException) {
            return CONFLICT;
        } else if (e instanceof RateLimitException) {
            return RATE_LIMITED;
        } else if (e instanceof AwaitTimeoutException) {
            return WAIT_TIMED_OUT;
        } else if (e instanceof NoAnswerException || e instanceof CallTimeoutException) {
            return NO_ANSWER;
        }
        return e.isRetryable() ? TRY_LATER : FAILED;
    }

    /** Of a wait for completion. */
    static ExitCode ofWatch(JobEnd end) {
        if (end instanceof JobEnd.Failed) {
            return JOB_FAILED;
        }
        return end instanceof JobEnd.Stopped ? JOB_STOPPED : DONE;
    }

    /** Of a stop that was waited for. */
    static ExitCode ofStop(JobEnd end) {
        if (end instanceof JobEnd.Failed) {
            return JOB_FAILED;
        }
        return end instanceof JobEnd.Stopped ? DONE : JOB_COMPLETED;
    }
}
