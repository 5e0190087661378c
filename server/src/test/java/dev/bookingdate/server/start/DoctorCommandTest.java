package dev.bookingdate.server.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.database.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each finding, by making it true. The tests' PostgreSQL runs without fsync, which has to be told each time. */
class DoctorCommandTest {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void fsyncThatIsOff_mustBeChanged() {
        assertThat(doctor(Clock.systemUTC()))
                .startsWith(
                        "1\nmust    fsync is off: what was answered with 200 may be lost in a crash.\n        Set fsync = on.\n");
    }

    @Test
    void indexAndTriggerOnDates_andTheClock_areTold() throws Exception {
        assertThat(doctor(Clock.systemUTC())).doesNotContain("trigger", "has booking_date in it", "clocks");
        try (Connection connection = database.plainDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create index by_date on rate_plan_charge (tenant_id, booking_date);
                    create function as_it_is() returns trigger language plpgsql as 'begin return new; end';
                    create trigger looks_on before update on rate_plan_charge for each row execute function as_it_is()
                    """);
            try {
                assertThat(doctor(Clock.offset(Clock.systemUTC(), Duration.ofHours(1))))
                        .contains(
                                "should  The index by_date has booking_date in it",
                                "should  The trigger looks_on runs for each charge",
                                "should  The clocks of this machine and of the database differ by 3600 s.");
            } finally {
                statement.execute(
                        "drop index by_date; drop trigger looks_on on rate_plan_charge; drop function as_it_is()");
            }
        }
    }

    @Test
    void transactionThatIsOpen_isTold() throws Exception {
        try (Connection connection = database.plainDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("select count(*) from tenant");

            assertThat(doctor(Clock.systemUTC(), Duration.ZERO))
                    .containsPattern("should  A transaction of \\w+ \\(process \\d+\\) is open for 00:00:\\d\\d");
            assertThat(doctor(Clock.systemUTC())).doesNotContain("A transaction of");
        }
    }

    private static String doctor(Clock clock) {
        return doctor(clock, Duration.ofMinutes(10));
    }

    /** Returns the exit code, and what is printed. */
    private static String doctor(Clock clock, Duration openTooLong) {
        var out = new StringWriter();
        int exitCode = new CommandLine(new DoctorCommand(database::plainDataSource, clock, openTooLong))
                .setOut(new PrintWriter(out))
                .execute();
        return exitCode + "\n" + out;
    }
}
