package dev.bookingdate.server.contract;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.PromisedAnswers;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.server.contract.Mutant.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * Breaks the server's answers one at a time, and reports which of it no contract notices. The server answers each contract
 * once; the broken answers are played to the same tests without it. Run by {@code ./mvnw -Pcontract-mutation verify}.
 */
@Tag("long")
class ContractMutationTest extends ContractTestBase {

    /** By the assertions of contracts alone; with the spec, which holds every answer of these tests as well, it is 99. */
    private static final double WANTED_PERCENT = 95;

    private static final Path CONTRACTS =
            Path.of(System.getProperty("contract.consumers")).getParent();
    private static final Path REPORT = Path.of("target", "contract-mutation.md");
    private static final Path DATA = Path.of("target", "contract-mutation.json");

    private final Spec spec = Spec.read();
    private final PromisedAnswers promised = PromisedAnswers.of(spec);

    /** A reason why mutants of some kind may live. */
    private record Reason(Pattern mutants, String text) {}

    @Test
    void brokenAnswers_areNoticedByContracts() throws IOException {
        long start = System.nanoTime();
        List<Mutant> mutants = mutants(recorded());
        long seconds = (System.nanoTime() - start) / 1_000_000_000;

        Map<Mutant, String> survivors =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        List<Reason> reasons = reasons();
        mutants.stream()
                .filter(mutant -> mutant.verdict() == Verdict.SURVIVED)
                .forEach(mutant -> survivors.put(mutant, reason(mutant, reasons).orElse("NO REASON GIVEN")));
        write(mutants, survivors, seconds);

        assertThat(survivors.entrySet())
                .as("survivors without a reason in contracts/survivors.yaml")
                .noneMatch(survivor -> survivor.getValue().equals("NO REASON GIVEN"));
        assertThat(percent(mutants)).as("percent killed by contracts").isGreaterThanOrEqualTo(WANTED_PERCENT);
    }

    private List<RecordedAnswer> recorded() {
        List<RecordedAnswer> answers = new ArrayList<>();
        for (GeneratedTest test : GeneratedTest.all()) {
            arrange();
            answers.add(RecordedAnswer.of(test, this::withRealToken));
        }
        return answers;
    }

    private List<Mutant> mutants(List<RecordedAnswer> answers) {
        Map<String, Operation> operations = operations(answers);
        List<Mutant> mutants = new ArrayList<>();
        Map<String, List<RecordedAnswer>> places =
                answers.stream().collect(groupingBy(RecordedAnswer::place, TreeMap::new, toList()));
        places.forEach((place, own) -> Breaks.of(
                        operations.get(own.get(0).test().operation()), own)
                .stream()
                .flatMap(broken -> Mutant.of(place, broken, own, promised).stream())
                .forEach(mutants::add));
        return mutants;
    }

    /** By the name of the folder. A contract of a wrong method asks for no operation, but stands with the others of its folder. */
    private Map<String, Operation> operations(List<RecordedAnswer> answers) {
        Map<String, Operation> operations = new HashMap<>();
        answers.forEach(answer -> spec.operation(answer.method(), answer.target())
                .ifPresent(operation -> operations.putIfAbsent(answer.test().operation(), operation)));
        return operations;
    }

    private static List<Reason> reasons() throws IOException {
        List<Map<String, String>> entries = new Yaml().load(Files.readString(CONTRACTS.resolve("survivors.yaml")));
        return entries.stream()
                .map(entry -> new Reason(Pattern.compile(entry.get("mutants")), entry.get("reason")))
                .toList();
    }

    private static Optional<String> reason(Mutant mutant, List<Reason> reasons) {
        return reasons.stream()
                .filter(reason -> reason.mutants().matcher(mutant.toString()).matches())
                .map(Reason::text)
                .findFirst();
    }

    private static double percent(List<Mutant> mutants) {
        return 100.0 * count(mutants).getOrDefault(Verdict.BY_CONTRACT, 0L) / mutants.size();
    }

    private static Map<Verdict, Long> count(List<Mutant> mutants) {
        return mutants.stream().collect(groupingBy(Mutant::verdict, counting()));
    }

    private static void write(List<Mutant> mutants, Map<Mutant, String> survivors, long seconds) throws IOException {
        Map<Verdict, Long> all = count(mutants);
        StringBuilder text = new StringBuilder("# Broken answers, and which contract notices\n\n");
        text.append("%d mutants in %d s: %d killed by contracts (%.1f %%), %d by the spec alone, %d survived.%n%n"
                .formatted(
                        mutants.size(),
                        seconds,
                        all.getOrDefault(Verdict.BY_CONTRACT, 0L),
                        percent(mutants),
                        all.getOrDefault(Verdict.BY_SPEC_ALONE, 0L),
                        all.getOrDefault(Verdict.SURVIVED, 0L)));
        System.out.print(text);
        text.append("| place | mutants | by contracts | by the spec alone | survived |\n|---|--:|--:|--:|--:|\n");
        mutants.stream()
                .collect(groupingBy(Mutant::place, TreeMap::new, toList()))
                .forEach((place, own) -> {
                    Map<Verdict, Long> verdicts = count(own);
                    text.append("| %s | %d | %d | %d | %d |%n"
                            .formatted(
                                    place,
                                    own.size(),
                                    verdicts.getOrDefault(Verdict.BY_CONTRACT, 0L),
                                    verdicts.getOrDefault(Verdict.BY_SPEC_ALONE, 0L),
                                    verdicts.getOrDefault(Verdict.SURVIVED, 0L)));
                });
        text.append("\n## Survived\n\n| mutant | reason |\n|---|---|\n");
        survivors.forEach((mutant, reason) -> text.append("| %s | %s |%n".formatted(mutant, reason)));
        text.append("\n## Noticed by the spec alone\n\n| mutant | what the spec says |\n|---|---|\n");
        mutants.stream()
                .filter(mutant -> mutant.verdict() == Verdict.BY_SPEC_ALONE)
                .forEach(mutant -> text.append(
                        "| %s | %s |%n".formatted(mutant, mutant.spec().get(0))));
        Files.writeString(REPORT, text);
        Files.writeString(
                DATA, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(mutants));
    }
}
