package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobStatus;
import dev.bookingdate.server.job.Jobs;
import dev.bookingdate.server.job.TestJobs;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A thread that hangs in the log, outside the database: the node's heartbeats go on, and its job must all the same. */
class WorkerWatchTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    /** A log of which one write, the next one of a claim, does not end before it is let go. */
    private static final class HungLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

        private final Semaphore hangs = new Semaphore(1);
        private final CountDownLatch hung = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final boolean interruptible;

        private HungLog(boolean interruptible) {
            this.interruptible = interruptible;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getMessage().contains("claimed") && hangs.tryAcquire()) {
                hung.countDown();
                while (letGo.getCount() > 0) {
                    try {
                        letGo.await();
                    } catch (InterruptedException e) {
                        if (interruptible) {
                            return;
                        }
                    }
                }
            }
        }
    }

    private final Logger log = (Logger) LoggerFactory.getLogger(JobWorker.class);
    private final Scene scene = new Scene();
    private final Jobs jobs =
            TestJobs.create(scene.database.dataSource(), new SharedJobQueue(scene.database.dataSource()));

    @BeforeEach
    void fill() {
        scene.charges(300);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** One thread, which hears an interrupt. */
    @Test
    @Tag("long")
    void aNodeAlone_goesOnWithItsJob() throws InterruptedException {
        HungLog hungLog = hang(true);
        try (EngineNode node = EngineNode.start(scene.database, Scene.PROPERTIES, Scene.UNTHROTTLED)) {
            JobKey job = create();
            assertThat(hungLog.hung.await(20, TimeUnit.SECONDS)).isTrue();

            await().atMost(BOUND).until(() -> scene.job(job).status() == JobStatus.COMPLETED);
            assertThat(node.looksForJobs()).isTrue();
            assertThat(scene.wrongRows()).isZero();
        } finally {
            letGo(hungLog);
        }
    }

    /** Nothing wakes the thread: another node has to take the job over, and this one to say that it runs none any more. */
    @Test
    @Tag("long")
    void anotherNode_takesTheJobOver_andWhatHungChangesNothing() throws InterruptedException {
        HungLog hungLog = hang(false);
        try (EngineNode node = EngineNode.start(scene.database, Scene.PROPERTIES, Scene.UNTHROTTLED)) {
            JobKey job = create();
            assertThat(hungLog.hung.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(node.looksForJobs()).isTrue();
            try (EngineNode other = EngineNode.start(scene.database, Scene.PROPERTIES, Scene.UNTHROTTLED)) {
                await().atMost(BOUND).until(() -> scene.job(job).status() == JobStatus.COMPLETED);
                assertThat(other.looksForJobs()).isTrue();
                assertThat(node.looksForJobs()).isFalse();
                long audited = scene.audited(job);

                hungLog.letGo.countDown();
                await().atMost(BOUND).until(node::looksForJobs);
                assertThat(scene.audited(job)).isEqualTo(audited).isPositive();
                assertThat(scene.auditedButDifferent(job)).isZero();
            }
        } finally {
            letGo(hungLog);
        }
    }

    private HungLog hang(boolean interruptible) {
        HungLog hungLog = new HungLog(interruptible);
        hungLog.setContext(log.getLoggerContext());
        hungLog.start();
        log.addAppender(hungLog);
        return hungLog;
    }

    private void letGo(HungLog hungLog) {
        hungLog.letGo.countDown();
        log.detachAppender(hungLog);
    }

    private JobKey create() {
        return Scene.key(jobs.create(Scene.CALLER));
    }
}
