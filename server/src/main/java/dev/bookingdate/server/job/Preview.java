package dev.bookingdate.server.job;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill would do, as a dry run has found out.
 *
 * @param estimated whether the counts are worked out from a sample; exact once the job has completed
 * @param lookedAt how many charges the counts rest on
 * @param changed how many charges would get another date
 * @param unchanged how many are right
 * @param failed how many could not be written
 * @param missing of how many the original is not in the data
 * @param moves those that would change, by how far
 * @param changes some of them
 * @param failureReason why a backfill would be FAILED; null when it would not, or that is not known yet
 */
public record Preview(
        boolean estimated,
        long lookedAt,
        long changed,
        long unchanged,
        long failed,
        long missing,
        List<Move> moves,
        List<Change> changes,
        @Nullable String failureReason) {

    /**
     * Charges whose date would move as far.
     *
     * @param months how many calendar months later; null where the charges have no date now
     */
    public record Move(@Nullable Integer months, long records) {}

    /**
     * One charge that would change.
     *
     * @param from null for a charge without a date, or with one that is none
     */
    public record Change(String chargeId, @Nullable LocalDate from, LocalDate to) {}
}
