package dev.bookingdate.desk.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.mock.Mock.Answer;
import dev.bookingdate.desk.mock.Mock.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The mock of this repository's document. */
class MockTest {
    private static final Api API = Api.read(Path.of("../openapi.yaml"));
    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String JOB = JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Mock mock = new Mock(API);

    @Test
    void everyExample_isReachedByOneRequest() {
        Set<String> requests = new HashSet<>();
        List<Example> all = new ArrayList<>();
        assertSoftly(softly -> {
            for (Operation operation : API.operations().values()) {
                for (Example example : Example.all(operation)) {
                    all.add(example);
                    String prefer = "code=" + code(operation, example) + ", example=" + example.name();
                    String call = operation.name() + " " + prefer;
                    softly.assertThat(requests.add(call)).as(call).isTrue();
                    Answer answer = mock.answer(new Request(
                            operation.method().toUpperCase(Locale.ROOT),
                            operation.path().replace("{jobId}", "any"),
                            "",
                            Map.of("Prefer", prefer),
                            ""));
                    softly.assertThat(answer.status()).as(call).isEqualTo(code(operation, example));
                    softly.assertThat(JSON.readTree(answer.body()))
                            .as(call)
                            .isEqualTo(JSON.readTree(example.value().json().toString()));
                    softly.assertThat(answer.headers()).as(call).containsEntry("Preference-Applied", prefer);
                    example.response().members("headers").forEach((name, header) -> {
                        if (header.resolved().isTrue("required")) {
                            softly.assertThat(answer.headers()).as(call).containsKey(name);
                        }
                    });
                }
            }
        });
        assertThat(all).hasSizeGreaterThan(100);
    }

    /** Of a range, a status that the document has no other answer for. */
    private static int code(Operation operation, Example example) {
        return example.status().matches("[0-9]+")
                ? Integer.parseInt(example.status())
                : IntStream.rangeClosed(400, 499)
                        .filter(status -> !operation.responses().containsKey(String.valueOf(status)))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void codeOrName_isEnough() {
        assertThat(call("PUT", JOB, "Prefer: code=409", "").body()).contains("50000030");
        assertThat(call("PUT", JOB, "Prefer: example=wrongStatusValue", "").status())
                .isEqualTo(400);
        assertThat(call("GET", JOB, "Prefer: example=\"failed\"", "").body()).contains("FAILED");

        Answer unknown = call("GET", JOB, "Prefer: example=nonsense", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("no example with example=nonsense", "200 processing", "404 ");
        assertThat(Mock.isAsked(request("GET", JOB, "Prefer: wait=5", ""))).isFalse();
        assertThat(Mock.isAsked(request("GET", JOB, "Prefer: wait=5, code=503", "")))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | Authorization: Bearer x; Content-Type: application/json | {\"status\":\"Stopping\"} | 200 |",
                "PUT | Content-Type: application/json | {\"status\":\"Stopping\"} | 401 | header Authorization is missing",
                "PUT | Authorization: Bearer x; Content-Type: application/json | {\"status\":\"Stopped\"} | 400 | body /status: does not have a value in the enumeration [\"Stopping\"]",
                "PUT | Authorization: Bearer x; Content-Type: application/json | {\"status\": | 400 | body is no JSON",
                "PUT | Authorization: Bearer x; Content-Type: text/xml | <stop/> | 415 | Content-Type text/xml is none of application/json",
                "PUT | Authorization: Bearer x | | 400 | body is missing",
                "GET | Authorization: Bearer x; Zuora-Track-Id: a;b | | 400 | header parameter Zuora-Track-Id",
                "GET | Authorization: Bearer x; Zuora-Entity-Ids: none | | 400 | header parameter Zuora-Entity-Ids",
            })
    void request_isHeldAgainstTheDocument(String method, String headers, String body, int status, String objection) {
        Answer answer = call(method, JOB, headers, body == null ? "" : body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().getOrDefault("Mock-Objection", ""))
                .startsWith(objection == null ? "" : objection)
                .matches(said -> objection != null || said.isEmpty());
        assertThat(JSON.readTree(answer.body()).path("success").asBoolean()).isEqualTo(status == 200);
    }

    @Test
    void parametersAndForms_areHeldAgainstTheDocument() {
        String token = "Authorization: Bearer x";
        assertThat(call("GET", JOBS + "?pageSize=10", token, "").status()).isEqualTo(200);
        assertThat(call("GET", JOBS + "?pageSize=0", token, "").headers().get("Mock-Objection"))
                .startsWith("query parameter pageSize:");
        assertThat(call("GET", JOBS + "/short", token, "").status()).isEqualTo(400);
        String form = "client_id=00000000-0000-4000-8000-00000000c001&client_secret=s&grant_type=";
        String type = "Content-Type: application/x-www-form-urlencoded";
        assertThat(call("POST", "/oauth/token", type, form + "client_credentials")
                        .body())
                .contains("access_token");
        assertThat(call("POST", "/oauth/token", type, form + "password")
                        .headers()
                        .get("Mock-Objection"))
                .startsWith("body /grant_type:");
    }

    @Test
    void whatIsNotThere_isSaid() {
        assertThat(call("GET", "/nothing", "A: b", "").body()).isEqualTo("The document has no path /nothing.\n");
        Answer refused = call("DELETE", JOB, "A: b", "");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers()).containsEntry("Allow", "GET, PUT");
    }

    @Test
    void save_isReadWithTheNextCall_andABrokenOneIsReported(@TempDir Path folder) throws IOException {
        Path document = folder.resolve("openapi.yaml");
        String text = """
                openapi: 3.0.3
                info: {title: T, version: 1.0.0}
                paths:
                  /a:
                    get: {responses: {'200': {description: ok, content: {application/json: {example: one}}}}}
                """;
        Files.writeString(document, text);
        List<String> reported = new ArrayList<>();
        LiveMock live = new LiveMock(document, reported::add);
        Request request = request("GET", "/a", "A: b", "");
        assertThat(live.answer(request).body()).isEqualTo("\"one\"");

        save(document, text.replace("example: one", "example: two"), 1);
        assertThat(live.answer(request).body()).isEqualTo("\"two\"");
        save(document, "openapi: [", 2);
        assertThat(live.answer(request).body()).isEqualTo("\"two\"");
        assertThat(live.answer(request).body()).isEqualTo("\"two\"");
        assertThat(reported).singleElement().asString().contains("not valid YAML");
        save(document, text, 3);
        assertThat(live.answer(request).body()).isEqualTo("\"one\"");
    }

    /** Some file systems count in seconds. */
    private static void save(Path document, String text, int seconds) throws IOException {
        Files.writeString(document, text);
        Files.setLastModifiedTime(document, FileTime.from(Instant.ofEpochSecond(2_000_000_000L + seconds)));
    }

    private Answer call(String method, String path, String headers, String body) {
        return mock.answer(request(method, path, headers, body));
    }

    private static Request request(String method, String url, String headers, String body) {
        Map<String, String> named = new TreeMap<>();
        for (String header : headers.split("; ", -1)) {
            named.put(header.replaceFirst(":.*", ""), header.replaceFirst("[^:]*: ", ""));
        }
        String[] parts = url.split("[?]", 2);
        return new Request(method, parts[0], parts.length == 1 ? "" : parts[1], named, body);
    }
}
