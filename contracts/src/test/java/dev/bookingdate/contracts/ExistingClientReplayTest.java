package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.bookingdate.contracts.ExistingClient.Answer;
import dev.bookingdate.contracts.ExistingClient.NumberReason;
import dev.bookingdate.contracts.ExistingClient.TextReason;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every contract of {@code contracts/consumers/existing-client} from the side of such a client. */
class ExistingClientReplayTest {
    private static final Path CONSUMERS = Path.of(System.getProperty("contract.consumers", "consumers"));
    private static final JsonMapper JSON = new JsonMapper();

    /** No stub can be made of a body that is no JSON where JSON is announced: this one is for the service's side alone. */
    private static final String WITHOUT_STUB = "existing-client/stop/malformed-json";

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("existing-client");

    static Stream<Contract> contracts() {
        return ContractFiles.in(CONSUMERS).contracts().stream()
                .filter(contract -> contract.consumer().equals("existing-client"))
                .filter(contract -> !contract.name().equals(WITHOUT_STUB));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_isSentAndReadByAnExistingClient(Contract contract) throws Exception {
        JsonNode request = contract.at("/request");
        String body = body(request.path("body"));

        HttpResponse<String> answer = new ExistingClient(stubs.baseUrl())
                .send(
                        request.path("method").asString(),
                        request.path("url").asString(),
                        texts(request.path("queryParameters")),
                        texts(request.path("headers")),
                        body);

        stubs.verify(contract.name());
        stubs.verifyNoOther();
        LoggedRequest sent = stubs.wireMock().getAllServeEvents().get(0).getRequest();
        assertThat(sent.getBodyAsString()).isEqualTo(body);
        assertThat(sent.containsHeader("Content-Type"))
                .as("Content-Type, where the contract names none")
                .isEqualTo(request.path("headers").has("Content-Type"));

        JsonNode promised = contract.at("/response");
        assertThat(answer.statusCode()).isEqualTo(promised.path("status").asInt());
        texts(promised.path("headers"))
                .forEach((name, value) ->
                        assertThat(answer.headers().firstValue(name)).as(name).contains(value));
        if (promised.path("body").has("access_token")) {
            assertThat(found(promised.path("body"), JSON.valueToTree(ExistingClient.readToken(answer.body()))))
                    .isEmpty();
        } else {
            assertRead(answer, promised.path("body"));
        }
    }

    private static void assertRead(HttpResponse<String> answer, JsonNode promised) {
        Answer<TextReason> read = ExistingClient.read(answer.body());
        Answer<NumberReason> withNumbers = ExistingClient.readWithNumbers(answer.body());

        assertThat(found(promised, JSON.valueToTree(read))).isEmpty();
        assertThat(read.success()).isEqualTo(answer.statusCode() == 200);
        assertThat(read.reasons().isEmpty()).isEqualTo(answer.statusCode() == 200);
        assertThat(withNumbers.reasons())
                .extracting(reason -> String.valueOf(reason.code()))
                .isEqualTo(read.reasons().stream().map(TextReason::code).toList());
    }

    /** The promised members that were read as something else; those that are younger than the client are left out. */
    private static List<String> found(JsonNode promised, JsonNode read) {
        return promised.properties().stream()
                .filter(member -> read.has(member.getKey()))
                .flatMap(member -> member.getValue().isObject()
                        ? found(member.getValue(), read.get(member.getKey())).stream()
                        : Stream.of(member.getKey() + ": " + member.getValue() + " is promised, but "
                                        + read.get(member.getKey()))
                                .filter(difference -> !same(member.getValue(), read.get(member.getKey()))))
                .toList();
    }

    private static boolean same(JsonNode promised, JsonNode read) {
        return promised.isNumber() ? promised.asLong() == read.asLong() : promised.equals(read);
    }

    private static String body(JsonNode body) {
        return body.isMissingNode() ? "" : body.isString() ? body.asString() : body.toString();
    }

    private static Map<String, String> texts(JsonNode members) {
        Map<String, String> texts = new TreeMap<>();
        members.properties()
                .forEach(member -> texts.put(member.getKey(), member.getValue().asString()));
        return texts;
    }

    @Test
    void malformedJson_isAnsweredByNoContract() throws Exception {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer any", "Accept", "application/json", "Content-Type", "application/json");
        new ExistingClient(stubs.baseUrl())
                .send(
                        "PUT",
                        "/v1/uno/data-backfill/bookingdate/jobs/0199f3a47c5e7d1b8a2f4e6c9d0b1a01",
                        Map.of(),
                        headers,
                        "status=Stopping");

        stubs.verify(WITHOUT_STUB, 0);
    }

    @Test
    void client_breaksOnAStatusThatItDoesNotKnow() {
        assertThatThrownBy(() -> ExistingClient.read("{\"success\":true,\"job\":{\"status\":\"STOPPING\"}}"))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("STOPPING");
    }

    @Test
    void client_breaksOnACodeThatIsNoNumber_whereItsGeneratorMadeItOne() {
        String answer = "{\"success\":false,\"reasons\":[{\"code\":\"SystemError\",\"message\":\"\"}]}";

        assertThat(ExistingClient.read(answer).reasons()).hasSize(1);
        assertThatThrownBy(() -> ExistingClient.readWithNumbers(answer)).isInstanceOf(JacksonException.class);
    }
}
