package dev.bookingdate.server.limit;

import java.util.concurrent.atomic.AtomicBoolean;

/** A call's place among those that run at the same time. It may be given back more than once, and from any thread. */
public final class Place implements AutoCloseable {

    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    Place(Runnable leave) {
        this.leave = leave;
    }

    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
