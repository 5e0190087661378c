package dev.bookingdate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.generated.JSON;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/** The JSON of the contract, each document on one line: the answers, the jobs. A watch writes a line each time. */
final class JsonOutput implements Output {
    /** The model has an empty list where the service has left an optional one out. */
    private static final ObjectMapper MAPPER = JSON.mapper()
            .rebuild()
            .withConfigOverride(
                    List.class,
                    list -> list.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
            .build();

    private final PrintWriter out;
    private final boolean array;

    /** {@code array}: a list is one document, too. */
    JsonOutput(PrintWriter out, boolean array) {
        this.out = out;
        this.array = array;
    }

    @Override
    public void created(CreateBackfillJobResponse created) {
        line(created);
    }

    @Override
    public void stopped(BackfillResponse answer) {
        line(answer);
    }

    @Override
    public void job(BackfillJob job) {
        line(job);
    }

    @Override
    public void jobs(Iterator<BackfillJob> jobs) {
        if (!array) {
            jobs.forEachRemaining(this::line);
            return;
        }
        // All or nothing: a list that was cut short would look like a whole one.
        List<BackfillJob> all = new ArrayList<>();
        jobs.forEachRemaining(all::add);
        line(all);
    }

    @Override
    public void progress(BackfillJob job) {
        line(job);
    }

    @Override
    public void ended(JobEnd end) {
        // The last line was that of the job at its end.
    }

    private void line(Object document) {
        out.println(MAPPER.writeValueAsString(document));
        ReaderGone.flush(out);
    }
}
