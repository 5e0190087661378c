package dev.bookingdate.server.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Sends what is due, on every node that runs jobs, in a thread of its own: a job never waits for an endpoint. */
final class WebhookSender implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    /** So many endpoints are asked at the same time. */
    private static final int MOST = 16;

    private static final long LOOK_MILLIS = 5_000;
    private static final int SUCCESS = 2;

    private final Deliveries deliveries;
    private final Endpoint endpoint;
    private final WebhookProperties properties;
    private final Counter delivered;
    private final Counter failed;
    private final Counter givenUp;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "webhooks");
    private volatile boolean closed;

    WebhookSender(Deliveries deliveries, Endpoint endpoint, WebhookProperties properties, MeterRegistry meters) {
        this.deliveries = deliveries;
        this.endpoint = endpoint;
        this.properties = properties;
        this.delivered = counter(meters, "delivered");
        this.failed = counter(meters, "failed");
        this.givenUp = counter(meters, "given-up");
        thread.setDaemon(true);
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("bookingdate.webhooks")
                .description("Attempts to tell an endpoint that a job has ended, and deliveries that were given up")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** A job has ended, perhaps one whose tenant wants to know. */
    void lookNow() {
        news.release();
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                round();
            } catch (DataAccessException | TransactionException e) {
                log.info(
                        "Webhooks wait for the database: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            } catch (RuntimeException e) {
                log.warn("Webhooks wait", e);
            }
            try {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Sends until nothing is due. */
    void round() {
        deliveries.giveUp(properties.giveUpAfter()).forEach(old -> {
            givenUp.increment();
            log.warn(
                    "webhook={} tenant={} is given up after {} attempts",
                    old.deliveryId(),
                    old.tenantId(),
                    old.attempts());
        });
        List<Delivery> due;
        do {
            due = deliveries.take(MOST, properties.firstPause(), properties.longestPause());
            CompletableFuture.allOf(due.stream().map(this::attempt).toArray(CompletableFuture[]::new))
                    .join();
        } while (!due.isEmpty() && !closed);
    }

    private CompletableFuture<Void> attempt(Delivery delivery) {
        return endpoint.send(delivery)
                .handle((status, failure) ->
                        failure == null ? (status / 100 == SUCCESS ? "" : "status " + status) : nameOf(failure))
                .thenAccept(why -> note(delivery, why));
    }

    private void note(Delivery delivery, String why) {
        if (why.isEmpty()) {
            deliveries.delivered(delivery);
            delivered.increment();
            log.info("{} is delivered", delivery);
        } else {
            failed.increment();
            log.info("{} is not taken: {}", delivery, why);
        }
    }

    /** Its kind alone: the message may name the URL. */
    private static String nameOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }

    /** Lets an attempt that is on its way come to its end, or be repeated by another node. */
    @Override
    public void stop() {
        closed = true;
        lookNow();
        try {
            thread.join(properties.timeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }
}
