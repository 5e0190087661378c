package dev.bookingdate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.bookingdate.contracts.ExistingClient.Acknowledged;
import dev.bookingdate.contracts.ExistingClient.Created;
import dev.bookingdate.contracts.ExistingClient.Job;
import dev.bookingdate.contracts.ExistingClient.ManyJobs;
import dev.bookingdate.contracts.ExistingClient.NumberFailure;
import dev.bookingdate.contracts.ExistingClient.OneJob;
import dev.bookingdate.contracts.ExistingClient.TextFailure;
import dev.bookingdate.contracts.ExistingClient.Token;
import dev.bookingdate.contracts.check.Contract;
import dev.bookingdate.contracts.check.ContractFiles;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every contract of {@code contracts/consumers/existing-client} from the side of such a client: it sends what the contract
 * expects, and its strict models read what the contract answers.
 */
@Tag("contract-consumer")
class ExistingClientReplayTest {
    private static final Set<String> OF_HTTP =
            Set.of("host", "content-length", "connection", "user-agent", "transfer-encoding");

    /** Members of a job that came after such clients were generated. */
    private static final Set<String> LATER = Set.of("/job/undoes");

    private static final ContractFiles FILES =
            ContractFiles.in(Path.of(System.getProperty("contract.consumers", "consumers")));

    @RegisterExtension
    static final BackfillStubs stubs = BackfillStubs.forConsumer("existing-client");

    private final ExistingClient client = new ExistingClient();

    static Stream<Contract> contracts() {
        return FILES.contracts().stream().filter(contract -> contract.consumer().equals("existing-client"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contracts")
    void contract_isSentAndRead(Contract contract) throws Exception {
        HttpResponse<String> answer = client.send(stubs.baseUrl(), ExistingCalls.of(contract));

        assertThat(sent()).as(contract + ": /request").containsExactlyInAnyOrderEntriesOf(wanted(contract));
        stubs.verify(contract.name());
        stubs.verifyNoOther();
        assertThat(answer.statusCode()).as(contract + ": /response/status").isEqualTo(contract.status());
        contract.at("/response/headers")
                .properties()
                .forEach(header -> assertThat(answer.headers().firstValue(header.getKey()))
                        .as(contract + ": /response/headers/" + header.getKey())
                        .contains(header.getValue().asString()));
        reads(contract, answer.body());
    }

    @Test
    void furtherStatus_isNotRead() {
        assertThatThrownBy(() -> ExistingClient.JSON.readValue("{\"status\":\"STOPPING\"}", Job.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void codeThatIsNoNumber_isNotRead_whereTheGeneratorMadeItOne() {
        String answer = "{\"success\":false,\"reasons\":[{\"code\":\"SystemError\",\"message\":\"\"}]}";

        assertThat(ExistingClient.JSON.readValue(answer, TextFailure.class).reasons())
                .hasSize(1);
        assertThatThrownBy(() -> ExistingClient.JSON.readValue(answer, NumberFailure.class))
                .isInstanceOf(JacksonException.class);
    }

    private static Map<String, String> wanted(Contract contract) {
        Map<String, String> wanted = new TreeMap<>();
        wanted.put("method", contract.at("/request/method").asString());
        wanted.put("url", contract.at("/request/url").asString());
        contract.at("/request/queryParameters")
                .properties()
                .forEach(parameter -> wanted.put(
                        "queryParameters/" + parameter.getKey(),
                        parameter.getValue().asString()));
        contract.at("/request/headers")
                .properties()
                .forEach(header -> wanted.put(
                        "headers/" + header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asString()));
        JsonNode body = contract.at("/request/body");
        wanted.put("body", body.isMissingNode() ? "" : body.isString() ? body.asString() : body.toString());
        return wanted;
    }

    private static Map<String, String> sent() {
        LoggedRequest request = stubs.wireMock().getAllServeEvents().get(0).getRequest();
        Map<String, String> sent = new TreeMap<>();
        sent.put("method", request.getMethod().value());
        sent.put("url", request.getUrl().replaceFirst("[?].*", ""));
        request.getQueryParams().forEach((name, values) -> sent.put("queryParameters/" + name, values.firstValue()));
        for (HttpHeader header : request.getHeaders().all()) {
            String name = header.key().toLowerCase(Locale.ROOT);
            if (!OF_HTTP.contains(name)) {
                String value = String.join(" and ", header.values());
                // WireMock's server writes the names of charsets in capitals.
                sent.put("headers/" + name, name.equals("content-type") ? value.toLowerCase(Locale.ROOT) : value);
            }
        }
        sent.put("body", request.getBodyAsString());
        return sent;
    }

    private static void reads(Contract contract, String body) {
        boolean succeeds = contract.status() / 100 == 2;
        Class<?> model = switch (succeeds ? contract.folder() : "failure") {
            case "stop" -> Acknowledged.class;
            case "create" -> Created.class;
            case "get" -> OneJob.class;
            case "list" -> ManyJobs.class;
            case "token" -> Token.class;
            default -> TextFailure.class;
        };
        JsonNode wanted = contract.at("/response/body");
        JsonNode read = read(body, model);
        assertThat(withoutLater(wanted)).as(contract + ": /response/body").isEqualTo(onlyWanted(wanted, read));
        assertThat(read(withMembersOfTomorrow(body), model))
                .as(contract + ": /response/body with members that come later")
                .isEqualTo(read);
        if (!contract.folder().equals("token") || !succeeds) {
            assertThat(read.path("success").asBoolean())
                    .as(contract + ": /response/body/success")
                    .isEqualTo(succeeds);
            assertThat(read.path("reasons").isEmpty())
                    .as(contract + ": /response/body/reasons")
                    .isEqualTo(succeeds);
        }
        if (!succeeds) {
            codesAreTextsAndNumbers(contract, read, read(body, NumberFailure.class));
        }
    }

    private static void codesAreTextsAndNumbers(Contract contract, JsonNode texts, JsonNode numbers) {
        for (int i = 0; i < texts.path("reasons").size(); i++) {
            String place = "/reasons/" + i + "/code";
            assertThat(texts.at(place).asString())
                    .as(contract + ": /response/body" + place)
                    .matches("[1-9][0-9]{7}")
                    .isEqualTo(String.valueOf(numbers.at(place).asInt()));
        }
    }

    private static JsonNode read(String body, Class<?> model) {
        return ExistingClient.JSON.valueToTree(ExistingClient.JSON.readValue(body, model));
    }

    private static JsonNode withoutLater(JsonNode body) {
        JsonNode copy = body.deepCopy();
        for (String pointer : LATER) {
            if (copy.at(pointer.substring(0, pointer.lastIndexOf('/'))) instanceof ObjectNode parent) {
                parent.remove(pointer.substring(pointer.lastIndexOf('/') + 1));
            }
        }
        return ExistingClient.JSON.readTree(copy.toString());
    }

    /** A model says null where the answer has nothing. */
    private static JsonNode onlyWanted(JsonNode wanted, JsonNode read) {
        JsonNode copy = ExistingClient.JSON.readTree(read.toString());
        copy.propertyNames().stream()
                .filter(name -> !wanted.has(name) && copy.get(name).isNull())
                .toList()
                .forEach(name -> ((ObjectNode) copy).remove(name));
        return copy;
    }

    private static String withMembersOfTomorrow(String body) {
        JsonNode tree = ExistingClient.JSON.readTree(body);
        Stream.concat(Stream.of(tree), tree.findParents("id").stream())
                .forEach(object -> ((ObjectNode) object).putObject("comesLater").put("ofSomeKind", 1));
        return tree.toString();
    }
}
