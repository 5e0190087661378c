package dev.bookingdate.server.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * When jobs work slower than they could, so that others don't suffer.
 *
 * @param rowsPerSecond how many charges a job looks at in a second at most, on all nodes together; 0 for no limit
 * @param dailyWindow when jobs work, as {@code HH:mm-HH:mm} in the tenant's time zone; null for always
 * @param replicaLag how far a replica may be behind before jobs pause; 0 for any
 * @param autovacuum whether jobs work at half their speed while a vacuum of the charges makes their chunks slower
 * @param snapshotAge how long a transaction may keep old row versions before jobs work at half their speed; 0 for any time
 */
@ConfigurationProperties("bookingdate.throttle")
public record ThrottleProperties(
        @DefaultValue("0") long rowsPerSecond,
        @Nullable DailyWindow dailyWindow,
        @DefaultValue("0B") DataSize replicaLag,
        @DefaultValue("true") boolean autovacuum,
        @DefaultValue("5m") Duration snapshotAge) {

    public ThrottleProperties {
        Assert.isTrue(rowsPerSecond >= 0, "bookingdate.throttle.rows-per-second must be 0 or more");
        Assert.isTrue(!replicaLag.isNegative(), "bookingdate.throttle.replica-lag must be 0 or more");
        Assert.isTrue(!snapshotAge.isNegative(), "bookingdate.throttle.snapshot-age must be 0 or more");
    }
}
