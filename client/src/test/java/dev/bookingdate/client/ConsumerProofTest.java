package dev.bookingdate.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.client.errors.Failures;
import dev.bookingdate.client.generated.JSON;
import dev.bookingdate.client.operation.Pending;
import dev.bookingdate.client.token.Token;
import dev.bookingdate.client.token.TokenEndpoint;
import dev.bookingdate.client.transport.Alarms;
import dev.bookingdate.client.transport.Call;
import dev.bookingdate.client.transport.Credentials;
import dev.bookingdate.client.transport.Events;
import dev.bookingdate.client.transport.JdkExchange;
import dev.bookingdate.client.transport.ObservedExchange;
import dev.bookingdate.client.transport.Time;
import dev.bookingdate.contracts.check.ConsumerProof;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code java-client/consumer.yaml} names is what the client hands on to its callers. */
class ConsumerProofTest {
    /** For people who look at the wire; callers get the milliseconds. */
    private static final Set<String> NOT_HANDED_ON = Set.of("createdOnReadable", "updatedOnReadable");

    private static final ObjectMapper MAPPER = JSON.mapper();
    private static final ContractFiles FILES = ContractFiles.in(Path.of(System.getProperty("contract.consumers")));

    @Test
    void consumerYaml_namesEnough_andNothingInVain() {
        List<Contract> contracts = FILES.contracts().stream()
                .filter(contract -> contract.consumer().equals("java-client"))
                .toList();

        assertThat(ConsumerProof.of(FILES.consumers().get("java-client"), contracts, ConsumerProofTest::read))
                .isEmpty();
    }

    /** What a caller gets, and what an observer is given beside it. */
    private static Object read(Contract contract, URI service) {
        List<String> observed = new ArrayList<>();
        CallObserver observer = attempt -> observed.add(attempt.requestId().orElse("none"));
        return List.of(called(contract, service, observer), observed);
    }

    private static Object called(Contract contract, URI service, CallObserver observer) {
        try {
            return contract.folder().equals("token") ? token(service, observer) : job(contract, service, observer);
        } catch (UnusableAnswerException | NoAnswerException e) {
            throw e;
        } catch (BackfillException e) {
            return List.of(
                    e.getClass(),
                    e.status(),
                    e.reasons(),
                    e.requestId(),
                    e.processId(),
                    e.retryAfter(),
                    e.trackId(),
                    String.valueOf(e.getMessage()).replace(service.toString(), ""));
        }
    }

    private static Object token(URI service, CallObserver observer) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Time time = Time.system(Runnable::run);
        Call call = Call.within(time, Duration.ofSeconds(10), Duration.ofSeconds(10));
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        TokenEndpoint endpoint = new TokenEndpoint(
                new ObservedExchange(
                        new JdkExchange(http, false, service, null, new Alarms()), new Events(observer), time),
                () -> call,
                new Credentials("00000000-0000-4000-8000-00000000c001", "contract-secret"),
                clock);
        Token token = new Pending<>(call, endpoint.get(), () -> Failures.late(null, null)).await();
        return List.of(token.value(), token.renewAt());
    }

    private static Object job(Contract contract, URI service, CallObserver observer) {
        String path = contract.at("/request/url").asString("");
        String id = path.substring(path.lastIndexOf('/') + 1);
        String trackId = contract.at("/request/headers/Zuora-Track-Id").asString(null);
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(service)
                .accessToken(() -> "any")
                .retryPolicy(RetryPolicy.none())
                .observer(observer)
                .build()) {
            Jobs jobs = client.jobs().withTrackId(trackId == null ? "none" : trackId);
            return switch (contract.folder()) {
                case "stop" -> handedOn(jobs.stop(id));
                case "create" ->
                    handedOn(
                            contract.at("/request/queryParameters/dryRun").isMissingNode()
                                    ? jobs.create("key")
                                    : jobs.createDryRun("key"));
                case "get" -> handedOn(jobs.get(id));
                case "list" -> {
                    List<Object> all = new ArrayList<>();
                    jobs.list().forEach(job -> all.add(handedOn(job)));
                    yield all;
                }
                default -> throw new AssertionError(contract);
            };
        }
    }

    /** A getter that says nothing of null promises its callers that there is a value. */
    private static JsonNode handedOn(Object model) {
        JsonNode tree = MAPPER.valueToTree(model);
        whole("", tree);
        return tree;
    }

    private static void whole(String path, JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove(NOT_HANDED_ON);
        }
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            if (member.getValue().isNull()) {
                throw new IllegalStateException(
                        path + "/" + member.getKey() + " is null, where callers expect a value");
            }
            whole(path + "/" + member.getKey(), member.getValue());
        }
        tree.forEach(item -> whole(path, item));
    }
}
