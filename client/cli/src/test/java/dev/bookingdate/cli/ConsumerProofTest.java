package dev.bookingdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.check.ConsumerProof;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code command-line/consumer.yaml} names is what the program shows. */
class ConsumerProofTest {
    private static final ContractFiles FILES = ContractFiles.in(Path.of(System.getProperty("contract.consumers")));

    /** It watches until a time-out; the others show the same members. */
    private static final Set<String> SLOW = Set.of("command-line/get/running-job");

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
            case "create" -> shell.run("create", "--idempotency-key=key");
            case "get" -> shell.run("get", id);
            case "list" -> shell.run("list");
            case "stop" -> shell.run("stop", id);
            default -> throw new AssertionError(contract);
        };
        String shown = (shell.out() + shell.err()).replace(service.toString(), "");
        boolean succeeds = contract.status() / 100 == 2;
        if (succeeds != (exitCode == 0)) {
            throw new IllegalStateException("exit code " + exitCode + ": " + shown);
        }
        return List.of(exitCode, shown);
    }
}
