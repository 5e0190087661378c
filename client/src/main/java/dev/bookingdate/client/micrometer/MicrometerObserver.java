package dev.bookingdate.client.micrometer;

import dev.bookingdate.client.Attempt;
import dev.bookingdate.client.CallObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Objects;

/**
 * Times each request of a client: {@code BackfillClient.builder().observer(new MicrometerObserver(registry))}.
 *
 * <p>The timer {@value #REQUESTS} has the tags {@code operation}, as the contract names it; {@code status}, the HTTP status or
 * {@code none}; {@code exception}, the simple name of what the request ended with or {@code none}; and {@code repeated}, whether the
 * request was not the first try of its call. Their values are few: no id is among them.
 *
 * <p>Needs {@code io.micrometer:micrometer-core} 1.x, which the client does not bring.
 */
public final class MicrometerObserver implements CallObserver {
    /** The name of the timer. */
    public static final String REQUESTS = "bookingdate.client.requests";

    private static final String NONE = "none";

    private final MeterRegistry registry;

    /** Measures into this registry. */
    // Whoever has a registry reads its module anyhow; module-info says why ours does not pass it on.
    @SuppressWarnings("exports")
    public MicrometerObserver(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry);
    }

    @Override
    public void onAttempt(Attempt attempt) {
        Timer.builder(REQUESTS)
                .description(
                        "Requests of the booking date backfill's client, from sending until the whole answer was there")
                .tag("operation", attempt.operation())
                .tag("status", attempt.status() == 0 ? NONE : String.valueOf(attempt.status()))
                .tag(
                        "exception",
                        attempt.failure()
                                .map(failure -> failure.getClass().getSimpleName())
                                .orElse(NONE))
                .tag("repeated", String.valueOf(attempt.number() > 1))
                .register(registry)
                .record(attempt.duration());
    }
}
