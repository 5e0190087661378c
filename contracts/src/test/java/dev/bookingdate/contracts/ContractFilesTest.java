package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractFilesTest {
    private static final Map<String, String> OPERATION_IDS = Map.of(
            "stop", "stopBookingDateBackfillJob",
            "create", "createBookingDateBackfillJob",
            "get", "getBookingDateBackfillJob",
            "list", "listBookingDateBackfillJobs",
            "token", "createToken");

    private final Spec spec = Spec.read();

    static Stream<ContractFile> contracts() {
        return ContractFile.all().stream();
    }

    @Test
    void everyFile_isAContract_inKebabCase() {
        assertThat(ContractFile.paths())
                .isNotEmpty()
                .extracting(Path::toString)
                .allMatch(path -> path.matches("([a-z0-9]+(-[a-z0-9]+)*/){2}[a-z0-9]+(-[a-z0-9]+)*[.]yml"));
    }

    @Test
    void everyContract_becameExactlyOneStub() {
        assertThat(StubFiles.all().keySet())
                .as("stubs; left over from a contract that is gone? then ./mvnw clean")
                .containsExactlyElementsOf(contracts().map(ContractFile::name).toList());
    }

    @Test
    void everyOperation_hasAContractThatEchoesTheTrackId() {
        assertThat(contracts().map(ContractFile::name))
                .containsAll(OPERATION_IDS.keySet().stream()
                        .map(operation -> "java-client/" + operation + "/track-id-echoed")
                        .toList());
    }

    /** The stubs are told without a YAML parser: it must find what the parser finds. */
    @Test
    void whatAJobBecomes_isFoundInEveryContractThatSaysSo() {
        Map<String, String> said = new TreeMap<>();
        contracts().forEach(contract -> {
            if (contract.yaml().get("metadata") instanceof Map<?, ?> metadata && metadata.get("becomes") != null) {
                said.put(contract.name(), (String) metadata.get("becomes"));
            }
        });
        Map<String, String> found = new TreeMap<>();
        StubFiles.consumers().forEach(consumer -> found.putAll(StubFiles.becomes(consumer)));

        assertThat(found).isEqualTo(said).containsEntry("java-client/stop/running-job", "get/stopped-job");
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyContract_isNamedAndDescribed(ContractFile contract) {
        assertThat(contract.text("name")).isEqualTo(contract.fileName());
        assertThat(contract.text("description")).matches("given .+\nwhen .+\nthen .+\n");
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void everyContract_reliesOnWhatTheSpecPromises(ContractFile contract) {
        Operation operation =
                spec.operation(OPERATION_IDS.get(contract.operation())).orElseThrow();

        // A method that the path doesn't have is what a contract about 405 is about.
        if (contract.status() != 405) {
            assertThat(spec.operation(contract.method().toUpperCase(Locale.ROOT), contract.url()))
                    .contains(operation);
        }
        assertThat(operation.statuses()).contains(String.valueOf(contract.status()));
        List<String> errors = contract.errorCodes().stream()
                .map(code -> contract.status() + " " + code)
                .toList();
        assertThat(operation.errors()).containsAll(errors);
        assertThat(errors.isEmpty()).isEqualTo(contract.status() == 200);
    }
}
