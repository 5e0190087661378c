package dev.bookingdate.client;

import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.ListBackfillJobsResponse;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Jobs, newest first, fetched page by page as they are asked for: who looks at the first few pays for one page. Each
 * iteration begins anew, with what the service then has; a {@link BackfillException} may come in the midst of one.
 */
public final class JobList implements Iterable<BackfillJob> {
    private final Function<@Nullable String, ListBackfillJobsResponse> pages;

    JobList(Function<@Nullable String, ListBackfillJobsResponse> pages) {
        this.pages = pages;
    }

    /** Returns a list of these jobs, for tests that fake {@link Jobs}. */
    public static JobList of(BackfillJob... jobs) {
        return new JobList(cursor -> new ListBackfillJobsResponse().jobs(List.of(jobs)));
    }

    @Override
    public Iterator<BackfillJob> iterator() {
        return new Pages();
    }

    /** Returns the jobs as a stream. It need not be closed. */
    public Stream<BackfillJob> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    private final class Pages implements Iterator<BackfillJob> {
        private Iterator<BackfillJob> page = Collections.emptyIterator();
        private @Nullable String cursor;
        private boolean more = true;

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && more) {
                turn();
            }
            return page.hasNext();
        }

        private void turn() {
            ListBackfillJobsResponse response = pages.apply(cursor);
            cursor = JobPage.next(response, cursor);
            more = cursor != null;
            page = response.getJobs().iterator();
        }

        @Override
        public BackfillJob next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
