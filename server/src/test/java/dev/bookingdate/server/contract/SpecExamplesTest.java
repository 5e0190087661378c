package dev.bookingdate.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Response;
import dev.bookingdate.contracts.spec.Spec;
import dev.bookingdate.desk.source.SpecNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The examples of the spec are what the server does: those of requests get a documented success, those of answers have the
 * status, the members, the types and the error codes that the server sends. An example that is in none of the lists here is
 * refused, so a new one can't be forgotten.
 */
class SpecExamplesTest extends ContractTestBase {

    private static final Spec SPEC = Spec.read();
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String JOB = JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a";
    private static final String FORM = "client_id=00000000-0000-4000-8000-00000000c001&client_secret=contract-secret"
            + "&grant_type=client_credentials";

    /** What can't be provoked over HTTP in this state, and the test that proves it. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "internalError", "ErrorsTest: a bug is planted",
            "temporarilyUnavailable", "ErrorsTest: the database is out of reach",
            "concurrencyLimitExceeded", "ConcurrencyLimitsTest: forty calls are held at the same time",
            "foreignOrg", "ErrorsTest, EntitiesAndOrgsTest: needs a tenant with Multi-Org",
            "notPermitted", "existing-client/*/not-permitted, ClientsCommandTest: needs a client that may do less",
            "unsupportedExpectation", "ExistingClientsTest: the JDK's client does not send another Expect",
            "idempotencyKeyInUse", "RepeatedCreateTest: two creates at the same time",
            "tokenRequestsExceeded", "TokenThrottleTest: needs many addresses");

    /** Members that an example shows and the rows of {@code provider-state.sql} have no cause for, or the other way round. */
    private static final Map<String, String> OTHER_DATA = Map.of(
            "orgIds", "the tenant of these tests is without Multi-Org",
            "estimatedCompletionOn", "the engine rests",
            "recordsPerSecond", "the engine rests",
            "reconciliation", "the job of the list ended without one",
            "failedRecords", "only where a record was kept",
            "nextPage", "absent on the last page",
            "stopRequestedOn", "jobs of the list have or have not been stopped",
            "stopRequestedByUsername", "jobs of the list have or have not been stopped");

    /** The first job of the list here has failed; the example's runs. */
    private static final Set<String> OTHER_JOB_FIRST = Set.of("/jobs/0/endedOn", "/jobs/0/failureReason");

    /**
     * @param operation its operationId
     * @param name of the example
     * @param where {@code file:line} of the example
     */
    record Example(String operation, String status, String name, String where, JsonNode value) {
        @Override
        public String toString() {
            return operation + " " + status + " " + name + " (" + where + ")";
        }
    }

    static Stream<Example> responses() {
        return SPEC.operations().stream()
                .flatMap(operation ->
                        operation.responses().values().stream().flatMap(response -> examples(operation, response)));
    }

    static Stream<Example> provokedResponses() {
        return responses().filter(example -> !ELSEWHERE.containsKey(example.name()));
    }

    private static Stream<Example> examples(Operation operation, Response response) {
        SpecNode node = response.node();
        return response.examples().stream().map(name -> {
            SpecNode example = within(node, "content", "application/json", "examples", name);
            return new Example(
                    operation.id(),
                    response.status(),
                    name,
                    example.place().toString(),
                    example.json().get("value"));
        });
    }

    private static SpecNode within(SpecNode node, String... members) {
        SpecNode found = node;
        for (String member : members) {
            found = found.get(member).orElseThrow();
        }
        return found;
    }

    @Test
    void everyListedExample_isInTheSpec() {
        Set<String> names = new TreeSet<>(responses().map(Example::name).toList());

        assertThat(names).containsAll(ELSEWHERE.keySet());
    }

    @ParameterizedTest
    @MethodSource("provokedResponses")
    void answer_isAsTheExampleShows(Example example) throws Exception {
        HttpResponse<String> answer = provoke(example);

        assertThat(String.valueOf(answer.statusCode()))
                .as("%s%n%s", example, answer.body())
                .matches(example.status().replace("X", "[0-9]"));
        List<String> differences = new ArrayList<>();
        compare("", example.value(), JSON.readTree(answer.body()), differences);
        assertThat(differences).as("%s%n%s", example, answer.body()).isEmpty();
    }

    /** The example of the body, with each parameter's examples. */
    @Test
    void request_isTakenAsTheExampleShows() throws Exception {
        assertThat(send(call("stopBookingDateBackfillJob").body(stopBody())).statusCode())
                .isEqualTo(200);
        for (Operation operation : SPEC.operations()) {
            for (var parameter : operation.parameters()) {
                for (SpecNode raw : parameter.node().members("examples").values()) {
                    SpecNode example = raw.resolved();
                    arrange();
                    String value = example.json().get("value").asString();
                    Call call = parameterized(call(operation.id()), parameter.in(), parameter.name(), value);
                    int wanted = expectedStatus(parameter.name());
                    assertThat(send(call).statusCode())
                            .as("%s, %s: %s at %s", operation.id(), parameter.name(), value, example.place())
                            .isEqualTo(wanted);
                }
            }
        }
    }

    /** Ids of jobs, entities and orgs are those of nobody here: well formed, and refused for that reason alone. */
    private static int expectedStatus(String parameter) {
        return switch (parameter) {
            case "jobId" -> 404;
            case "Zuora-Org-Ids", "Zuora-Entity-Ids" -> 400;
            default -> 200;
        };
    }

    private static Call parameterized(Call call, String in, String name, String value) {
        return switch (in) {
            case "path" -> call.path(JOBS + "/" + value);
            case "query" -> call.path(call.path() + "?" + name + "=" + value);
            // Of a job at rest: nobody need wait until the time that is asked for is over.
            default -> (name.equals("Prefer") ? call.path(JOB + "03") : call).header(name, value);
        };
    }

    private static String stopBody() {
        SpecNode operation =
                SPEC.operation("stopBookingDateBackfillJob").orElseThrow().node();
        return within(operation, "requestBody", "content", "application/json", "examples", "stop", "value")
                .json()
                .toString();
    }

    /** A request that an example is provoked with. */
    private record Call(String method, String path, Map<String, String> headers, String body) {

        Call method(String other) {
            return new Call(other, path, headers, body);
        }

        Call path(String other) {
            return new Call(method, other, headers, body);
        }

        Call header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Call(method, path, more, body);
        }

        Call token(String name) {
            return header("Authorization", "Bearer " + name);
        }

        Call body(String other) {
            return new Call(method, path, headers, other);
        }
    }

    private static Call call(String operation) {
        Map<String, String> none = Map.of();
        return switch (operation) {
            case "stopBookingDateBackfillJob" ->
                new Call("PUT", JOB + "01", none, "{\"status\":\"Stopping\"}")
                        .token("billing-token")
                        .header("Content-Type", "application/json");
            case "getBookingDateBackfillJob" -> new Call("GET", JOB + "01", none, "").token("billing-token");
            case "createBookingDateBackfillJob" -> new Call("POST", JOBS, none, "").token("fresh-entity-token");
            case "listBookingDateBackfillJobs" -> new Call("GET", JOBS, none, "").token("billing-token");
            case "createToken" ->
                new Call("POST", "/oauth/token", none, FORM)
                        .header("Content-Type", "application/x-www-form-urlencoded");
            default -> throw new AssertionError("No request is known here for the operation " + operation);
        };
    }

    private HttpResponse<String> provoke(Example example) throws IOException, InterruptedException {
        Call call = call(example.operation());
        boolean stop = example.operation().startsWith("stop");
        boolean token = example.operation().equals("createToken");
        return send(
                switch (example.name()) {
                    case "stopAccepted", "processing", "token", "created" -> call;
                    case "accepted" -> call.path(JOB + "02").token("accepted-entity-token");
                    case "stopRequested" -> {
                        send(call("stopBookingDateBackfillJob"));
                        yield call;
                    }
                    case "stopped" -> call.path(JOB + "03");
                    case "completed", "jobFinished" -> call.path(JOB + "04");
                    case "failed", "jobFailed" -> call.path(JOB + "05");
                    case "undo" -> call.path(JOB + "07").token("accepted-entity-token");
                    case "dryRun" -> call.path(JOB + "10").token("accepted-entity-token");
                    case "firstPage" -> call.path(JOBS + "?pageSize=2");
                    case "lastPage" -> call;
                    case "noJobs" -> call.token("fresh-entity-token");
                    case "unknownJob" -> call.path(JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0bffff");
                    case "invalidJobId" -> call.path(JOBS + "/short");
                    case "wrongStatusValue" -> call.body("{\"status\":\"Stopped\"}");
                    case "missingStatus" -> call.body("{}");
                    case "malformedJson" -> call.body("{\"status\":");
                    case "beyondJson" -> call.body("{\"x\":".repeat(501));
                    case "severalReasons" -> call.body("{}").header("Zuora-Version", "v".repeat(33));
                    case "malformedGzip" -> call.body("no gzip").header("Content-Encoding", "gzip");
                    case "idempotencyKeyOnPut" -> call.header("Idempotency-Key", "k");
                    case "invalidIdempotencyKey" -> call.header("Idempotency-Key", "k".repeat(256));
                    case "repeatedIdempotencyKey" ->
                        call.header("Idempotency-Key", "one").header("idempotency-key", "two");
                    case "idempotencyKeyReused" ->
                        call.header("Idempotency-Key", "6f1f1d0e-3c0b-4e52-9d2e-7a4a4f4b8c12");
                    case "invalidPrefer" -> call.header("Prefer", "p".repeat(256));
                    case "invalidTrackId" -> call.header("Zuora-Track-Id", "t".repeat(65));
                    case "invalidVersion" -> call.header("Zuora-Version", "v".repeat(33));
                    case "invalidPageSize" -> call.path(JOBS + "?pageSize=0");
                    case "invalidCursor" -> call.path(JOBS + "?cursor=none");
                    case "entityNotExpected" -> call.header("Zuora-Entity-Ids", "00000000-0000-4000-8000-00000000a001");
                    case "entityRequired" -> call.token("several-entities-token");
                    case "foreignEntity" ->
                        call.token("several-entities-token")
                                .header("Zuora-Entity-Ids", "00000000-0000-4000-8000-00000000a003");
                    case "multiOrgNotEnabled" -> call.header("Zuora-Org-Ids", "emea");
                    case "severalTokens" -> call.header("authorization", "Bearer other");
                    case "invalidToken" -> call.token("expired-token");
                    case "invalidClient" -> call.body(FORM.replace("contract-secret", "wrong"));
                    case "missingClientSecret" -> call.body(FORM.replaceFirst("&client_secret=[^&]*", ""));
                    case "unsupportedGrantType" -> call.body(FORM.replace("client_credentials", "password"));
                    case "attemptsExceeded" -> call.body(FORM.replace("c001", "c004"));
                    case "methodNotSupported" -> call.method("DELETE").body("");
                    case "notAcceptable" -> call.header("Accept", "text/html");
                    case "bodyTooLarge" -> call.body(" ".repeat(1024 * 1024 + 1));
                    case "unsupportedMediaType" -> call.body("x").header("Content-Encoding", "br");
                    case "jobActive" -> call.token("billing-token");
                    case "rateLimitExceeded" -> {
                        realToken("Bearer exhausted-token");
                        yield token
                                ? call.body(FORM.replace("c001", "c244"))
                                : call.token(stop ? "exhausted-token" : "used-up-token");
                    }
                    default ->
                        throw new AssertionError(
                                "Nothing here provokes the example %s at %s: say how, or list it in ELSEWHERE"
                                        .formatted(example.name(), example.where()));
                });
    }

    private HttpResponse<String> send(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + call.path()))
                .method(
                        call.method(),
                        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body()));
        call.headers()
                .forEach((name, value) -> request.header(name, name.equals("Authorization") ? real(value) : value));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private String real(String authorization) {
        return realToken(authorization);
    }

    /** The same members, recursively, of the same types; of lists the first item stands for all. Codes are equal. */
    private static void compare(String path, JsonNode example, JsonNode answer, List<String> differences) {
        if (example.getNodeType() != answer.getNodeType()) {
            differences.add("%s is %s, in the example %s".formatted(path, answer.getNodeType(), example.getNodeType()));
        } else if (example.isObject()) {
            Set<String> names = new TreeSet<>(example.propertyNames());
            names.addAll(answer.propertyNames());
            names.forEach(name -> {
                if (example.has(name) && answer.has(name)) {
                    compare(path + "/" + name, example.get(name), answer.get(name), differences);
                } else if (!OTHER_DATA.containsKey(name) && !OTHER_JOB_FIRST.contains(path + "/" + name)) {
                    differences.add(path + "/" + name + " is only in the " + (answer.has(name) ? "answer" : "example"));
                }
            });
        } else if (example.isArray()) {
            if (!example.isEmpty() && !answer.isEmpty()) {
                compare(path + "/0", example.get(0), answer.get(0), differences);
            } else if (example.isEmpty() != answer.isEmpty()) {
                differences.add(path + " has " + answer.size() + " items, in the example " + example.size());
            }
        } else if (path.endsWith("/code") && !example.equals(answer)) {
            differences.add(path + " is " + answer + ", in the example " + example);
        }
    }
}
