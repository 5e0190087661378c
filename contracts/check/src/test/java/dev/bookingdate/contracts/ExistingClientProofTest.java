package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.ExistingClient.Acknowledged;
import dev.bookingdate.contracts.ExistingClient.Created;
import dev.bookingdate.contracts.ExistingClient.ManyJobs;
import dev.bookingdate.contracts.ExistingClient.NumberFailure;
import dev.bookingdate.contracts.ExistingClient.OneJob;
import dev.bookingdate.contracts.ExistingClient.TextFailure;
import dev.bookingdate.contracts.ExistingClient.Token;
import dev.bookingdate.contracts.check.ConsumerProof;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code existing-client/consumer.yaml} names is what such a client reads. */
class ExistingClientProofTest {
    /** Those by which some clients pace themselves, and what comes back to them. */
    private static final List<String> HEADERS = List.of(
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Concurrency-Limit-Type",
            "Concurrency-Limit-Limit",
            "Concurrency-Limit-Remaining",
            "Retry-After",
            "Zuora-Track-Id");

    private static final ContractFiles FILES =
            ContractFiles.in(Path.of(System.getProperty("contract.consumers", "consumers")));

    private final ExistingClient client = new ExistingClient();

    @Test
    void consumerYaml_namesEnough_andNothingInVain() {
        List<Contract> contracts = FILES.contracts().stream()
                .filter(contract -> contract.consumer().equals("existing-client"))
                .toList();

        assertThat(ConsumerProof.of(FILES.consumers().get("existing-client"), contracts, this::read))
                .isEmpty();
    }

    private Object read(Contract contract, URI service) throws Exception {
        HttpResponse<String> answer = client.send(service, ExistingCalls.of(contract));
        List<Object> read = new ArrayList<>();
        read.add(answer.statusCode());
        HEADERS.forEach(header -> read.add(answer.headers().firstValue(header)));
        if (contract.status() / 100 != 2) {
            read.add(ExistingClient.JSON.readValue(answer.body(), TextFailure.class));
            read.add(ExistingClient.JSON.readValue(answer.body(), NumberFailure.class));
            return read;
        }
        Class<?> model = switch (contract.folder()) {
            case "stop" -> Acknowledged.class;
            case "create" -> Created.class;
            case "get" -> OneJob.class;
            case "list" -> ManyJobs.class;
            default -> Token.class;
        };
        read.add(ExistingClient.JSON.readValue(answer.body(), model));
        return read;
    }
}
