package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.client.RequestMutants.Mutant;
import dev.bookingdate.contracts.BackfillStubs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/**
 * Breaks the request that the client sends for each contract, in one way at a time, and sends it to the stubs: a mutant is
 * killed when the contract's own answer does not come. Run by {@code ./mvnw -pl client -am -Pcontract-mutation verify};
 * writes {@code client/target/contract-mutation.md} and {@code .json}.
 */
@Tag("long")
class RequestMutationTest {
    private static final double GOAL = 0.95;

    /** Why a mutant may survive, by its name. One that survives without a reason fails the run, and so does an idle reason. */
    private static final Map<String, String> REASONS = Map.of(
            "token of somebody else",
            "Most stubs take any bearer token, so that no team has to know ours. Whose token was sent is held by the"
                    + " replay.");

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("java-client");

    private record Survivor(String contract, String mutant, String reason) {}

    private record Score(int mutants, int killed) {}

    @Test
    void mutants_areKilledByTheContracts() throws IOException {
        Map<String, Score> scores = new TreeMap<>();
        List<Survivor> survivors = new ArrayList<>();
        for (Contract contract : Contract.all()) {
            List<Survivor> own = survivors(contract, scores);
            survivors.addAll(own);
        }
        int mutants = scores.values().stream().mapToInt(Score::mutants).sum();
        int killed = scores.values().stream().mapToInt(Score::killed).sum();
        write(scores, survivors, mutants, killed);

        assertThat(survivors.stream().filter(survivor -> survivor.reason() == null))
                .as("survivors without a reason")
                .isEmpty();
        Set<String> idle = new HashSet<>(REASONS.keySet());
        survivors.forEach(survivor -> idle.remove(survivor.mutant()));
        assertThat(idle).as("reasons that no survivor needs").isEmpty();
        assertThat((double) killed / mutants).as("killed of " + mutants).isGreaterThanOrEqualTo(GOAL);
    }

    private static List<Survivor> survivors(Contract contract, Map<String, Score> scores) throws IOException {
        stubs.reset();
        List<WireRequest> sent = new ContractReplay(stubs.baseUrl()).replay(contract);
        List<Mutant> mutants =
                RequestMutants.of(sent.get(0), contract.request().headers().keySet());
        List<Survivor> survivors = new ArrayList<>();
        Wire wire = new Wire(stubs.baseUrl());
        for (Mutant mutant : mutants) {
            stubs.reset();
            if (Wire.answeredAs(wire.send(mutant.request()))
                    .filter(contract.name()::equals)
                    .isPresent()) {
                survivors.add(new Survivor(contract.name(), mutant.name(), REASONS.get(mutant.name())));
            }
        }
        scores.put(contract.name(), new Score(mutants.size(), mutants.size() - survivors.size()));
        return survivors;
    }

    private static void write(Map<String, Score> scores, List<Survivor> survivors, int mutants, int killed)
            throws IOException {
        StringBuilder text = new StringBuilder("# Mutants of the client's requests\n\n");
        text.append(String.format(
                Locale.ROOT,
                "%d of %d mutants are killed by the contracts: %.1f %%.%n%n",
                killed,
                mutants,
                100.0 * killed / mutants));
        text.append("| contract | mutants | killed |\n|---|---|---|\n");
        scores.forEach((contract, score) -> text.append(
                String.format(Locale.ROOT, "| %s | %d | %d |%n", contract, score.mutants(), score.killed())));
        text.append("\n## Survivors\n\n| contract | mutant | reason |\n|---|---|---|\n");
        survivors.forEach(survivor -> text.append(String.format(
                "| %s | %s | %s |%n",
                survivor.contract(), survivor.mutant(), survivor.reason() == null ? "**none**" : survivor.reason())));
        Files.writeString(Path.of("target/contract-mutation.md"), text);
        Files.writeString(
                Path.of("target/contract-mutation.json"),
                new JsonMapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(Map.of(
                                "mutants", mutants, "killed", killed, "contracts", scores, "survivors", survivors)));
    }
}
