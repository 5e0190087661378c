package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobQueue;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** The queue in the database that all nodes share. */
public final class SharedJobQueue implements JobQueue {

    private final PartitionQueue partitions;

    public SharedJobQueue(DataSource dataSource) {
        this.partitions = JobScheduler.queue(new TransactionAwareDataSourceProxy(dataSource));
    }

    @Override
    public void add(JobKey key) {
        partitions.add(PartitionKey.first(key));
    }
}
