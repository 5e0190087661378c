package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.TestJobs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Jobs to which nothing happens: nobody is alarmed. */
@Tag("long")
class CleanRunTest {

    private static final EngineProperties PROPERTIES = new EngineProperties(
            true,
            2,
            100,
            32,
            Duration.ofMillis(50),
            100,
            11,
            0.05,
            10,
            MissingOriginals.ACCEPT,
            Duration.ofSeconds(1),
            4,
            Duration.ofMillis(100),
            // Often, but not so often that two looks fit between the steps of a busy machine.
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));

    private final Scene scene = new Scene();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setContext(root.getLoggerContext());
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        scene.close();
    }

    @Test
    void tenJobs_logNoWarning_andCountNoTakeover() {
        scene.charges(500);
        // A job is looked after from its first second on: these seem to be older.
        scene.jdbc.sql("""
                        create function seems_older() returns trigger language plpgsql as $$
                        begin
                            new.created_on := new.created_on - interval '1 minute';
                            return new;
                        end $$;
                        create trigger seems_older before insert on backfill_job for each row execute function seems_older()
                        """).update();
        Jobs jobs = TestJobs.create(scene.database.dataSource(), new SharedJobQueue(scene.database.dataSource()));
        // Of no meaning for the engine.
        for (String timeout :
                List.of("statement_timeout", "transaction_timeout", "idle_in_transaction_session_timeout")) {
            scene.jdbc
                    .sql("alter database " + scene.database.name() + " set " + timeout + " = '7ms'")
                    .update();
        }
        try (EngineNode node = EngineNode.start(scene.database, PROPERTIES, Scene.UNTHROTTLED)) {
            for (int number = 0; number < 10; number++) {
                JobKey key = Scene.key(jobs.create(Scene.CALLER));
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> scene.job(key).status() == JobStatus.COMPLETED);
                scene.jdbc
                        .sql("update rate_plan_charge set booking_date = null")
                        .update();
            }
            assertThat(node.timeouts()).containsExactly("5s", "1min", "1min");
            assertThat(node.meters.counter("bookingdate.takeovers").count()).isZero();
        }
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }
}
