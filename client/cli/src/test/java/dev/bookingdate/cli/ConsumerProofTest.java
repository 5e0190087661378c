package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.check.ConsumerProof;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code command-line/consumer.yaml} names is what the program shows. */
class ConsumerProofTest {
    private static final ContractFiles FILES = ContractFiles.in(Path.of(System.getProperty("contract.consumers")));

    /** It watches until a time-out; the others show the same members. */
    private static final Set<String> SLOW = Set.of("command-line/get/running-job");

    private static final Map<Integer, Integer> EXIT_CODES = Map.of(401, 4, 404, 5, 409, 6);

    /** What always stands there when one job is shown. */
    private static final List<String> ROWS =
            List.of("id", "status", "progress", "records failed", "created", "last changed");

    private static final int COLUMNS = 7;

    /** A record that failed, without its id or its reason. */
    private static final Pattern EMPTY = Pattern.compile("(?m)^  (: .*|[^:]*: ?)$");

    @TempDir
    private Path configuration;

    @Test
    void consumerYaml_namesEnough_andNothingInVain() {
        List<Contract> contracts = FILES.contracts().stream()
                .filter(contract -> contract.consumer().equals("command-line"))
                .filter(contract -> !SLOW.contains(contract.name()))
                .toList();

        assertThat(ConsumerProof.of(FILES.consumers().get("command-line"), contracts, this::read))
                .isEmpty();
    }

    /** What stands on the terminal, and the exit code; where an answer can't be used, the program says so and nothing else. */
    private Object read(Contract contract, URI service) {
        String path = contract.at("/request/url").asString("");
        String id = path.substring(path.lastIndexOf('/') + 1);
        Shell shell = new Shell()
                .with("BOOKINGDATE_URL", service.toString())
                .with("XDG_CONFIG_HOME", configuration.toString());
        if (contract.folder().equals("token")) {
            shell.onATerminal(Shell.CLIENT, Shell.SECRET);
        } else {
            shell.with("BOOKINGDATE_TOKEN", "any");
        }
        int exitCode = switch (contract.folder()) {
            case "token" -> shell.run("login");
            case "create" ->
                contract.at("/request/queryParameters/dryRun").isMissingNode()
                        ? shell.run("create", "--idempotency-key=key")
                        : shell.run("create", "--dry-run", "--idempotency-key=key");
            case "get" -> shell.run("get", id);
            case "list" -> shell.run("list");
            case "stop" -> shell.run("stop", id);
            default -> throw new AssertionError(contract);
        };
        String shown = (shell.out() + shell.err()).replace(service.toString(), "");
        int wanted = EXIT_CODES.getOrDefault(contract.status(), 0);
        if (exitCode != wanted || !isWhole(contract, shown)) {
            throw new IllegalStateException("exit code " + exitCode + ": " + shown);
        }
        return List.of(exitCode, shown);
    }

    /** Whether all rows and columns are there that always are, and nothing is shown that the answer does not say. */
    private static boolean isWhole(Contract contract, String shown) {
        if (contract.status() / 100 != 2) {
            return true;
        }
        boolean empty = shown.contains("null")
                || shown.contains("NOT BALANCED")
                || EMPTY.matcher(shown).find();
        return !empty
                && switch (contract.folder()) {
                    case "get" -> ROWS.stream().allMatch(row -> shown.matches("(?s)(.*\\n)?" + row + " +\\S.*"));
                    case "list" ->
                        shown.lines().skip(1).allMatch(row -> row.strip().split(" {2,}", -1).length == COLUMNS);
                    default -> true;
                };
    }
}
