package dev.bookingdate.server.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How long what is over is kept.
 *
 * @param audit how long a job's audit and failures are kept after its end; it can be undone as long. 0 keeps them for ever
 * @param jobs how long the job itself is kept after its end, not less than its audit. 0 keeps it for ever
 * @param interval how often a node looks for what is too old
 * @param rows how many changes one statement deletes from an audit, about; 1 or more
 * @param pause how long to wait after each statement
 */
@ConfigurationProperties("bookingdate.retention")
record RetentionProperties(
        @DefaultValue("400d") Duration audit,
        @DefaultValue("800d") Duration jobs,
        @DefaultValue("10m") Duration interval,
        @DefaultValue("5000") int rows,
        @DefaultValue("100ms") Duration pause) {

    RetentionProperties {
        Assert.isTrue(!audit.isNegative(), "bookingdate.retention.audit must be 0 or more");
        Assert.isTrue(
                jobs.isZero() || (!audit.isZero() && jobs.compareTo(audit) >= 0),
                "bookingdate.retention.jobs must be 0, or not less than bookingdate.retention.audit, which must not be 0"
                        + " then: a job is deleted after its audit");
        Assert.isTrue(!interval.isNegative() && !interval.isZero(), "bookingdate.retention.interval must be above 0");
        Assert.isTrue(rows >= 1, "bookingdate.retention.rows must be 1 or more");
        Assert.isTrue(!pause.isNegative(), "bookingdate.retention.pause must be 0 or more");
    }
}
