package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No contract promises what the spec does not, and nothing in the spec is exercised by no contract without a waiver. The
 * messages say file, line, JSON pointer and rule.
 */
class ChecksTest {
    private static final Checks CHECKS = check();

    private static Checks check() {
        Instant start = Instant.now();
        Spec spec = Spec.read(Repository.SPEC);
        Checks checks = Checks.of(spec, Repository.CONTRACTS, Repository.SERVER_TESTS);
        System.out.printf(
                "%d contracts held against the spec in %d ms%n",
                checks.files().contracts().size(),
                Duration.between(start, Instant.now()).toMillis());
        ContractCheck check = new ContractCheck(spec);
        List<String> onTrust = checks.files().contracts().stream()
                .filter(check::refusedOnTrust)
                .map(Contract::name)
                .toList();
        new CoverageReport(checks, onTrust).write(Path.of("target"));
        return checks;
    }

    static Stream<Contract> contracts() {
        return CHECKS.files().contracts().stream();
    }

    @Tag("contract-spec")
    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_promisesOnlyWhatTheSpecDoes(Contract contract) {
        assertThat(CHECKS.violations())
                .filteredOn(
                        violation -> violation.file().equals(contract.source().file()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void enoughOfTheSpec_isExercisedOrWaived(Level level) {
        assertThat(CHECKS.violations())
                .as("see contracts/target/coverage.md")
                .filteredOn(violation ->
                        violation.rule() == Rule.UNCOVERED && violation.text().contains("the " + level + " "))
                .isEmpty();
    }

    @Test
    void thereIsNoViolation() {
        assertThat(CHECKS.violations()).isEmpty();
    }

    @Test
    void everyRule_isExplained() throws IOException {
        assertThat(Files.readAllLines(Repository.CONTRACTS.resolve("README.md")).stream()
                        .filter(line -> line.startsWith("| `") && line.contains("` | ✗ "))
                        .map(line -> line.replaceFirst("^\\| `([a-z-]+)`.*", "$1")))
                .containsExactlyElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::toString).toList());
    }
}
