package dev.bookingdate.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.contracts.spec.PromisedAnswers;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.promise.AnswersSeen;
import dev.bookingdate.server.story.RunningServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is sent, the whole server answers as the contract promises, and what it refuses changes nothing. Its engine
 * rests, so that only requests write.
 */
class SurfacePropertyTest {

    private static final int REQUESTS = 1_000;
    private static final int MANY_REQUESTS = 20_000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final PromisedAnswers PROMISED = PromisedAnswers.read();

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;
    private static int port;
    private static Map<String, String> known;

    private static final SortedMap<Integer, Integer> STATUSES = new TreeMap<>();
    private static final Latencies LATENCIES = new Latencies();
    /** Of requests that Tomcat refuses before any of our code: as slow as the machine is at that moment. */
    private static final Latencies BARE = new Latencies();

    private static int unanswered;
    private static long heapBefore;

    @BeforeContainer
    static void start() throws Exception {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(
                database, "bookingdate.engine.enabled=false", "logging.level.dev.bookingdate=error");
        port = URI.create(server.address()).getPort();
        String hash = new BCryptPasswordEncoder(4).encode("surface-secret");
        try (var connection = database.plainDataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(new ClassPathResource("surface/surface.sql")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace("HASH", hash));
        }
        jdbc = JdbcClient.create(database.dataSource());
        known = new HashMap<>(Map.of(
                "{multi}", token("c101"),
                "{single}", token("c102"),
                "{several}", token("c103"),
                "{last}", "0199f3a47c5e7d1b8a2f4e6c9d0b1a03"));
        heapBefore = heapAfterCollection();
    }

    @Provide
    Arbitrary<WireRequest> requests() {
        return WireRequests.all();
    }

    @Property(
            tries = REQUESTS,
            seed = "20261128",
            shrinking = ShrinkingMode.BOUNDED,
            edgeCases = EdgeCasesMode.NONE,
            afterFailure = AfterFailureMode.PREVIOUS_SEED)
    void everyRequest_isAnsweredAsPromised_andARefusedOneChangesNothing(@ForAll("requests") WireRequest generated)
            throws IOException {
        check(generated);
    }

    @Tag("long")
    @Property(
            tries = MANY_REQUESTS,
            seed = "20261124",
            shrinking = ShrinkingMode.BOUNDED,
            edgeCases = EdgeCasesMode.NONE,
            afterFailure = AfterFailureMode.PREVIOUS_SEED)
    void everyOneOfManyRequests_isAnsweredAsPromised(@ForAll("requests") WireRequest generated) throws IOException {
        check(generated);
    }

    private static void check(WireRequest generated) throws IOException {
        WireRequest request = generated.knowing(known);
        long writes = writes();
        long start = System.nanoTime();
        List<WireAnswer> answers =
                WireAnswer.exchange(port, request.bytes(), request.method().equals("HEAD"));
        LATENCIES.add(System.nanoTime() - start);
        count(answers);
        if (LATENCIES.count() % 10 == 0) {
            measureBare();
        }

        if (!request.cut()) {
            assertThat(answers).as("an answer to\n%s", request).isNotEmpty();
        }
        for (WireAnswer answer : answers) {
            assertThat(answer.status()).as("status of\n%s", request).isLessThan(500);
        }
        // What follows in the same bytes has a line of its own, which this test does not read; and OPTIONS * speaks of
        // the whole server, so Tomcat answers it by itself.
        if (!answers.isEmpty() && !request.cut() && !request.target().equals("*")) {
            assertThat(PROMISED.violations(
                            request.method(), request.target(), answers.get(0).asAnswer()))
                    .as("%s\nto\n%s", new String(answers.get(0).body(), StandardCharsets.UTF_8), request)
                    .isEmpty();
        }
        if (answers.stream().allMatch(answer -> answer.status() >= 400)) {
            assertThat(writes()).as("writes of the refused\n%s", request).isEqualTo(writes);
        }
        answers.forEach(SurfacePropertyTest::remember);
    }

    private static void count(List<WireAnswer> answers) {
        answers.forEach(answer -> STATUSES.merge(answer.status(), 1, Integer::sum));
        if (answers.isEmpty()) {
            unanswered++;
        }
    }

    private static void measureBare() throws IOException {
        long start = System.nanoTime();
        WireAnswer.exchange(port, "\u0001 / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII), false);
        BARE.add(System.nanoTime() - start);
    }

    private static void remember(WireAnswer answer) {
        if (answer.status() == 200) {
            String job = JSON.readTree(answer.body()).path("jobId").asString("");
            if (!job.isEmpty()) {
                known.put("{last}", job);
            }
        }
    }

    /** How many rows were written, in all tables but those that count calls. */
    private static long writes() {
        return jdbc.sql("select n from surface_write").query(Long.class).single();
    }

    private static String token(String client) throws IOException {
        WireRequest request = WireRequest.of("POST", "/oauth/token")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .body("grant_type=client_credentials&client_secret=surface-secret&client_id="
                        + "00000000-0000-4000-8000-00000000" + client);
        WireAnswer answer = WireAnswer.exchange(port, request.bytes(), false).get(0);
        return JSON.readTree(answer.body()).get("access_token").asString();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024 / 1024;
    }

    @AfterContainer
    static void stop() {
        long heapAfter = heapAfterCollection();
        server.close();
        database.close();
        AnswersSeen.check();
        System.out.printf(
                "surface: %d requests, answers %s, %d without an answer; %s; bare Tomcat %s; heap %d MB before, %d MB after%n",
                LATENCIES.count(), STATUSES, unanswered, LATENCIES, BARE, heapBefore, heapAfter);
        if (LATENCIES.count() >= REQUESTS) {
            assertThat(STATUSES.keySet()).contains(200, 400, 401, 403, 404, 405, 409, 413, 415);
        }
        if (LATENCIES.count() >= MANY_REQUESTS) {
            // On a machine that is busy with something else, Tomcat alone is slow as well.
            assertThat(LATENCIES.percentile(99))
                    .as("p99 in ms")
                    .isLessThanOrEqualTo(Math.max(50, 10 * BARE.percentile(99)));
        }
    }
}
