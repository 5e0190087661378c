package dev.bookingdate.server.job;

import dev.bookingdate.server.database.Pools;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes {@link Jobs} and {@link JobRest} without Spring, for tests of other rooms. */
public final class TestJobs {

    private TestJobs() {}

    /** Jobs that nobody runs unless the queue does it. */
    public static Jobs create(DataSource dataSource, JobQueue queue) {
        JdbcClient database = JdbcClient.create(dataSource);
        return new Jobs(database, database, queue);
    }

    /** Notices that are not heard before {@link JobNotices#start}. */
    public static JobNotices notices(Pools pools) {
        return new JobNotices(pools);
    }

    /** A place to wait at. */
    public static JobRest rest(DataSource dataSource, JobNotices notices, int places, Duration pollInterval) {
        return new JobRest(JdbcClient.create(dataSource), notices, places, pollInterval);
    }
}
