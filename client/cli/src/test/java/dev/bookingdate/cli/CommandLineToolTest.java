package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.BackfillStubs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommandLineToolTest {
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final String COMPLETED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a04";
    private static final String FAILED = "0199f3a47c5e7d1b8a2f4e6c9d0b1a05";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("command-line");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void noSecretIsShown() {
        assertThat(out + "" + err).doesNotContain("contract-secret", "wrong-secret", "\tat ");
    }

    @Test
    void get_showsTheJob() {
        assertThat(run("contract-secret", "get", RUNNING)).isEqualTo(0);
        assertThat(out.toString()).contains(RUNNING, "PROCESSING");
    }

    @Test
    void stop_isSilentWhenItWorked() {
        assertThat(run("contract-secret", "stop", RUNNING)).isEqualTo(0);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void stop_ofACompletedJob_isAConflictOnOneLine() {
        assertThat(run("contract-secret", "stop", COMPLETED)).isEqualTo(6);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("(request ");
    }

    @Test
    void stop_thatWaits_tellsWhetherItWasInTime() {
        assertThat(run("contract-secret", "stop", "--wait", RUNNING)).isEqualTo(0);
        assertThat(out.toString()).contains("STOPPED");
        assertThat(run("contract-secret", "stop", COMPLETED, "--wait", "--timeout=5"))
                .isEqualTo(11);
        assertThat(out.toString()).contains("COMPLETED");
    }

    @Test
    void watch_tellsThatTheJobFailed() {
        assertThat(run("contract-secret", "watch", FAILED)).isEqualTo(9);
    }

    @Test
    void wrongSecret_isNotAllowed() {
        assertThat(run("wrong-secret", "get", RUNNING)).isEqualTo(4);
    }

    @Test
    void noId_isWrongUsage() {
        assertThat(run("contract-secret", "get")).isEqualTo(2);
    }

    @Test
    void noSettings_isWrongUsage() {
        assertThat(new CommandLineTool(Map.of(), new PrintWriter(out), new PrintWriter(err)).run("list"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("BOOKINGDATE_URL is not set");
    }

    private int run(String secret, String... args) {
        Map<String, String> environment = Map.of(
                "BOOKINGDATE_URL",
                stubs.baseUrl().toString(),
                "BOOKINGDATE_CLIENT_ID",
                "00000000-0000-4000-8000-00000000c001",
                "BOOKINGDATE_CLIENT_SECRET",
                secret);
        return new CommandLineTool(environment, new PrintWriter(out, true), new PrintWriter(err, true)).run(args);
    }
}
