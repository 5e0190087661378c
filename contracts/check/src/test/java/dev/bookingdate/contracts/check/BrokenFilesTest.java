package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.check.Replacements.Replaced;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Promises;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever stands in a file, the checker says what is wrong, with file and line: every node of the files is replaced by every
 * other kind of value. The short run takes some of the files and some of the nodes; the long one takes all of
 * contracts and consumers, and each thirteenth of the spec.
 */
class BrokenFilesTest {
    private static final Spec SPEC = Spec.read(Repository.SPEC);
    private static final ContractFiles FILES = ContractFiles.in(Repository.CONSUMERS);
    private static final Promises PROMISES = new Promises(SPEC.api());

    /** Where the operation passes a body over, it may be anything; and so may what stands for itself in a body of examples. */
    private static final Set<String> FREE = Set.of("/request/body");

    @Test
    void contract_isToldWhatIsWrong() {
        Set<String> seen = new TreeSet<>();
        contracts(FILES.contracts().stream()
                .filter(contract -> seen.add(contract.consumer() + contract.folder()) && seen.size() % 10 == 1)
                .toList());
    }

    @Tag("long")
    @Test
    void everyContract_isToldWhatIsWrong() {
        contracts(FILES.contracts());
    }

    private static void contracts(List<Contract> contracts) {
        ContractCheck check = new ContractCheck(SPEC, FILES);
        List<String> silent = new ArrayList<>();
        for (Contract contract : contracts) {
            for (String pointer : Replacements.pointers(contract.json())) {
                Replacements.at(contract.json(), pointer).forEach(replaced -> {
                    Contract broken = Contract.of(contract.name(), SpecFiles.data(contract.file(), replaced.text()));
                    List<Violation> violations = check.violations(broken);
                    check.refusedOnTrust(broken);
                    assertThat(violations).allMatch(one -> one.file().equals(contract.file()) && one.line() > 0);
                    if (violations.isEmpty() && FREE.stream().noneMatch(pointer::startsWith)) {
                        silent.add(contract + " " + pointer + " " + replaced.value());
                    }
                });
            }
        }
        assertThat(silent).as("no violation").isEmpty();
    }

    @Test
    void consumer_isToldWhatIsWrong() {
        consumer("console-page", 17);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"java-client", "command-line", "console-page", "existing-client"})
    void everyNodeOfAConsumer_isToldWhatIsWrong(String name) {
        consumer(name, 1);
    }

    private static void consumer(String name, int step) {
        Consumer consumer = FILES.consumers().get(name);
        String file = consumer.node().place().file();
        JsonNode json = consumer.node().json();
        List<String> pointers = Replacements.pointers(json);
        for (int i = 0; i < pointers.size(); i += step) {
            Replacements.at(json, pointers.get(i)).forEach(replaced -> {
                try {
                    Consumer broken = Consumer.of(name, file, replaced.text());
                    assertThat(new ConsumerCheck(PROMISES, with(broken)).violations())
                            .allMatch(one -> one.line() > 0);
                } catch (UnusableException e) {
                    assertThat(e).hasMessageMatching("(?s)" + file + ":[0-9]+:[0-9]+: .+");
                }
            });
        }
    }

    private static ContractFiles with(Consumer consumer) {
        Map<String, Consumer> consumers = new TreeMap<>(FILES.consumers());
        consumers.put(consumer.name(), consumer);
        return new ContractFiles(FILES.contracts(), Map.of(consumer.name(), consumer), FILES.broken());
    }

    @Test
    void waiver_isToldWhatIsWrong() throws IOException {
        JsonNode json = SpecFiles.data(
                        "contracts/waivers.yaml", Files.readString(Repository.CONTRACTS.resolve("waivers.yaml")))
                .json();
        // All waivers are alike.
        ArrayNode waivers = (ArrayNode) json.get("waivers");
        while (waivers.size() > 3) {
            waivers.remove(3);
        }
        Coverage coverage = Coverage.of(SPEC, FILES);
        for (String pointer : Replacements.pointers(json)) {
            Replacements.at(json, pointer).forEach(replaced -> {
                List<Violation> wrong = Waivers.of(
                                SpecFiles.data("contracts/waivers.yaml", replaced.text()),
                                Set.of("ErrorsTest"),
                                coverage)
                        .wrong();
                assertThat(wrong)
                        .as("%s %s", pointer, replaced.value())
                        .isNotEmpty()
                        .allMatch(one -> one.file().equals("contracts/waivers.yaml") && one.line() > 0);
            });
        }
    }

    @Test
    void spec_isToldWhatIsWrong() {
        spec(997);
    }

    /** Some fifth of a second for each value: all nodes would take a quarter of an hour. */
    @Tag("long")
    @Test
    void manyNodesOfTheSpec_areToldWhatIsWrong() {
        spec(13);
    }

    /** With the stop alone: what the others say is of the same kinds. */
    private static void spec(int step) {
        ObjectNode json = (ObjectNode) SPEC.api().root().json().deepCopy();
        ObjectNode paths = (ObjectNode) json.get("paths");
        ObjectNode item = (ObjectNode) paths.get("/v1/uno/data-backfill/bookingdate/jobs/{jobId}");
        item.remove("get");
        paths.remove(List.of("/v1/uno/data-backfill/bookingdate/jobs", "/oauth/token"));
        List<Contract> contracts = FILES.contracts().stream()
                .filter(contract -> contract.consumer().equals("command-line")
                        && contract.folder().equals("stop"))
                .toList();
        ContractFiles files = new ContractFiles(
                contracts, Map.of("command-line", FILES.consumers().get("command-line")), List.of());
        List<String> pointers = Replacements.pointers(json).stream()
                .filter(pointer -> !pointer.contains("/example"))
                .toList();
        assertThat(told(json.toPrettyString(), files)).isNotEmpty();
        for (int i = 0; i < pointers.size(); i += step) {
            for (Replaced replaced : Replacements.at(json, pointers.get(i)).toList()) {
                assertThat(told(replaced.text(), files))
                        .as("%s %s", replaced.pointer(), replaced.value())
                        .allMatch(one -> !one.file().isEmpty() && one.line() > 0);
            }
        }
    }

    private static List<Violation> told(String spec, ContractFiles files) {
        return Checks.of(spec, files, Repository.CONTRACTS.resolve("waivers.yaml"), Repository.SERVER_TESTS)
                .violations();
    }

    /** Where each of them is said the second time. */
    @Test
    void duplicateKey_isAnError_inEveryFile() throws IOException {
        String spec = Files.readString(Repository.SPEC).replaceFirst("\ninfo:\n", "\ninfo:\n  title: again\n");
        assertThat(told(spec, FILES))
                .first()
                .asString()
                .matches("api/target/openapi[.]yaml:[0-9]+: /: form – duplicate key title, first in line [0-9]+");
        assertThat(duplicate("a: 1\nb: 2\na: 3\n")).isEqualTo("some.yml:3:1: duplicate key a, first in line 1");
    }

    private static String duplicate(String text) {
        try {
            SpecFiles.data("some.yml", text);
            return "";
        } catch (UnusableException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
