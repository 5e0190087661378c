package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of jobs, newest first. */
public final class JobPage {
    private final List<BackfillJob> jobs;
    private final @Nullable String cursor;
    private final Function<String, CompletableFuture<JobPage>> pages;

    private JobPage(
            List<BackfillJob> jobs, @Nullable String cursor, Function<String, CompletableFuture<JobPage>> pages) {
        this.jobs = jobs;
        this.cursor = cursor;
        this.pages = pages;
    }

    static JobPage of(
            ListBackfillJobsResponse page,
            @Nullable String cursor,
            Function<String, CompletableFuture<JobPage>> pages) {
        return new JobPage(List.copyOf(page.getJobs()), next(page, cursor), pages);
    }

    /** Returns the last page of a list, with these jobs, for tests that fake {@link AsyncJobs}. */
    public static JobPage of(BackfillJob... jobs) {
        return new JobPage(List.of(jobs), null, next -> CompletableFuture.failedFuture(new IllegalStateException()));
    }

    /** Where the list goes on after the page with this cursor; null at its end. */
    static @Nullable String next(ListBackfillJobsResponse page, @Nullable String cursor) {
        String next = page.getNextPage();
        // A cursor that leads to itself would never end.
        return next != null && next.equals(cursor) ? null : next;
    }

    /** Returns the jobs of this page. */
    public List<BackfillJob> jobs() {
        return jobs;
    }

    /** Tells whether there is another page. */
    public boolean hasNext() {
        return cursor != null;
    }

    /**
     * Asks for the next page.
     *
     * @throws IllegalStateException if there is none
     */
    public CompletableFuture<JobPage> next() {
        if (cursor == null) {
            throw new IllegalStateException("This is the last page");
        }
        return pages.apply(cursor);
    }
}
