package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every way to go wrong that the contract names, and what it is answered with. */
class ErrorsTest {

    private static final String JOB = JOBS + "/" + ScriptedDelegate.JOB;
    private static final String STOP = "{\"status\":\"Stopping\"}";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final String BAD_TRACK_ID = "a:b";

    @RegisterExtension
    static final TestServer server = TestServer.with("bookingdate.demo.charges=1");

    private static Map<String, String> tokens;

    @BeforeAll
    static void start() {
        tokens = Map.of(
                "demo", server.token(TestServer.DEMO_MULTI_ORG),
                "single", server.token(TestServer.DEMO_SINGLE_ORG),
                "several", server.token(TestServer.SEVERAL_ENTITIES),
                "garbage", "garbage");
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String operation : List.of("GET " + JOB, "PUT " + JOB, "GET " + JOBS, "POST " + JOBS)) {
            Case call = call(operation);
            cases.add(call.named("no token").as(null).is(401, "90000011").header("WWW-Authenticate", "Bearer"));
            cases.add(call.named("garbage token")
                    .as("garbage")
                    .is(401, "90000011")
                    .header("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            cases.add(call.named("other scheme")
                    .as(null)
                    .with("Authorization", "Basic eDp5")
                    .is(401, "90000011"));
            cases.add(call.named("unacceptable Accept")
                    .with("Accept", "text/html")
                    .is(406, "50000020"));
            cases.add(call.named("entity not expected")
                    .with("Zuora-Entity-Ids", ENTITY)
                    .is(400, "50000020"));
            cases.add(call.named("entity required").as("several").is(400, "50000022"));
            cases.add(call.named("foreign entity")
                    .as("several")
                    .with("Zuora-Entity-Ids", ENTITY)
                    .is(403, "50000010"));
            cases.add(call.named("malformed entity")
                    .as("several")
                    .with("Zuora-Entity-Ids", "e3")
                    .is(400, "50000020"));
            cases.add(
                    call.named("foreign org").with("Zuora-Org-Ids", "emea,apac").is(403, "50000010"));
            cases.add(
                    call.named("malformed orgs").with("Zuora-Org-Ids", "emea,,").is(400, "50000020"));
            cases.add(call.named("org without Multi-Org")
                    .as("single")
                    .with("Zuora-Org-Ids", "emea")
                    .is(400, "50000020"));
            cases.add(call.named("bad track id")
                    .with("Zuora-Track-Id", BAD_TRACK_ID)
                    .is(400, "50000020"));
            cases.add(call.named("long track id")
                    .with("Zuora-Track-Id", "t".repeat(65))
                    .is(400, "50000020"));
            cases.add(call.named("long version")
                    .with("Zuora-Version", "v".repeat(33))
                    .is(400, "50000020")
                    .says("Zuora-Version must have at most 32 characters."));
            cases.add(call.named("two violations")
                    .with("Zuora-Version", "v".repeat(33))
                    .with("Zuora-Track-Id", BAD_TRACK_ID)
                    .is(400, "50000020", "50000020"));
        }
        for (String method : List.of("GET ", "PUT ")) {
            for (String id : List.of("short", "x".repeat(33))) {
                cases.add(call(method + JOBS + "/" + id)
                        .named("wrong length of id")
                        .is(400, "50000020")
                        .says("jobId must have exactly 32 characters."));
            }
            cases.add(call(method + JOBS + "/" + "0".repeat(32))
                    .named("unknown job")
                    .is(404, "50000040"));
            cases.add(call(method + JOB).named("foreign job").as("single").is(404, "50000040"));
            cases.add(call(method + JOBS + "/" + ScriptedDelegate.DATABASE_GONE)
                    .named("database gone")
                    .is(503, "50000061")
                    .header("Retry-After", "5"));
            cases.add(call(method + JOBS + "/" + ScriptedDelegate.DATABASE_SLOW)
                    .named("database slow")
                    .is(503, "50000061")
                    .header("Retry-After", "5"));
            cases.add(call(method + JOBS + "/" + ScriptedDelegate.BREAKS)
                    .named("bug")
                    .is(500, "50000060"));
            cases.add(call(method + JOBS + "/" + ScriptedDelegate.BUSY)
                    .named("refused by a room")
                    .is(429, "50000070")
                    .header("Retry-After", "7"));
        }
        Case put = call("PUT " + JOB);
        cases.add(call("PUT " + JOBS + "/" + ScriptedDelegate.ENDED)
                .named("ended job")
                .is(409, "50000030"));
        String statusRule = "status must be Stopping.";
        cases.add(put.named("empty body").body("").is(400, "50000022"));
        cases.add(put.named("no body at all").body("").without("Content-Type").is(400, "50000022"));
        cases.add(put.named("null").body("null").is(400, "50000022"));
        cases.add(put.named("no status").body("{}").is(400, "50000022").says("status is required."));
        cases.add(put.named("null status")
                .body("{\"status\":null}")
                .is(400, "50000022")
                .says("status is required."));
        for (String value : List.of("\"Stopped\"", "\"stopping\"", "\"\"", "1", "true", "{}", "[]", "[\"Stopping\"]")) {
            cases.add(put.named("status " + value)
                    .body("{\"status\":" + value + "}")
                    .is(400, "50000020")
                    .says(statusRule));
        }
        for (String body : List.of("[]", "\"Stopping\"", "1", "true", STOP + STOP)) {
            cases.add(put.named("no object " + body).body(body).is(400, "50000020"));
        }
        for (String body : List.of(
                "{",
                "{\"status\":}",
                "{'status':'Stopping'}",
                "status=Stopping",
                "\u0000",
                STOP + "x",
                "{\"status\":\"Stopping\",\"status\":\"Stopping\"}",
                "{\"x\":" + "[".repeat(5000))) {
            cases.add(put.named("malformed " + body.substring(0, Math.min(20, body.length())))
                    .body(body)
                    .is(400, "50000090"));
        }
        for (String beyond : List.of(
                "{\"x\":".repeat(501),
                "{\"x\":" + "[".repeat(501),
                "{\"x\":" + "9".repeat(1001) + "}",
                "{\"x\":1." + "9".repeat(1001) + "}",
                "{\"status\":" + "9".repeat(1001) + "}",
                "{\"" + "n".repeat(60_000) + "\":1}")) {
            cases.add(put.named("beyond the limits of JSON " + beyond.substring(0, 8))
                    .body(beyond)
                    .is(400, "50000090")
                    .says("The request body is nested too deeply, or has a number or a name that is too long."));
        }
        for (String twice : List.of(
                "{\"x\":{\"a\":1,\"a\":2},\"status\":\"Stopping\"}",
                "{\"\\u0073tatus\":\"Stopping\",\"status\":\"Stopping\"}")) {
            cases.add(put.named("a name twice").body(twice).is(400, "50000090"));
        }
        cases.add(put.named("number beyond all")
                .body("{\"status\":1e999999999}")
                .is(400, "50000020")
                .says(statusRule));
        cases.add(put.named("all violations at once, whatever the body")
                .body("{\"status\":\"Stopped\"}")
                .with("Zuora-Track-Id", BAD_TRACK_ID)
                .with("Zuora-Version", "v".repeat(33))
                .with("Prefer", "p".repeat(256))
                .is(400, "50000020", "50000020", "50000020", "50000020")
                .says(statusRule));
        cases.add(call("PUT " + JOBS + "/short")
                .named("all violations at once, path, header and malformed body")
                .body("{")
                .with("Zuora-Track-Id", BAD_TRACK_ID)
                .is(400, "50000090", "50000020", "50000020"));
        cases.add(call("PUT " + JOBS + "/short")
                .named("all violations at once, path and no body")
                .body("")
                .is(400, "50000022", "50000020"));
        cases.add(call("GET " + JOBS + "?pageSize=x&cursor=" + "c".repeat(513))
                .named("all violations at once, query and header")
                .with("Zuora-Track-Id", BAD_TRACK_ID)
                .with("Zuora-Org-Ids", ",")
                .is(400, "50000027", "50000027", "50000020", "50000020"));
        cases.add(put.named("two violations, header and body")
                .body("{}")
                .with("Zuora-Track-Id", BAD_TRACK_ID)
                .is(400, "50000022", "50000020"));
        cases.add(put.named("content type").with("Content-Type", "text/plain").is(415, "50000020"));
        cases.add(put.named("not a content type").with("Content-Type", "x").is(415, "50000020"));
        cases.add(put.named("no content type").without("Content-Type").is(415, "50000020"));
        cases.add(put.named("too large").body(" ".repeat(1024 * 1024) + STOP).is(413, "50000020"));
        cases.add(put.named("long Prefer")
                .with("Prefer", "p".repeat(256))
                .is(400, "50000020")
                .says("Prefer must have at most 255 characters."));
        cases.add(call("POST " + JOBS)
                .named("too large")
                .body(" ".repeat(1024 * 1024 + 1))
                .is(413, "50000020"));
        cases.add(call("POST " + JOBS)
                .named("long Idempotency-Key")
                .with("Idempotency-Key", "k".repeat(256))
                .is(400, "50000020"));
        cases.add(call("POST " + JOBS)
                .named("empty Idempotency-Key")
                .with("Idempotency-Key", "")
                .is(400, "50000020")
                .says("Idempotency-Key must have 1 to 255 printable US-ASCII characters."));
        cases.add(call("POST " + JOBS)
                .named("two violations, one of them the key's")
                .with("Idempotency-Key", "k".repeat(256))
                .with("Zuora-Version", "v".repeat(33))
                .is(400, "50000020", "50000020"));
        cases.add(call("POST " + JOBS)
                .named("malformed entity and a key")
                .as("several")
                .with("Idempotency-Key", "k")
                .with("Zuora-Entity-Ids", "e3")
                .is(400, "50000020"));
        cases.add(call("POST " + JOBS)
                .named("foreign entity and a key")
                .as("several")
                .with("Idempotency-Key", "k")
                .with("Zuora-Entity-Ids", ENTITY)
                .is(403, "50000010"));
        cases.add(call("POST " + JOBS)
                .named("garbage token and a key")
                .as("garbage")
                .with("Idempotency-Key", "k")
                .is(401, "90000011"));
        cases.add(put.named("Idempotency-Key")
                .with("Idempotency-Key", "k")
                .is(400, "50000020")
                .says("Idempotency-Key is not supported on PUT requests."));
        cases.add(put.named("empty Idempotency-Key")
                .with("Idempotency-Key", "")
                .is(400, "50000020")
                .says("Idempotency-Key is not supported on PUT requests."));
        for (String size : List.of("0", "1001", "x", "1.5", "99999999999")) {
            cases.add(call("GET " + JOBS + "?pageSize=" + size)
                    .named("page size")
                    .is(400, "50000027")
                    .says("pageSize must be an integer from 1 to 1000."));
        }
        for (String query : List.of(
                "dryRun=",
                "dryRun",
                "dryRun=1",
                "dryRun=yes",
                "dryRun=TRUE",
                "dryRun=true&dryRun=false",
                "dryRun=true&dryRun=true")) {
            cases.add(call("POST " + JOBS + "?" + query)
                    .named("dry run")
                    .is(400, "50000027")
                    .says("dryRun must be true or false."));
        }
        cases.add(call("GET " + JOBS + "?cursor=" + "c".repeat(513))
                .named("long cursor")
                .is(400, "50000027"));

        for (String method : List.of("POST", "DELETE", "PATCH", "FOO")) {
            cases.add(
                    call(method + " " + JOB).named("method").is(405, "50000045").header("Allow", "GET, PUT"));
            cases.add(call(method + " " + JOB).named("method").as(null).is(401, "90000011"));
        }
        cases.add(call("PUT " + JOBS).named("method").is(405, "50000045").header("Allow", "GET, POST"));
        for (String route : List.of(
                "/",
                "/nothing",
                "/error",
                "/v1",
                "/login",
                "/logout",
                "/oauth2/token",
                "/oauth2/jwks",
                "/.well-known/oauth-authorization-server",
                "/oauth2/authorize",
                "/actuator",
                "/index.html",
                "/oauth/token/",
                JOBS + "/",
                JOB + "/x")) {
            for (String method : List.of("GET ", "POST ")) {
                cases.add(call(method + route).named("unknown route").is(404, "50000040"));
                cases.add(call(method + route).named("unknown route").as(null).is(401, "90000011"));
            }
        }

        Case token = call("POST /oauth/token").as(null).with("Content-Type", FORM);
        Map<String, String> good = Map.of(
                "client_id", TestServer.DEMO_MULTI_ORG,
                "client_secret", TestServer.SECRET,
                "grant_type", "client_credentials");
        cases.add(token.named("wrong secret")
                .form(good, "client_secret", "wrong")
                .is(401, "90000011")
                .header("WWW-Authenticate", "Bearer"));
        cases.add(token.named("secret of 168 bytes")
                .form(good, "client_secret", "\uD83D\uDE00".repeat(42))
                .is(401, "90000011"));
        cases.add(token.named("unknown client")
                .form(good, "client_id", "x".repeat(36))
                .is(401, "90000011"));
        for (String field : good.keySet()) {
            cases.add(token.named("no " + field)
                    .form(good, field, null)
                    .is(400, "50000022")
                    .says(field + " is required."));
        }
        cases.add(token.named("empty").body("").is(400, "50000022", "50000022", "50000022"));
        cases.add(token.named("nothing").body("").without("Content-Type").is(400, "50000022", "50000022", "50000022"));
        cases.add(token.named("short client id").form(good, "client_id", "x").is(400, "50000020"));
        cases.add(token.named("long secret")
                .form(good, "client_secret", "x".repeat(43))
                .is(400, "50000020"));
        cases.add(token.named("grant").form(good, "grant_type", "password").is(400, "50000020"));
        cases.add(
                token.named("refresh").form(good, "grant_type", "refresh_token").is(400, "50000020"));
        cases.add(token.named("twice")
                .body(TestServer.form(good) + "&client_secret=other")
                .is(400, "50000020")
                .says("client_secret must be sent once."));
        cases.add(token.named("grant type twice")
                .body(TestServer.form(good) + "&grant_type=client_credentials")
                .is(400, "50000020")
                .says("grant_type must be sent once."));
        Case basic = token.body("grant_type=client_credentials");
        String id = TestServer.DEMO_MULTI_ORG;
        cases.add(basic.named("Basic, wrong secret")
                .with("Authorization", basic(id + ":wrong"))
                .is(401, "90000011")
                .header("WWW-Authenticate", "Basic realm=\"bookingdate\", charset=\"UTF-8\""));
        cases.add(
                basic.named("Basic, no base64")
                        .with("Authorization", "Basic *")
                        .is(400, "50000020")
                        .says(
                                "Authorization must be sent once: Basic, then client_id:client_secret in base64, each part form-encoded."));
        cases.add(
                basic.named("Basic, no colon").with("Authorization", basic(id)).is(400, "50000020"));
        cases.add(basic.named("Basic, no secret")
                .with("Authorization", basic(id + ":"))
                .is(400, "50000022"));
        cases.add(basic.named("Basic, short id")
                .with("Authorization", basic("x:y"))
                .is(400, "50000020"));
        cases.add(basic.named("Basic, another id in the form")
                .with("Authorization", basic(id + ":wrong"))
                .body("grant_type=client_credentials&client_id=" + "x".repeat(36))
                .is(400, "50000020")
                .says("client_id must be the one of the Authorization header."));
        cases.add(basic.named("Basic, no grant type")
                .with("Authorization", basic(id + ":wrong"))
                .body("")
                .is(400, "50000022")
                .says("grant_type is required."));
        cases.add(basic.named("Bearer in place of Basic")
                .with("Authorization", "Bearer x")
                .is(400, "50000022", "50000022"));
        cases.add(token.named("track id")
                .form(good, "grant_type", "client_credentials")
                .with("Zuora-Track-Id", BAD_TRACK_ID)
                .is(400, "50000020"));
        cases.add(token.named("JSON")
                .body("{}")
                .with("Content-Type", "application/json")
                .is(415, "50000020"));
        cases.add(token.named("too large").body("x".repeat(1024 * 1024 + 1)).is(413, "50000020"));
        for (String method : List.of("GET", "PUT", "DELETE", "FOO")) {
            cases.add(call(method + " /oauth/token")
                    .named("method")
                    .as(null)
                    .is(405, "50000045")
                    .header("Allow", "POST"));
        }
        cases.add(call("POST /oauth/token?" + TestServer.form(good))
                .named("secret in the URL")
                .as(null)
                .with("Content-Type", FORM)
                .body("")
                .is(400, "50000022", "50000022", "50000022"));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers(Case wanted) {
        try (var log = new LoggedEvents()) {
            HttpResponse<byte[]> answer = server.send(wanted.request(server, tokens));
            JsonNode body = TestServer.json(answer.body());

            assertThat(answer.statusCode()).as(body.toString()).isEqualTo(wanted.status);
            assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
            assertThat(body.propertyNames()).containsExactlyInAnyOrder("processId", "reasons", "requestId", "success");
            assertThat(body.get("success").booleanValue()).isFalse();
            assertThat(body.get("processId").asString()).matches("[0-9A-F]{16}");
            assertThat(body.get("requestId").asString())
                    .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                    .isEqualTo(answer.headers().firstValue("Zuora-Request-Id").orElseThrow());
            assertThat(body.get("reasons")
                            .valueStream()
                            .map(reason -> reason.get("code").asString()))
                    .as(body.toString())
                    .containsExactlyInAnyOrder(wanted.codes);
            if (wanted.message != null) {
                assertThat(body.get("reasons").get(0).get("message").asString()).isEqualTo(wanted.message);
            }
            assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                    .doesNotContain("org.springframework", "java.", "jackson", ScriptedDelegate.DETAIL);
            wanted.answerHeaders.forEach((name, value) ->
                    assertThat(answer.headers().firstValue(name)).contains(value));
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            checkTrackId(wanted, answer);
            checkLimits(wanted, answer);
            checkLog(wanted, log, body.get("requestId").asString());
        }
    }

    private static void checkTrackId(Case wanted, HttpResponse<byte[]> answer) {
        String sent = wanted.headers.get("Zuora-Track-Id");
        if (sent.equals("t 1")) {
            assertThat(answer.headers().allValues("Zuora-Track-Id")).containsExactly(sent);
        } else {
            assertThat(answer.headers().firstValue("Zuora-Track-Id")).isEmpty();
        }
    }

    /** On every answer whose caller is known; what is announced as too large is refused before anybody asks for it. */
    private static void checkLimits(Case wanted, HttpResponse<byte[]> answer) {
        boolean callerKnown = wanted.token != null && wanted.status != 401 && wanted.status != 413;
        // None of these cases names an entity that the token is good for.
        boolean entityKnown = callerKnown && !wanted.token.equals("several");
        for (String header : List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")) {
            assertThat(answer.headers().allValues(header)).as(header).hasSize(callerKnown ? 1 : 0);
        }
        for (String header : List.of("Type", "Limit", "Remaining")) {
            assertThat(answer.headers().allValues("Concurrency-Limit-" + header))
                    .as(header)
                    .hasSize(entityKnown ? 1 : 0);
        }
    }

    /** Only what the server is to blame for leaves a stack trace. */
    private static void checkLog(Case wanted, LoggedEvents log, String requestId) {
        log.awaitLine("request_id=" + requestId);
        // Of a database that is out of order or locked its own words are enough.
        assertThat(log.withStackTrace()).hasSize(wanted.status >= 500 && wanted.status != 503 ? 1 : 0);
        assertThat(String.join("\n", log.messages())).doesNotContain(TestServer.SECRET, "eyJ");
    }

    private static Case call(String operation) {
        String[] parts = operation.split(" ", 2);
        Map<String, String> headers = new HashMap<>(Map.of("Zuora-Track-Id", "t 1"));
        boolean put = parts[0].equals("PUT") && parts[1].startsWith(JOBS);
        if (put) {
            headers.put("Content-Type", "application/json");
        }
        return new Case(parts[0], parts[1], "", "demo", headers, put ? STOP : "", 0, new String[0], null, Map.of());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    record Case(
            String method,
            String path,
            String name,
            @Nullable String token,
            Map<String, String> headers,
            String body,
            int status,
            String[] codes,
            @Nullable String message,
            Map<String, String> answerHeaders) {

        Case named(String text) {
            return new Case(method, path, text, token, headers, body, status, codes, message, answerHeaders);
        }

        Case as(@Nullable String caller) {
            return new Case(method, path, name, caller, headers, body, status, codes, message, answerHeaders);
        }

        Case with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Case(method, path, name, token, more, body, status, codes, message, answerHeaders);
        }

        Case without(String header) {
            var less = new HashMap<>(headers);
            less.remove(header);
            return new Case(method, path, name, token, less, body, status, codes, message, answerHeaders);
        }

        Case body(String text) {
            return new Case(method, path, name, token, headers, text, status, codes, message, answerHeaders);
        }

        Case form(Map<String, String> fields, String changed, @Nullable String value) {
            var form = new HashMap<>(fields);
            if (value == null) {
                form.remove(changed);
            } else {
                form.put(changed, value);
            }
            return body(TestServer.form(form));
        }

        Case is(int wanted, String... reasons) {
            return new Case(method, path, name, token, headers, body, wanted, reasons, message, answerHeaders);
        }

        Case says(String text) {
            return new Case(method, path, name, token, headers, body, status, codes, text, answerHeaders);
        }

        Case header(String header, String value) {
            return new Case(method, path, name, token, headers, body, status, codes, message, Map.of(header, value));
        }

        HttpRequest request(TestServer target, Map<String, String> tokens) {
            HttpRequest.Builder request = target.request(path)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (token != null) {
                request.header("Authorization", "Bearer " + tokens.get(token));
            }
            headers.forEach(request::header);
            return request.build();
        }

        @Override
        public String toString() {
            return method + " " + path + ": " + name + " -> " + status;
        }
    }
}
