package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import dev.bookingdate.desk.consumer.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractFilesTest {
    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers", "consumers"));

    private final ContractFiles files = ContractFiles.in(CONSUMERS);

    @Test
    void everyFile_isAContract_inKebabCase_orTheReadmeOfAConsumer() {
        assertThat(files.contracts()).isNotEmpty();
        assertThat(files.broken()).isEmpty();
        assertThat(files.contracts().stream().map(Contract::consumer).distinct())
                .allSatisfy(consumer -> assertThat(Files.isRegularFile(CONSUMERS.resolve(consumer + "/README.md")))
                        .as(consumer + "/README.md: who it is, and what it relies on")
                        .isTrue());
    }

    @Test
    void everyContract_becameExactlyOneStub() {
        assertThat(StubFiles.all().keySet())
                .as("stubs; left over from a contract that is gone? then ./mvnw clean")
                .containsExactlyElementsOf(names());
    }

    @Test
    void everyOperation_hasAContractThatEchoesTheTrackId() {
        assertThat(files.contracts().stream()
                        .filter(contract -> contract.caseName().equals("track-id-echoed"))
                        .map(Contract::folder))
                .containsAll(files.consumers().values().stream()
                        .flatMap(consumer -> consumer.calls().stream())
                        .map(Call::name)
                        .toList());
    }

    /** The stubs are told without a YAML parser: it must find what the parser finds. */
    @Test
    void whatAJobBecomes_isFoundInEveryContractThatSaysSo() {
        Map<String, String> said = files.contracts().stream()
                .filter(contract -> contract.at("/metadata/becomes").isString())
                .collect(Collectors.toMap(
                        Contract::name,
                        contract -> contract.at("/metadata/becomes").asString()));
        Map<String, String> found = new TreeMap<>();
        StubFiles.consumers().forEach(consumer -> found.putAll(StubFiles.becomes(consumer)));

        assertThat(found).isEqualTo(said).containsEntry("java-client/stop/running-job", "get/stopped-job");
    }

    private List<String> names() {
        return files.contracts().stream().map(Contract::name).toList();
    }
}
