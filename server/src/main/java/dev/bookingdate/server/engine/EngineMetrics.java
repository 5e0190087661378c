package dev.bookingdate.server.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** What this node's engine did: the figures behind the promises of the README. */
final class EngineMetrics {

    private final MeterRegistry registry;
    private final Timer stops;
    private final Timer chunks;
    private final Counter updated;
    private final Counter unchanged;
    private final Counter failed;
    private final Counter previewed;
    private final Counter missing;
    private final Counter takeovers;
    private final Counter zombies;
    private final Map<Brake.Kind, Counter> throttled = new EnumMap<>(Brake.Kind.class);

    EngineMetrics(MeterRegistry registry) {
        this.registry = registry;
        stops = Timer.builder("bookingdate.stop")
                .description("From the commit of a stop to its job at rest; of jobs that this node settled")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(15),
                        Duration.ofMillis(60),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10))
                .register(registry);
        chunks = Timer.builder("bookingdate.chunk")
                .description("How long chunks took that committed")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2))
                .register(registry);
        updated = records(registry, "updated");
        unchanged = records(registry, "unchanged");
        failed = records(registry, "failed");
        previewed = records(registry, "dry-run");
        missing = Counter.builder("bookingdate.missing.originals")
                .description("Charges that were looked at whose original is not in the data")
                .register(registry);
        takeovers = Counter.builder("bookingdate.takeovers")
                .description("Partitions that were taken over from a node that was gone, or had lost the database")
                .register(registry);
        zombies = Counter.builder("bookingdate.zombies.refused")
                .description("Times that this node was refused because another one had taken its partition over")
                .register(registry);
        for (Brake.Kind kind : Brake.Kind.values()) {
            throttled.put(
                    kind,
                    Counter.builder("bookingdate.throttled")
                            .description("How long walks were held up for others' sake")
                            .baseUnit("seconds")
                            .tag("reason", kind.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    private static Counter records(MeterRegistry registry, String outcome) {
        return Counter.builder("bookingdate.records")
                .description("Charges that were looked at")
                .tag("outcome", outcome)
                .register(registry);
    }

    void health(BooleanSupplier looksForJobs) {
        Gauge.builder("bookingdate.engine.up", looksForJobs, up -> up.getAsBoolean() ? 1 : 0)
                .description("1 while this node looks for jobs, and for those of dead nodes; else 0")
                .strongReference(true)
                .register(registry);
    }

    void chunk(Claim claim, Done done, long nanos) {
        chunks.record(Duration.ofNanos(nanos));
        if (claim.dryRun()) {
            previewed.increment((double) done.records());
            return;
        }
        updated.increment((double) done.written());
        unchanged.increment((double) Math.max(0, done.records() - done.written() - done.rejected()));
        failed.increment((double) done.rejected());
        missing.increment((double) done.missing());
    }

    void passedOver(Claim claim) {
        (claim.dryRun() ? previewed : failed).increment();
    }

    void claimed(Claim claim) {
        if (claim.takenOver()) {
            takeovers.increment();
        }
    }

    void refusedAsZombie() {
        zombies.increment();
    }

    void throttled(Brake.Kind kind, Duration pause) {
        Objects.requireNonNull(throttled.get(kind)).increment(pause.toNanos() / 1e9);
    }

    void ended(Ended ended) {
        BigDecimal seconds = ended.stopSeconds();
        if (seconds != null && seconds.signum() >= 0) {
            stops.record(Duration.ofNanos(seconds.movePointRight(9).longValue()));
        }
    }
}
