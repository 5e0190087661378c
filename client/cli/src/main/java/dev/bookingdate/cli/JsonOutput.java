package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.generated.ApiClient;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.io.PrintWriter;
import java.util.Iterator;
import tools.jackson.databind.ObjectMapper;

/** The JSON of the contract, each document on one line: the answers, the jobs, a list of them. A watch writes a line each time. */
final class JsonOutput implements Output {
    private static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();

    private final PrintWriter out;

    JsonOutput(PrintWriter out) {
        this.out = out;
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
        String before = "[";
        while (jobs.hasNext()) {
            BackfillJob job = jobs.next();
            out.print(before + JSON.writeValueAsString(job));
            before = ",\n ";
            if (out.checkError()) {
                return;
            }
        }
        out.println(before.equals("[") ? "[]" : "]");
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
        out.println(JSON.writeValueAsString(document));
        out.flush();
    }
}
