package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The long run: {@code ./mvnw -pl server -am -Pchaos verify -Dchaos.seed=1..20 -Dchaos.minutes=60}. */
class ChaosRun {

    @Test
    void noInvariantIsBroken() throws Exception {
        ChaosSettings settings = ChaosSettings.fromProperties();
        String only = System.getProperty("chaos.faults", "");
        Report all = null;
        for (long seed : settings.seeds()) {
            Report report =
                    new Campaign(seed, settings, fault -> fault.name().matches(only.isEmpty() ? ".*" : only)).run();
            report.write(settings.directory(), Long.toString(seed));
            System.out.println("\n## seed " + seed + "\n\n" + report.markdown());
            all = all == null ? report : all.and(report);
            all.write(settings.directory(), "all");
        }
        assertThat(all).isNotNull();
        if (settings.seeds().size() > 1) {
            System.out.println("\n## all seeds\n\n" + all.markdown());
        }
        assertThat(all.violations())
                .as("seed %s; history in %s", all.seeds(), settings.directory())
                .isEmpty();
        assertThat(all.chunks()).isPositive();
    }
}
