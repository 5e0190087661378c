package dev.bookingdate.server.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.bookingdate.server.database.Pools;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.database.TestPools;
import dev.bookingdate.server.job.JobNotices;
import dev.bookingdate.server.job.TestJobs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The engine of a node, as a server puts it together, without what answers requests. */
final class EngineNode implements AutoCloseable {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HikariDataSource chunks;
    private final HikariDataSource scheduler;
    private final JobNotices notices;
    private final Engine engine;

    private EngineNode(TestDatabase database, EngineProperties properties, ThrottleProperties throttle) {
        Pools pools = TestPools.of(database);
        EngineConfiguration.Enabled parts = new EngineConfiguration.Enabled();
        chunks = parts.enginePool(pools, properties);
        scheduler = parts.schedulerPool(pools);
        notices = TestJobs.notices(pools);
        engine = parts.engine(chunks, scheduler, notices, properties, throttle, meters);
    }

    static EngineNode start(TestDatabase database, EngineProperties properties, ThrottleProperties throttle) {
        EngineNode node = new EngineNode(database, properties, throttle);
        node.notices.start();
        node.engine.start();
        return node;
    }

    boolean looksForJobs() {
        return engine.looksForJobs();
    }

    /** Those of a chunk: for a statement, for a transaction, and for one that is idle. */
    List<String> timeouts() {
        return JdbcClient.create(chunks).sql("""
                        select current_setting(name) from unnest(array['statement_timeout', 'transaction_timeout',
                            'idle_in_transaction_session_timeout']) name
                        """).query(String.class).list();
    }

    @Override
    public void close() {
        engine.stop();
        notices.stop();
        chunks.close();
        scheduler.close();
    }
}
