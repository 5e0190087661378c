package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** A node whose clock and the database's differ by a day goes by the database's. */
class DatabaseClockTest {

    private Scene scene;
    private HikariDataSource dayAhead;

    @BeforeEach
    void open() {
        scene = new Scene();
        scene.jdbc.sql("""
                        create schema ahead;
                        create function ahead.clock_timestamp() returns timestamptz language sql
                            return pg_catalog.clock_timestamp() + interval '1 day'
                        """).update();
        dayAhead = new HikariDataSource();
        dayAhead.setJdbcUrl(scene.database.url());
        dayAhead.setUsername(scene.database.user());
        dayAhead.setPassword(scene.database.password());
        dayAhead.setMinimumIdle(0);
        dayAhead.setConnectionInitSql("set search_path = ahead, pg_catalog, public");
    }

    @AfterEach
    void close() {
        dayAhead.close();
        scene.close();
    }

    @Test
    void instant_isTheDatabases() {
        DatabaseClock clock = new DatabaseClock(dayAhead);

        assertThat(clock.instant()).isCloseTo(tomorrow(), within(5, ChronoUnit.MINUTES));
    }

    @Test
    void queue_makesAJobDueByTheDatabasesClock() {
        PartitionKey key = PartitionKey.first(scene.create());

        JobScheduler.queue(dayAhead).add(key);

        assertThat(scene.jdbc
                        .sql("select execution_time from scheduled_tasks")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isCloseTo(tomorrow(), within(5, ChronoUnit.MINUTES));
    }

    @Test
    void instant_whenTheDatabaseWasNeverThere_isUnknown_andGoesOnOnceItWas() {
        DatabaseClock clock = new DatabaseClock(dayAhead);
        clock.instant();
        dayAhead.close();

        assertThat(clock.instant()).isCloseTo(tomorrow(), within(5, ChronoUnit.MINUTES));
        assertThatThrownBy(new DatabaseClock(dayAhead)::instant).isInstanceOf(DataAccessException.class);
    }

    private static Instant tomorrow() {
        return Instant.now().plus(1, ChronoUnit.DAYS);
    }
}
