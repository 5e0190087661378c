package dev.bookingdate.server.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database's time, which is the same for all nodes, however wrong their own clocks are: who is due and whose heartbeat
 * is overdue must not depend on who asks. It is read once a minute; between two readings the time that has passed counts.
 */
final class DatabaseClock extends Clock {

    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private record Reading(Instant instant, long nanoTime) {

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanoTime);
        }

        Instant now() {
            return instant.plus(age());
        }
    }

    private final JdbcClient jdbc;
    private volatile @Nullable Reading last;

    DatabaseClock(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** @throws DataAccessException when the database is out of reach, and was never asked before */
    @Override
    public Instant instant() {
        Reading reading = last;
        if (reading == null) {
            reading = read();
        } else if (reading.age().compareTo(FRESH) > 0) {
            reading = readAgain(reading);
        }
        last = reading;
        return reading.now();
    }

    private Reading readAgain(Reading before) {
        try {
            return read();
        } catch (DataAccessException e) {
            log.info("The database's time can't be read; the last reading goes on");
            return new Reading(before.now(), System.nanoTime());
        }
    }

    private Reading read() {
        Instant instant = jdbc.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        return new Reading(instant, System.nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("an instant has no zone");
    }
}
