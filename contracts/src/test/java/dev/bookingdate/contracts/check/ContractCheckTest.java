package dev.bookingdate.contracts.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Spec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No contract promises what the spec does not. The messages say file, line, JSON pointer and rule. */
@Tag("contract-spec")
class ContractCheckTest {
    private static final ContractFiles FILES =
            ContractFiles.in(Path.of(System.getProperty("contract.consumers", "consumers")));

    private static List<Violation> violations = List.of();

    @BeforeAll
    static void check() {
        Instant start = Instant.now();
        violations = new ContractCheck(Spec.read()).violations(FILES);
        System.out.printf(
                "%d contracts held against the spec in %d ms%n",
                FILES.contracts().size(), Duration.between(start, Instant.now()).toMillis());
    }

    static Stream<Contract> contracts() {
        return FILES.contracts().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_promisesOnlyWhatTheSpecDoes(Contract contract) {
        assertThat(violations)
                .filteredOn(
                        violation -> violation.file().equals(contract.source().file()))
                .isEmpty();
    }

    @Test
    void everyFile_isRead() {
        assertThat(FILES.broken()).isEmpty();
    }
}
