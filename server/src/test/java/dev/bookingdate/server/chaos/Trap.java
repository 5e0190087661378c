package dev.bookingdate.server.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits on the wire between nodes and database for a statement, and lets something happen to the first node that sends it:
 * what a kill between two instructions would be, without a hook in the server.
 */
final class Trap {

    /** Where the statement is when it happens. */
    enum Place {
        /** It was sent and has not reached the database; it never does. */
        BEFORE,
        /** It was sent, and reaches the database only when the trap is released. */
        HELD,
        /** The database has it, and works on it. */
        WITHIN,
        /** The database has answered; the answer never arrives. */
        AFTER
    }

    private final Place place;
    private final Predicate<Conversation> statement;
    private final Consumer<Proxy> happens;
    private final AtomicReference<@Nullable Proxy> caught = new AtomicReference<>();
    private final CountDownLatch sprung = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Trap(Place place, Predicate<Conversation> statement, Consumer<Proxy> happens) {
        this.place = place;
        this.statement = statement;
        this.happens = happens;
    }

    Place place() {
        return place;
    }

    /** Whether this statement, on this proxy, springs the trap. Only one does. */
    boolean catches(Conversation conversation, Proxy proxy) {
        return caught.get() == null && statement.test(conversation) && caught.compareAndSet(null, proxy);
    }

    /** Lets it happen. */
    void spring(Proxy proxy) {
        try {
            happens.accept(proxy);
        } finally {
            sprung.countDown();
        }
    }

    /** Waits until it has happened; false when no such statement came in time. Then none will spring it any more. */
    boolean await(Duration timeout, Proxy nobody) throws InterruptedException {
        if (!sprung.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && caught.compareAndSet(null, nobody)) {
            return false;
        }
        return sprung.await(30, TimeUnit.SECONDS);
    }

    /** Lets a held statement go on. */
    void release() {
        released.countDown();
    }

    void awaitRelease() throws InterruptedException {
        released.await(60, TimeUnit.SECONDS);
    }
}
