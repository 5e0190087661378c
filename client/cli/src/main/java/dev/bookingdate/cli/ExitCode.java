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

/** What the program tells the shell. Scripts rely on these numbers: they never change. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NO_ANSWER = 3;
    static final int NOT_ALLOWED = 4;
    static final int NO_SUCH_JOB = 5;
    static final int CONFLICT = 6;
    static final int RATE_LIMITED = 7;
    static final int WAIT_TIMED_OUT = 8;
    static final int JOB_FAILED = 9;
    static final int JOB_STOPPED = 10;
    static final int JOB_COMPLETED = 11;

    private ExitCode() {}

    static int of(BackfillException e) {
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
        return FAILED;
    }

    /** Of a wait for completion. */
    static int of(JobEnd end) {
        if (end instanceof JobEnd.Failed) {
            return JOB_FAILED;
        }
        return end instanceof JobEnd.Stopped ? JOB_STOPPED : DONE;
    }

    /** Of a stop that was waited for. */
    static int ofStop(JobEnd end) {
        if (end instanceof JobEnd.Failed) {
            return JOB_FAILED;
        }
        return end instanceof JobEnd.Stopped ? DONE : JOB_COMPLETED;
    }
}
