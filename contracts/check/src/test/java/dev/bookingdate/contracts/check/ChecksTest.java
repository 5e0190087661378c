package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No contract promises what the spec does not, and nothing in the spec is exercised by no contract without a waiver. The
 * messages say file, line, JSON pointer and rule.
 */
class ChecksTest {
    private static final int MOST_TOLD = 30;
    private static final Checks CHECKS = check();

    private static Checks check() {
        Instant start = Instant.now();
        Checks checks = Checks.of(Repository.SPEC, Repository.CONTRACTS, Repository.SERVER_TESTS);
        System.out.printf(
                "%d contracts held against the spec in %d ms%n",
                checks.files().contracts().size(),
                Duration.between(start, Instant.now()).toMillis());
        new CoverageReport(checks).write(Repository.CONTRACTS.resolve("target"));
        return checks;
    }

    static Stream<Contract> contracts() {
        return CHECKS.files().contracts().stream();
    }

    @Tag("contract-spec")
    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_promisesOnlyWhatTheSpecDoes(Contract contract) {
        assumeThat(CHECKS.spec()).as("the spec can be read").isPresent();
        assertThat(CHECKS.violations())
                .filteredOn(violation -> violation.file().equals(contract.file()))
                .isEmpty();
    }

    /** Told with a line each; as a list of records they would fill several screens. */
    @Test
    void thereIsNoViolation() {
        assertThat(CHECKS.violations())
                .withFailMessage(() -> CHECKS.told().stream()
                        .limit(MOST_TOLD)
                        .collect(Collectors.joining("\n", CHECKS.violations().size() + " violations:\n", "")))
                .isEmpty();
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
