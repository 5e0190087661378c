package dev.bookingdate.server.http;

import static dev.bookingdate.server.http.TestServer.JOBS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How fast a tenant may call, over two nodes with small limits; each test has a tenant of its own. */
class RateLimitsTest {

    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e3";
    private static final String LIST = JOBS + "?pageSize=1";
    private static final int PER_MINUTE = 30;
    private static final AtomicLong TENANTS = new AtomicLong(2000);

    private static TestDatabase database;
    private static TestServer node;
    private static TestServer otherNode;

    private long tenant;
    private String token;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        node = start("bookingdate.limits.calls-per-minute=" + PER_MINUTE);
        otherNode = start("bookingdate.limits.calls-per-minute=" + PER_MINUTE);
    }

    private static TestServer start(String limit) {
        return TestServer.start(
                database, limit, "bookingdate.limits.calls-per-hour=1000", "bookingdate.limits.calls-per-day=10000");
    }

    @AfterAll
    static void stop() {
        node.close();
        otherNode.close();
        database.close();
    }

    /** Whose token is the first call that counts. */
    @BeforeEach
    void newTenant() {
        tenant = TENANTS.incrementAndGet();
        token = node.tokenOfNewTenant(tenant);
    }

    @Test
    void answer_tellsTheLimitsAndWhatIsLeft() {
        HttpResponse<byte[]> answer = list(node);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "RateLimit-Limit")).isEqualTo("30, 30;w=60, 1000;w=3600, 10000;w=86400");
        assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("28");
        assertThat(number(answer, "RateLimit-Reset")).isBetween(1L, 60L);
        assertThat(header(answer, "Concurrency-Limit-Type")).isEqualTo("Default");
        assertThat(header(answer, "Concurrency-Limit-Limit")).isEqualTo("40");
        assertThat(header(answer, "Concurrency-Limit-Remaining")).isEqualTo("39");
    }

    @Test
    void limit_isExact_whenTwoNodesAreCalledInParallel() {
        List<HttpResponse<byte[]>> answers = inParallel(16, 100, call -> list(call % 2 == 0 ? node : otherNode));

        List<HttpResponse<byte[]>> letIn =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(letIn.stream().map(answer -> number(answer, "RateLimit-Remaining")))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, PER_MINUTE - 1).boxed().toList());
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
                .hasSize(100 - letIn.size());
        assertThat(calls(60)).isEqualTo(PER_MINUTE);
    }

    @Test
    void callOverTheLimit_isRefusedAndCountsForNothing() {
        useUp(60, PER_MINUTE);

        HttpResponse<byte[]> refused = send(node, "GET", JOBS + "/" + ScriptedDelegate.BREAKS);

        assertThat(refused.statusCode()).isEqualTo(429);
        var reason = TestServer.json(refused.body()).get("reasons").get(0);
        assertThat(reason.get("code").asString()).isEqualTo("50000070");
        assertThat(reason.get("message").asString())
                .isEqualTo("The limit of 30 calls per minute of a tenant is reached."
                        + " Retry after the time given in Retry-After.");
        assertThat(header(refused, "RateLimit-Remaining")).isEqualTo("0");
        assertThat(number(refused, "Retry-After")).isBetween(1L, 60L).isEqualTo(number(refused, "RateLimit-Reset"));
        assertThat(header(refused, "Concurrency-Limit-Remaining")).isEqualTo("39");
        assertThat(inParallel(8, 40, call -> list(node))).allMatch(answer -> answer.statusCode() == 429);
        assertThat(List.of(calls(60), calls(3600), calls(86400))).containsExactly((long) PER_MINUTE, 1L, 1L);
    }

    @Test
    void windowThatIsOver_startsAnew_andTheOthersGoOn() {
        useUp(60, PER_MINUTE);
        assertThat(list(node).statusCode()).isEqualTo(429);
        rows().sql("update call_window set started_on = started_on - interval '1 minute'"
                        + " where tenant_id = :tenant and seconds = 60")
                .param("tenant", tenant)
                .update();

        HttpResponse<byte[]> answer = await().until(() -> list(node), candidate -> candidate.statusCode() == 200);

        assertThat(number(answer, "RateLimit-Remaining")).isEqualTo(PER_MINUTE - 1);
        assertThat(number(answer, "RateLimit-Reset")).isBetween(50L, 60L);
        assertThat(calls(3600)).isEqualTo(2);
    }

    @Test
    void windowNearestToItsEnd_isTheOneThatIsTold() {
        useUp(3600, 998);

        HttpResponse<byte[]> answer = list(node);
        assertThat(header(answer, "RateLimit-Limit")).isEqualTo("1000, 30;w=60, 1000;w=3600, 10000;w=86400");
        assertThat(number(answer, "RateLimit-Remaining")).isEqualTo(1);
        assertThat(number(answer, "RateLimit-Reset")).isBetween(3500L, 3600L);

        assertThat(list(node).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = list(node);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(number(refused, "Retry-After")).isBetween(3500L, 3600L);
        assertThat(new String(refused.body(), UTF_8))
                .contains("The limit of 1000 calls per hour of a tenant is reached.");
    }

    @Test
    void stop_andTheTokenForIt_areLetInByTheReserve_whenTheQuotaIsUsedUp() {
        useUp(60, PER_MINUTE);
        assertThat(list(node).statusCode()).isEqualTo(429);

        HttpResponse<byte[]> newToken = node.tokenRequest(client(), TestServer.SECRET);
        assertThat(newToken.statusCode()).isEqualTo(200);
        assertThat(header(newToken, "RateLimit-Remaining")).isEqualTo("0");
        List<HttpResponse<byte[]>> stops = IntStream.range(0, 10)
                .mapToObj(call -> send(node, "PUT", JOBS + "/" + ScriptedDelegate.JOB))
                .toList();
        // 404: the job is another tenant's, so the operation has been asked.
        assertThat(stops.stream().map(HttpResponse::statusCode).toList())
                .containsExactly(404, 404, 404, 404, 404, 404, 404, 404, 404, 429);
        assertThat(stops)
                .allMatch(answer -> header(answer, "RateLimit-Remaining").equals("0"));
        assertThat(header(stops.get(9), "RateLimit-Limit")).isEqualTo("30, 30;w=60, 1000;w=3600, 10000;w=86400");
        assertThat(node.tokenRequest(client(), TestServer.SECRET).statusCode()).isEqualTo(429);
        assertThat(list(node).statusCode()).isEqualTo(429);
        assertThat(calls(60)).isEqualTo(PER_MINUTE + 10);
    }

    @Test
    void tokenRequest_isCounted_butNotAmongTheConcurrentCalls() {
        HttpResponse<byte[]> answer = node.tokenRequest(client(), TestServer.SECRET);

        assertThat(number(answer, "RateLimit-Remaining")).isEqualTo(PER_MINUTE - 2);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("concurrency"));
        HttpResponse<byte[]> stranger = node.tokenRequest(client(), "wrong");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().map().keySet()).noneMatch(name -> name.startsWith("ratelimit"));
        assertThat(calls(60)).isEqualTo(2);
    }

    @Test
    void answerToACallerThatIsNotKnownAnyMore_tellsNoLimits() {
        assertThat(list(node).headers().map()).containsKey("ratelimit-limit");
        for (String table : List.of("api_client", "entity", "tenant")) {
            rows().sql("delete from " + table + " where tenant_id = :tenant")
                    .param("tenant", tenant)
                    .update();
        }
        HttpResponse<byte[]> answer = list(node);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.startsWith("ratelimit") || name.startsWith("concurrency"));
    }

    @Test
    void countsOutOfReach_refuseACallFor503_butNeverAStop() {
        node.bean(TransactionTemplate.class).executeWithoutResult(held -> {
            rows().sql("lock table call_window").update();
            List<HttpResponse<byte[]>> answers =
                    inParallel(2, 2, call -> send(node, call == 0 ? "GET" : "PUT", JOBS + "/" + ScriptedDelegate.JOB));
            assertThat(answers.stream().map(HttpResponse::statusCode)).containsExactly(503, 404);
            assertThat(header(answers.get(0), "Retry-After")).isEqualTo("5");
            assertThat(header(answers.get(0), "Concurrency-Limit-Limit")).isEqualTo("40");
        });
        assertThat(list(node).statusCode()).isEqualTo(200);
    }

    @Tag("long")
    @Test
    void limitsTurnedOff_areNotTold() {
        try (TestServer unlimited = TestServer.start(
                database, "bookingdate.limits.enabled=false", "bookingdate.limits.calls-per-minute=1")) {
            for (int call = 0; call < 3; call++) {
                HttpResponse<byte[]> answer = list(unlimited);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().map().keySet())
                        .noneMatch(name -> name.startsWith("ratelimit") || name.startsWith("concurrency"));
            }
        }
    }

    private HttpResponse<byte[]> list(TestServer server) {
        return send(server, "GET", LIST);
    }

    private HttpResponse<byte[]> send(TestServer server, String method, String path) {
        HttpRequest.Builder request =
                server.request(path).header("Authorization", "Bearer " + token).header("Zuora-Entity-Ids", ENTITY);
        if (method.equals("PUT")) {
            request.header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"status\":\"Stopping\"}"));
        }
        return server.send(request.build());
    }

    private void useUp(int seconds, long calls) {
        rows().sql("update call_window set calls = :calls where tenant_id = :tenant and seconds = :seconds")
                .param("calls", calls)
                .param("tenant", tenant)
                .param("seconds", seconds)
                .update();
    }

    private long calls(int seconds) {
        return rows().sql("select calls from call_window where tenant_id = :tenant and seconds = :seconds")
                .param("tenant", tenant)
                .param("seconds", seconds)
                .query(Long.class)
                .single();
    }

    private String client() {
        return "00000000-0000-4000-8000-%012d".formatted(tenant);
    }

    private static JdbcClient rows() {
        return node.bean(JdbcClient.class);
    }

    private static List<HttpResponse<byte[]>> inParallel(
            int threads, int calls, IntFunction<HttpResponse<byte[]>> call) {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            return IntStream.range(0, calls)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> call.apply(number), callers))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            callers.shutdown();
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
        return answer.headers().allValues(name).get(0);
    }

    private static long number(HttpResponse<byte[]> answer, String name) {
        return Long.parseLong(header(answer, name));
    }
}
