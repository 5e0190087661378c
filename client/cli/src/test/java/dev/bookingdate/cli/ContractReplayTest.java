package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.BackfillStubs;
import dev.bookingdate.contracts.check.ContractFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every contract of {@code contracts/consumers/command-line} from the program's side: a command sends what the contract expects,
 * and shows what it answers.
 */
@Timeout(30)
class ContractReplayTest {
    private static final String CONSUMER = "command-line";
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b";

    /** A command, the token that it uses, its exit code, and what the user then sees. */
    private record Replay(String token, List<String> command, int exitCode, List<String> seen) {
        static Replay of(String command, int exitCode, String... seen) {
            return new Replay("billing-token", List.of(command.split(" ")), exitCode, List.of(seen));
        }

        Replay withToken(String other) {
            return new Replay(other, command, exitCode, seen);
        }
    }

    private static final Map<String, Replay> REPLAYS = Map.ofEntries(
            Map.entry("create/active-job", Replay.of("create", 6, "is active", JOB + "1a01")),
            Map.entry(
                    "create/no-active-job", Replay.of("create", 0, JOB + "1a35").withToken("fresh-entity-token")),
            Map.entry(
                    "create/dry-run",
                    Replay.of("create --dry-run", 0, JOB + "1a35").withToken("fresh-entity-token")),
            Map.entry(
                    "get/dry-run",
                    Replay.of(
                                    "get " + JOB + "1a10",
                                    0,
                                    "would change    400,000 of 1,000,000",
                                    "14 months earlier: 250,000",
                                    "no date yet: 150,000",
                                    "charge-that-would-change: 2024-03-01 -> 2023-01-17",
                                    "charge-without-a-date: no date -> 2023-01-17",
                                    "charge-without-original: original original-that-is-nowhere")
                            .withToken("accepted-entity-token")),
            Map.entry("get/completed-job", Replay.of("watch " + JOB + "1a04", 0, "COMPLETED", "100.00%")),
            Map.entry(
                    "get/failed-job",
                    Replay.of(
                            "watch " + JOB + "1a05",
                            9,
                            "FAILED",
                            "60000 of 1000000 records failed",
                            "charge-that-failed: SQLSTATE 23514, constraint booking_date_in_open_period")),
            Map.entry(
                    "get/running-job",
                    Replay.of("watch " + JOB + "1a01 --timeout=1s", 8, "PROCESSING", "421,700 of 1,000,000")),
            Map.entry(
                    "get/stopped-job",
                    Replay.of("get " + JOB + "1a03", 0, "STOPPED", "stop asked      2025-10-17T19:28:02Z")),
            Map.entry("get/unknown-job", Replay.of("get " + JOB + "ffff", 5, "No booking date backfill job")),
            Map.entry("list/no-jobs", Replay.of("list", 0, "there are no jobs").withToken("fresh-entity-token")),
            Map.entry("stop/completed-job", Replay.of("stop " + JOB + "1a04", 6, "it is COMPLETED since")),
            Map.entry("stop/running-job", Replay.of("stop " + JOB + "1a01", 0)),
            Map.entry(
                    "token/valid-credentials",
                    Replay.of("login", 0, "logged in").withToken("")),
            Map.entry(
                    "token/wrong-secret",
                    Replay.of("login", 4, "Authentication failed").withToken("")));

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer(CONSUMER);

    @TempDir
    private Path configuration;

    static List<String> contracts() {
        return ContractFiles.in(Path.of(System.getProperty("contract.consumers")))
                .of(CONSUMER);
    }

    @Tag("contract-consumer")
    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_isSentByACommand_andShown(String contract) {
        String name = contract.substring(CONSUMER.length() + 1);
        Replay replay = REPLAYS.get(name);
        assertThat(replay).as("what the program does with " + name).isNotNull();
        Shell shell = new Shell()
                .with("BOOKINGDATE_URL", stubs.baseUrl().toString())
                .with("XDG_CONFIG_HOME", configuration.toString());
        if (replay.token().isEmpty()) {
            shell.onATerminal(Shell.CLIENT, name.endsWith("wrong-secret") ? "wrong-secret" : Shell.SECRET);
        } else {
            shell.with("BOOKINGDATE_TOKEN", replay.token());
        }
        assertThat(shell.run(replay.command().toArray(String[]::new)))
                .as(shell.err())
                .isEqualTo(replay.exitCode());
        assertThat(replay.seen())
                .allMatch(text -> (shell.out() + shell.err()).contains(text), shell.out() + shell.err());
        // A watch may have read the job several times.
        assertThat(stubs.wireMock().getServeEvents().getServeEvents())
                .isNotEmpty()
                .allMatch(event -> event.getWasMatched()
                        && name.equals(event.getStubMapping().getName().replaceFirst("^command-line/", "")));
    }

    @Test
    void everyReplay_isOfAContract() {
        assertThat(contracts())
                .containsExactlyInAnyOrderElementsOf(REPLAYS.keySet().stream()
                        .map(name -> CONSUMER + "/" + name)
                        .toList());
    }
}
