package dev.bookingdate.server.job;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What {@code stop.sql} says.
 *
 * @param promised whether the job will never be COMPLETED
 * @param timeZone the tenant's when the job was created
 */
record StopAnswer(
        boolean promised, JobStatus status, @Nullable OffsetDateTime endedOn, ZoneId timeZone) {

    static StopAnswer of(ResultSet row) throws SQLException {
        return new StopAnswer(
                row.getBoolean("promised"),
                JobStatus.valueOf(row.getString("status")),
                row.getObject("ended_on", OffsetDateTime.class),
                ZoneId.of(row.getString("time_zone")));
    }

    boolean isActive() {
        return status == JobStatus.ACCEPTED || status == JobStatus.PROCESSING;
    }

    RequestRefused refusal() {
        String since = endedOn == null ? "" : " since " + ReadableTime.format(endedOn.toInstant(), timeZone);
        return new RequestRefused(
                ErrorCategory.BUSINESS_RULE, "The job cannot be stopped: it is " + status + since + ".");
    }
}
