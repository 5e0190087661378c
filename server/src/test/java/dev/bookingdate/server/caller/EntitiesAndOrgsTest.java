package dev.bookingdate.server.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.server.http.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of {@code Zuora-Entity-Ids} and {@code Zuora-Org-Ids}, at each of the four operations. */
@Tag("long")
class EntitiesAndOrgsTest {

    private static final String JOB = TestServer.JOBS + "/0199f3a47c5e7d1b8a2f4e6c9d0b1a35";
    private static final String E1 = "00000000-0000-4000-8000-0000000000e1";
    private static final String E3 = "00000000-0000-4000-8000-0000000000e3";
    private static final String E4 = "00000000-0000-4000-8000-0000000000e4";

    private static final String ONE_ENTITY = "one entity, Multi-Org";
    private static final String NO_MULTI_ORG = "one entity, no Multi-Org";
    private static final String SEVERAL = "several entities, Multi-Org";

    private static final String ENTITY_FORM = "Zuora-Entity-Ids must be the id of one entity, a UUID.";
    private static final String ENTITY_NOT_EXPECTED =
            "Zuora-Entity-Ids must not be set: the token is valid for one entity.";
    private static final String ENTITY_REQUIRED =
            "Zuora-Entity-Ids is required: the token is valid for several entities.";
    private static final String ENTITY_FOREIGN =
            "Permission denied: the token is not valid for the entity in Zuora-Entity-Ids.";
    private static final String ORGS_FORM = "Zuora-Org-Ids must be a comma-separated list of org ids.";
    private static final String ORGS_NOT_EXPECTED = "Zuora-Org-Ids must not be set: the tenant does not use Multi-Org.";
    private static final String ORG_FOREIGN =
            "Permission denied: Zuora-Org-Ids names an org that is not accessible to the caller.";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static Map<String, String> tokens;

    @BeforeAll
    static void start() {
        tokens = Map.of(
                ONE_ENTITY, server.token(TestServer.DEMO_MULTI_ORG),
                NO_MULTI_ORG, server.token(TestServer.DEMO_SINGLE_ORG),
                SEVERAL, server.token(TestServer.SEVERAL_ENTITIES));
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case(ONE_ENTITY).good());
        cases.add(new Case(ONE_ENTITY, E1).bad(400, "50000020", ENTITY_NOT_EXPECTED));
        cases.add(new Case(NO_MULTI_ORG, E1).bad(400, "50000020", ENTITY_NOT_EXPECTED));
        cases.add(new Case(SEVERAL).bad(400, "50000022", ENTITY_REQUIRED));
        cases.add(new Case(SEVERAL, E3).good());
        cases.add(new Case(SEVERAL, E4.toUpperCase(Locale.ROOT)).good());
        cases.add(new Case(SEVERAL, " " + E3 + "\t").good());
        cases.add(new Case(SEVERAL, E1).bad(403, "50000010", ENTITY_FOREIGN));
        for (String malformed : List.of(
                "",
                " ",
                ",",
                "e3",
                E3 + "," + E4,
                E3 + " " + E4,
                E3 + ",",
                E3.replace("-", ""),
                "{" + E3 + "}",
                "urn:uuid:" + E3,
                E3 + "0",
                "0".repeat(4097))) {
            cases.add(new Case(SEVERAL, malformed).bad(400, "50000020", ENTITY_FORM));
        }
        cases.add(new Case(SEVERAL, E3, E4).bad(400, "50000020", ENTITY_FORM));
        cases.add(new Case(SEVERAL, E3, E3).bad(400, "50000020", ENTITY_FORM));

        cases.add(orgs(NO_MULTI_ORG, "emea").bad(400, "50000020", ORGS_NOT_EXPECTED));
        for (String good : List.of(
                "emea",
                "emea,us-west",
                "us-west , emea",
                "emea, us-west",
                " emea ",
                "emea,emea",
                "emea,us-east,us-west")) {
            cases.add(orgs(ONE_ENTITY, good).good());
        }
        cases.add(orgs(ONE_ENTITY, "emea", "us-west").good());
        cases.add(orgs(ONE_ENTITY, "EMEA").bad(403, "50000010", ORG_FOREIGN));
        cases.add(orgs(ONE_ENTITY, "apac").bad(403, "50000010", ORG_FOREIGN));
        cases.add(orgs(ONE_ENTITY, "emea,apac").bad(403, "50000010", ORG_FOREIGN));
        cases.add(orgs(ONE_ENTITY, "emea", "apac").bad(403, "50000010", ORG_FOREIGN));
        cases.add(orgs(ONE_ENTITY, "o".repeat(64)).bad(403, "50000010", ORG_FOREIGN));
        String longest = "o1," + IntStream.range(0, 2046).mapToObj(i -> "o").collect(Collectors.joining(","));
        cases.add(orgs(ONE_ENTITY, longest + "o").bad(403, "50000010", ORG_FOREIGN));
        for (String malformed : List.of(
                "",
                ",",
                ",,",
                "emea,",
                ",emea",
                "emea,,us-west",
                "emea us-west",
                "emea;us-west",
                "emea\tus-west",
                "\"emea\"",
                "*",
                "o".repeat(65),
                longest + "ooo",
                "o".repeat(4097))) {
            cases.add(orgs(ONE_ENTITY, malformed).bad(400, "50000020", ORGS_FORM));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_operation_keeps_the_rule(Case wanted) {
        for (String operation :
                List.of("GET " + JOB, "PUT " + JOB, "GET " + TestServer.JOBS, "POST " + TestServer.JOBS)) {
            HttpResponse<byte[]> answer = server.send(wanted.request(operation));
            if (wanted.code == null) {
                // The one job that there is is the demo's.
                boolean job = operation.endsWith(JOB) && wanted.caller.equals(SEVERAL);
                assertThat(answer.statusCode()).as(operation).isEqualTo(job ? 404 : 200);
            } else {
                assertThat(answer.statusCode()).as(operation).isEqualTo(wanted.status);
                assertThat(TestServer.json(answer.body()).get("reasons").toString())
                        .as(operation)
                        .isEqualTo("[{\"code\":\"" + wanted.code + "\",\"message\":\"" + wanted.message + "\"}]");
            }
        }
    }

    private static Case orgs(String caller, String... orgs) {
        return new Case(caller, "Zuora-Org-Ids", List.of(orgs), 0, null, "");
    }

    record Case(
            String caller,
            String header,
            List<String> values,
            int status,
            @Nullable String code,
            String message) {

        Case(String caller, String... entities) {
            this(caller, "Zuora-Entity-Ids", List.of(entities), 0, null, "");
        }

        Case good() {
            return this;
        }

        Case bad(int wanted, String reason, String text) {
            return new Case(caller, header, values, wanted, reason, text);
        }

        HttpRequest request(String operation) {
            String[] parts = operation.split(" ", 2);
            boolean put = parts[0].equals("PUT");
            HttpRequest.Builder request = server.request(parts[1])
                    .method(
                            parts[0],
                            put ? BodyPublishers.ofString("{\"status\":\"Stopping\"}") : BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + tokens.get(caller));
            if (put) {
                request.header("Content-Type", "application/json");
            }
            values.forEach(value -> request.header(header, value));
            return request.build();
        }

        @Override
        public String toString() {
            String shown = String.join(" + ", values);
            return caller + ", " + header + ": " + shown.substring(0, Math.min(60, shown.length())) + " -> "
                    + (code == null ? "good" : status + " " + code);
        }
    }
}
