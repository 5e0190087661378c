package dev.bookingdate.server.engine;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether this node runs jobs, as it should: part of its readiness, and asked for on no other node's behalf. */
final class EngineHealth implements HealthIndicator {

    private final Engine engine;

    EngineHealth(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Health health() {
        return engine.looksForJobs() ? Health.up().build() : Health.down().build();
    }
}
