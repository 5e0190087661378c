package dev.bookingdate.server.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Date;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.JobOperatorFactoryBean;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The same backfill as a job of Spring Batch: chunk-oriented, its state in the same database. It writes no audit. */
final class BatchRival implements AutoCloseable {

    /**
     * What it can be told.
     *
     * @param chunk how many charges it reads, and writes in one batch and transaction
     * @param threads into how many partitions the keys are cut, each on a thread of its own; 1 for a plain step
     * @param paging whether it reads page by page, else with a cursor
     */
    record Settings(int chunk, int threads, boolean paging) {

        @Override
        public String toString() {
            return (paging ? "paging" : "cursor") + " reader, chunks of " + chunk + ", " + threads
                    + (threads == 1 ? " thread" : " threads");
        }
    }

    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final JdbcTransactionManager transactions;
    private final JobRepository repository;
    private final JobOperator operator;
    private final Job job;
    private long runs;

    /**
     * @param upTo the last key that it looks at
     * @param all whether it writes charges that are right as well, so that it can be run again and again
     */
    BatchRival(BenchDatabase database, Settings settings, long upTo, boolean all) throws Exception {
        pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.postgres().address().user());
        pool.setPassword(database.postgres().address().password());
        pool.setMaximumPoolSize(3 * settings.threads() + 5);
        jdbc = JdbcClient.create(pool);
        transactions = new JdbcTransactionManager(pool);
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
                .execute(pool);
        repository = repository(pool, transactions);
        operator = operator(repository, transactions);
        job = new JobBuilder("backfill", repository)
                .start(step(settings, upTo, all))
                .build();
    }

    /** Starts a run, and does not wait for it. Returns its id. */
    long start() throws Exception {
        return operator.start(
                        job, new JobParametersBuilder().addLong("run", ++runs).toJobParameters())
                .getId();
    }

    /** Stops a run as somebody does who did not start it. */
    boolean stop(long execution) throws Exception {
        JobExecution found = repository.getJobExecution(execution);
        return found != null && operator.stop(found);
    }

    /** What the database says of a run. */
    String status(long execution) {
        return jdbc.sql("select status from batch_job_execution where job_execution_id = :id")
                .param("id", execution)
                .query(String.class)
                .single();
    }

    boolean isAtRest(long execution) {
        return switch (status(execution)) {
            case "STARTING", "STARTED", "STOPPING" -> false;
            default -> true;
        };
    }

    @Override
    public void close() {
        pool.close();
    }

    private Step step(Settings settings, long upTo, boolean all) {
        Step worker = new StepBuilder("charges", repository)
                .<RivalRow, RivalRow>chunk(settings.chunk())
                .transactionManager(transactions)
                .reader(new RivalReader(pool, settings, upTo, all))
                .writer(writer(pool))
                .build();
        if (settings.threads() == 1) {
            return worker;
        }
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("rival-");
        return new StepBuilder("backfill", repository)
                .partitioner(worker.getName(), ranges(upTo))
                .step(worker)
                .gridSize(settings.threads())
                .taskExecutor(threads)
                .build();
    }

    private static Partitioner ranges(long upTo) {
        return size -> {
            Map<String, ExecutionContext> ranges = new HashMap<>();
            for (int i = 0; i < size; i++) {
                ExecutionContext range = new ExecutionContext();
                range.putLong("after", upTo * i / size);
                range.putLong("to", upTo * (i + 1) / size);
                ranges.put("range " + i, range);
            }
            return ranges;
        };
    }

    private static ItemWriter<RivalRow> writer(DataSource pool) {
        var writer = new JdbcBatchItemWriterBuilder<RivalRow>()
                .dataSource(pool)
                .sql("update rate_plan_charge set booking_date = ? where tenant_id = 1001"
                        + " and entity_id = '00000000-0000-4000-8000-0000000000e1' and charge_key = ?")
                .itemPreparedStatementSetter((row, statement) -> {
                    statement.setDate(1, Date.valueOf(row.originalDate()));
                    statement.setLong(2, row.key());
                })
                .build();
        writer.afterPropertiesSet();
        return writer;
    }

    private static JobRepository repository(DataSource pool, JdbcTransactionManager transactions) throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(pool);
        factory.setTransactionManager(transactions);
        factory.afterPropertiesSet();
        return factory.getObject();
    }

    private static JobOperator operator(JobRepository repository, JdbcTransactionManager transactions)
            throws Exception {
        JobOperatorFactoryBean factory = new JobOperatorFactoryBean();
        factory.setJobRepository(repository);
        factory.setJobRegistry(new MapJobRegistry());
        factory.setTransactionManager(transactions);
        factory.setTaskExecutor(new SimpleAsyncTaskExecutor("rival-job-"));
        factory.afterPropertiesSet();
        return factory.getObject();
    }
}
