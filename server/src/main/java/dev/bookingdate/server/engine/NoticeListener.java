package dev.bookingdate.server.engine;

import dev.bookingdate.server.job.JobNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the notices of all nodes on a connection of its own. While it is deaf nothing is lost: chunks read the stop in
 * their own gate, and new jobs are found by polling.
 */
final class NoticeListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NoticeListener.class);
    private static final int WAIT_MILLIS = 500;

    private final DataSource dataSource;
    private final Consumer<JobNotice> hear;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "job-notices");

    NoticeListener(DataSource dataSource, Consumer<JobNotice> hear) {
        this.dataSource = dataSource;
        this.hear = hear;
        thread.setDaemon(true);
    }

    void start() {
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
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("listen " + JobNotice.CHANNEL);
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                PGNotification[] notices = postgres.getNotifications(WAIT_MILLIS);
                for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
                    JobNotice.parse(notice.getParameter()).ifPresent(hear);
                }
            }
        } catch (SQLException e) {
            if (closed.getCount() > 0) {
                log.warn("Notices are not heard for a moment: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(2 * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
