package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A short run of one seed for every build; docs/faults.md tells of the long one. */
@Tag("long")
class ChaosTest {

    private static final long SEED = 4;

    /** Faults that take most of the time that there is. */
    private static final String LONG = "SIGSTOP (before|between).*|clock.*|rolling.*";

    @Test
    void aShortRun_breaksNoInvariant() throws Exception {
        ChaosSettings settings = new ChaosSettings(
                List.of(SEED),
                Duration.ofSeconds(25),
                2,
                6_000,
                Duration.ofSeconds(6),
                Duration.ofSeconds(Long.getLong("chaos.rest.seconds", 10)),
                Path.of("target", "chaos-short").toAbsolutePath());

        Report report = new Campaign(SEED, settings, fault -> !fault.name().matches(LONG)).run();

        report.write(settings.directory(), Long.toString(SEED));
        assertThat(report.violations()).as(report.markdown()).isEmpty();
        assertThat(report.faults()).isNotEmpty();
        assertThat(report.chunks()).isPositive();
    }

    @Test
    void seeds_areOneOrARange() {
        assertThat(ChaosSettings.seeds("7")).containsExactly(7L);
        assertThat(ChaosSettings.seeds("1..3")).containsExactly(1L, 2L, 3L);
    }
}
