package dev.bookingdate.client.transport;

import dev.bookingdate.client.Attempt;
import dev.bookingdate.client.CallObserver;
import dev.bookingdate.client.generated.Transport.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;

/** One line in the log, by {@code System.Logger}, and one call of the observer for each request. */
public final class Events {
    public static final Logger LOG = System.getLogger("dev.bookingdate.client");

    private final CallObserver observer;

    public Events(CallObserver observer) {
        this.observer = observer;
    }

    public void attempted(Attempt attempt) {
        LOG.log(Level.DEBUG, () -> line(attempt));
        try {
            observer.onAttempt(attempt);
        } catch (RuntimeException | Error e) {
            // Of the application's: no reason to lose an answer.
            LOG.log(Level.WARNING, "The observer has failed", e);
        }
    }

    public void repeated(Request request, int tries, Duration delay) {
        LOG.log(
                Level.INFO,
                () -> "operation=" + request.operation() + " attempt=" + tries + " repeatedInMs=" + delay.toMillis());
    }

    private static String line(Attempt attempt) {
        return String.format(
                Locale.ROOT,
                "operation=%s attempt=%d status=%d ms=%.1f requestId=%s trackId=%s failure=%s",
                attempt.operation(),
                attempt.number(),
                attempt.status(),
                attempt.duration().toNanos() / 1e6,
                attempt.requestId().orElse("-"),
                attempt.trackId().orElse("-"),
                attempt.failure()
                        .map(failure -> failure.getClass().getSimpleName())
                        .orElse("-"));
    }
}
