package dev.bookingdate.client.transport;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The application's executor. What it rejects, since it is full or was shut down, is run by ours: a call that has its answer must not
 * be lost for want of a thread. Only for stages of futures, which run once, however often they are begun.
 */
public final class UserExecutor implements Executor {
    private final Executor executor;
    private final Executor own;
    private final AtomicBoolean told = new AtomicBoolean();

    public UserExecutor(Executor executor, Executor own) {
        this.executor = executor;
        this.own = own;
    }

    @Override
    public void execute(Runnable stage) {
        try {
            executor.execute(stage);
        } catch (RuntimeException | Error e) {
            if (told.compareAndSet(false, true)) {
                Events.LOG.log(
                        Level.WARNING, "The executor rejects what the client gives it; the client runs it itself", e);
            }
            own.execute(stage);
        }
    }
}
