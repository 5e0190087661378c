package dev.bookingdate.cli;

import dev.bookingdate.client.JobEnd;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.BackfillResponse;
import dev.bookingdate.client.generated.model.CreateBackfillJobResponse;
import java.util.Iterator;

/** How results are shown: for people, or for programs. */
interface Output {

    void created(CreateBackfillJobResponse created);

    void stopped(BackfillResponse answer);

    void job(BackfillJob job);

    /** As they come: who looks at the first few need not wait for all. */
    void jobs(Iterator<BackfillJob> jobs);

    /** Shows how far a job is, each time that it was read. */
    void progress(BackfillJob job);

    /** After the last progress. */
    void ended(JobEnd end);
}
