package dev.bookingdate.server.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.job.JobNotices;
import dev.bookingdate.server.job.JobQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Puts the engine together. Its pools are its own: chunks never starve heartbeats, and requests never wait for chunks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EngineProperties.class, ThrottleProperties.class})
class EngineConfiguration {

    @Bean
    JobQueue jobQueue(DataSource dataSource) {
        return new SharedJobQueue(dataSource);
    }

    /** Left out on a node that only answers requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "bookingdate.engine.enabled", matchIfMissing = true)
    static class Enabled {

        /**
         * Whatever the role's or the database's are: no statement of a job is in a transaction of several.
         */
        private static final String OWN_TIMEOUTS = "set transaction_timeout = '60s'; "
                + "set idle_in_transaction_session_timeout = '60s'; set idle_session_timeout = 0";

        /**
         * For chunks. A plan is made for each one, since the bounds of the window decide it; and a chunk lets go after a
         * while when a user holds a row, so that users come first.
         */
        @Bean(defaultCandidate = false)
        @Qualifier("engine")
        HikariDataSource enginePool(Pools pools, EngineProperties properties) {
            // One connection per partition, one for the sweeper.
            return pools.ofChunks(
                    properties.threads() + 1,
                    properties.lockTimeout(),
                    "set plan_cache_mode = force_custom_plan; " + Pools.BY_INDEX + "; " + OWN_TIMEOUTS);
        }

        /** For heartbeats and claims. */
        @Bean(defaultCandidate = false)
        @Qualifier("scheduler")
        HikariDataSource schedulerPool(Pools pools) {
            return pools.ofScheduler(3);
        }

        @Bean
        Engine engine(
                @Qualifier("engine") DataSource enginePool,
                @Qualifier("scheduler") DataSource schedulerPool,
                JobNotices notices,
                EngineProperties properties,
                ThrottleProperties throttle,
                MeterRegistry meters) {
            Clock clock = new DatabaseClock(schedulerPool);
            RunningJobs runningJobs = new RunningJobs();
            JobStatements statements = new JobStatements(
                    new NamedParameterJdbcTemplate(enginePool),
                    properties.failureLimit(),
                    properties.missingOriginals());
            PartitionQueue queue = JobScheduler.queue(schedulerPool);
            EngineMetrics metrics = new EngineMetrics(meters);
            JobWorker worker =
                    new JobWorker(new Equipment(statements, properties, throttle, metrics, clock), runningJobs);
            SchedulerPulse pulse = new SchedulerPulse(clock, properties, System::nanoTime);
            Engine engine = new Engine(
                    runningJobs,
                    JobScheduler.create(schedulerPool, clock, worker, properties, pulse),
                    notices,
                    new Sweeper(
                            statements,
                            queue,
                            properties.sweepInterval(),
                            metrics,
                            runningJobs,
                            () -> pulse.isFelt() && runningJobs.stuck() < properties.threads()),
                    pulse,
                    new WorkerWatch(
                            new QueueStatements(new NamedParameterJdbcTemplate(schedulerPool)),
                            runningJobs,
                            WorkerWatch.patience(properties)),
                    properties.threads());
            metrics.health(engine::looksForJobs);
            return engine;
        }

        @Bean
        HealthIndicator jobsHealthIndicator(Engine engine) {
            return () -> (engine.looksForJobs() ? Health.up() : Health.down()).build();
        }
    }
}
