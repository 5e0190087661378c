package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a job should be after any sequence of events: the rules in Java, to be held against the SQL. */
final class JobModel {

    /** How many chunks a partition takes: two windows of one stripe each. */
    static final int CHUNKS = 2;

    /** One partition as its row should be. */
    static final class Part {
        int epoch;
        int chunkNo;

        boolean isDone() {
            return chunkNo == CHUNKS;
        }

        @Override
        public String toString() {
            return epoch + "/" + chunkNo;
        }
    }

    JobStatus status = JobStatus.ACCEPTED;
    boolean stopRequested;
    boolean cut;
    int epoch;
    final List<Part> parts = new ArrayList<>(List.of(new Part()));

    boolean isActive() {
        return status == JobStatus.ACCEPTED || status == JobStatus.PROCESSING;
    }

    boolean claim(int part) {
        if (part >= parts.size() || !isActive() || stopRequested) {
            return false;
        }
        status = JobStatus.PROCESSING;
        epoch++;
        parts.get(part).epoch = epoch;
        return true;
    }

    boolean cut(int heldEpoch, int partitions) {
        if (cut || stopRequested || parts.get(0).epoch != heldEpoch) {
            return false;
        }
        cut = true;
        while (parts.size() < partitions) {
            parts.add(new Part());
        }
        return true;
    }

    boolean chunk(int part, int heldEpoch, long heldChunkNo) {
        Part row = parts.get(part);
        if (status != JobStatus.PROCESSING || stopRequested || row.epoch != heldEpoch || row.chunkNo != heldChunkNo) {
            return false;
        }
        row.chunkNo++;
        return true;
    }

    /** Whether the stop is promised; otherwise it is refused. */
    boolean stop() {
        if (status == JobStatus.COMPLETED || status == JobStatus.FAILED) {
            return false;
        }
        if (!stopRequested) {
            stopRequested = true;
            status = status == JobStatus.ACCEPTED ? JobStatus.STOPPED : status;
        }
        return true;
    }

    boolean settle() {
        return stopRequested && end(0, -1, JobStatus.STOPPED);
    }

    boolean end(int part, int heldEpoch, JobStatus wanted) {
        boolean nothingLeft = cut && parts.stream().allMatch(Part::isDone);
        if (status != JobStatus.PROCESSING
                || !(stopRequested || wanted == JobStatus.FAILED || nothingLeft)
                || !(stopRequested || parts.get(part).epoch == heldEpoch)) {
            return false;
        }
        status = stopRequested ? JobStatus.STOPPED : wanted;
        parts.forEach(row -> row.epoch++);
        epoch++;
        return true;
    }

    /** The rows in one line, as {@link JobModelTest} reads them from the database. */
    @Override
    public String toString() {
        return status + " " + (stopRequested ? "stopping" : "-") + " " + epoch + " " + Objects.toString(parts);
    }
}
