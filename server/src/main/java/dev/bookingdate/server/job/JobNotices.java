package dev.bookingdate.server.job;

import dev.bookingdate.server.database.DataSources;
import dev.bookingdate.server.database.Pools;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears the notices of all nodes, on every node, on a connection of its own. While it is deaf nothing is lost: chunks read
 * the stop in their own gate, new jobs are found by polling, and so is the end of a job that somebody waits for.
 */
@Component
public class JobNotices implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobNotices.class);
    private static final int WAIT_MILLIS = 500;
    private static final int WAITS_WITHOUT_A_WORD = 3;
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final String LISTEN = "listen " + JobNotice.CHANNEL;

    private final DataSource pool;
    private final List<Consumer<JobNotice>> hearers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "job-notices");
    private volatile @Nullable Connection listening;

    JobNotices(Pools pools) {
        this.pool = pools.ofOne("notices", SILENCE);
        thread.setDaemon(true);
    }

    /** Tells {@code hear} of each notice from now on. It must be quick: one thread tells them all. */
    public void subscribe(Consumer<JobNotice> hear) {
        hearers.add(hear);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                listen();
            } while (!closed.await(200, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try (Connection connection = pool.getConnection()) {
            listening = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute(LISTEN);
                hear(statement, connection.unwrap(PGConnection.class));
            } finally {
                if (closed.getCount() > 0) {
                    DataSources.discard(pool, connection);
                }
            }
        } catch (SQLException e) {
            if (closed.getCount() > 0) {
                log.warn("Notices are not heard for a moment: {}", e.getMessage());
            }
        }
    }

    /** A connection that has gone silent looks like one on which there is nothing to be heard: so it is asked. */
    private void hear(Statement statement, PGConnection postgres) throws SQLException {
        for (int silent = 0; closed.getCount() > 0; silent++) {
            PGNotification[] notices = postgres.getNotifications(WAIT_MILLIS);
            if (notices != null && notices.length > 0) {
                silent = 0;
                for (PGNotification notice : notices) {
                    JobNotice.parse(notice.getParameter()).ifPresent(this::tell);
                }
            }
            if (silent > WAITS_WITHOUT_A_WORD) {
                statement.execute(LISTEN);
                silent = 0;
            }
        }
    }

    private void tell(JobNotice notice) {
        hearers.forEach(hearer -> hearer.accept(notice));
    }

    @Override
    public void stop() {
        closed.countDown();
        try {
            Connection waiting = listening;
            if (waiting != null) {
                // Else it would wait for a notice until the time for one is over.
                DataSources.discard(pool, waiting);
            }
            thread.join(2 * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            DataSources.close(pool);
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }
}
