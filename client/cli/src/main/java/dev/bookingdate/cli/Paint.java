package dev.bookingdate.cli;

import dev.bookingdate.client.generated.model.JobStatus;

/** The colour of a status, where colours are wanted. */
final class Paint {
    private Paint() {}

    static String of(Terminal terminal, JobStatus status) {
        return of(terminal, status, Terminal.plain(status.getValue()));
    }

    /** With as much of its text as there is room for. */
    static String of(Terminal terminal, JobStatus status, String text) {
        return terminal.coloured() ? "\033[" + colour(status) + "m" + text + "\033[0m" : text;
    }

    private static int colour(JobStatus status) {
        if (JobStatus.COMPLETED.equals(status)) {
            return 32;
        } else if (JobStatus.FAILED.equals(status)) {
            return 31;
        }
        return JobStatus.STOPPED.equals(status) ? 33 : 36;
    }
}
