package dev.bookingdate.server.job;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes {@link Jobs} without Spring, for tests of other rooms. */
public final class TestJobs {

    private TestJobs() {}

    /** Jobs that nobody runs unless the queue does it. */
    public static Jobs create(DataSource dataSource, JobQueue queue) {
        return new Jobs(JdbcClient.create(dataSource), queue);
    }
}
