package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A create that is repeated with its Idempotency-Key, at two nodes of the whole server. */
@Tag("long")
class RepeatedCreateTest {

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String SAME_TENANT = "00000000-0000-4000-8000-00000000c009";
    private static final String OTHER_TENANT = "00000000-0000-4000-8000-000000000002";
    private static final String ENTITY = "00000000-0000-4000-8000-0000000000e1";
    private static final String OTHER_ENTITY = "00000000-0000-4000-8000-0000000000e9";
    private static final long HELD = 4711;

    private static TestDatabase database;
    private static RunningServer node;
    private static RunningServer otherNode;
    private static JdbcClient jdbc;
    private static Wire wire;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        // Every answer is compressed when it is asked for, so that a short one shows whether that matters.
        node = RunningServer.start(
                database,
                "bookingdate.demo.charges=100",
                "bookingdate.engine.enabled=false",
                "server.compression.min-response-size=1B");
        otherNode = RunningServer.start(database, "bookingdate.demo.charges=100", "bookingdate.engine.enabled=false");
        jdbc = JdbcClient.create(database.dataSource());
        jdbc.sql("insert into entity values (1001, cast(:entity as uuid), 'other')")
                .param("entity", OTHER_ENTITY)
                .update();
        // The same user as the demo's client, and good for two entities.
        jdbc.sql("""
                        insert into api_client (client_id, secret_hash, tenant_id, user_id, username, entity_ids, org_ids)
                        values (:client, '{bcrypt}$2b$04$abcdefghijklmnopqrstuuizlVxZl3hb36hCZCr2X5RSsMlnumnQi', 1001,
                                '000000000000400080000000000000a1', 'demo@example.com', cast(:entities as uuid[]),
                                '{emea,us-east,us-west}')
                        """)
                .param("client", SAME_TENANT)
                .param("entities", "{" + ENTITY + "," + OTHER_ENTITY + "}")
                .update();
        wire = Wire.to(node, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        otherNode.close();
        node.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        jdbc.sql("delete from idempotent_answer").update();
        jdbc.sql("delete from scheduled_tasks").update();
        jdbc.sql("delete from backfill_progress").update();
        jdbc.sql("delete from backfill_job").update();
        jdbc.sql("delete from job_scope").update();
    }

    @Test
    void result_isReplayed_onEachNode() {
        HttpResponse<byte[]> first = wire.post(JOBS, KEY, "k", "Zuora-Track-Id", "first");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue(REPLAYED)).isEmpty();

        for (RunningServer each : List.of(node, otherNode)) {
            HttpResponse<byte[]> again = wire.at(each).post(JOBS, KEY, "k", "Zuora-Track-Id", "again");

            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue(REPLAYED)).contains("true");
            assertThat(again.headers().allValues("Content-Type"))
                    .isEqualTo(first.headers().allValues("Content-Type"));
            assertThat(again.headers().allValues("Zuora-Request-Id"))
                    .containsExactly(Wire.json(first).get("requestId").asString());
            assertThat(again.headers().allValues("Zuora-Track-Id")).containsExactly("again");
            // The limits are this call's.
            assertThat(again.headers().allValues("RateLimit-Remaining"))
                    .hasSize(1)
                    .isNotEqualTo(first.headers().allValues("RateLimit-Remaining"));
        }
        assertThat(wire.post(JOBS, KEY, "k").headers().firstValue("Zuora-Track-Id"))
                .isEmpty();
        assertThat(jobs()).isEqualTo(1);
        assertThat(jdbc.sql("select count(*) from scheduled_tasks")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void refusal_isReplayed_alsoWhenItsReasonIsGone() {
        assertThat(wire.post(JOBS).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> first = wire.post(JOBS, KEY, "k");
        assertThat(first.statusCode()).isEqualTo(409);
        assertThat(Wire.reasons(first)).startsWith("50000050 ").contains("active");
        endJobs();

        HttpResponse<byte[]> again = wire.at(otherNode).post(JOBS, KEY, "k");

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue(REPLAYED)).contains("true");
        assertThat(again.headers().allValues("Zuora-Request-Id"))
                .isEqualTo(first.headers().allValues("Zuora-Request-Id"));
        assertThat(again.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(wire.post(JOBS, KEY, "another").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"gzip, identity", "identity, gzip"})
    void body_isTheSame_howeverItWasCompressed(String firstCoding, String secondCoding) throws IOException {
        HttpResponse<byte[]> first = wire.post(JOBS, KEY, "k", "Accept-Encoding", firstCoding);
        HttpResponse<byte[]> again = wire.post(JOBS, KEY, "k", "Accept-Encoding", secondCoding);

        assertThat(List.of(isGzip(first), isGzip(again))).containsExactlyInAnyOrder(true, false);
        assertThat(plain(again)).isEqualTo(plain(first)).startsWith("{".getBytes());
    }

    @Test
    void manyAtOnce_createOneJob() {
        List<CompletableFuture<HttpResponse<byte[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Wire to = i % 2 == 0 ? wire : wire.at(otherNode);
            calls.add(CompletableFuture.supplyAsync(() -> to.post(JOBS, KEY, "k"), threads));
        }

        Set<String> bodies = new HashSet<>();
        int replays = 0;
        for (CompletableFuture<HttpResponse<byte[]>> call : calls) {
            HttpResponse<byte[]> answer = call.join();
            if (answer.statusCode() == 200) {
                bodies.add(new String(answer.body()));
                replays += answer.headers().firstValue(REPLAYED).isPresent() ? 1 : 0;
            } else {
                assertThat(answer.statusCode()).isEqualTo(409);
                assertThat(Wire.reasons(answer))
                        .isEqualTo("50000050 A request with the same Idempotency-Key is still running.");
                replays++;
            }
        }

        assertThat(bodies).hasSize(1);
        assertThat(replays).isEqualTo(63);
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void anotherRequest_withTheSameKey_isRefused() {
        assertThat(wire.post(JOBS + "?a=1", KEY, "k", "Zuora-Org-Ids", "emea,us-east")
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<byte[]> sameOrgs = wire.post(JOBS + "?a=1", KEY, "k", "Zuora-Org-Ids", "us-east, emea");
        HttpResponse<byte[]> otherOrgs = wire.post(JOBS + "?a=1", KEY, "k", "Zuora-Org-Ids", "emea");
        HttpResponse<byte[]> allOrgs = wire.post(JOBS + "?a=1", KEY, "k");
        HttpResponse<byte[]> otherUrl = wire.post(JOBS + "?a=2", KEY, "k", "Zuora-Org-Ids", "emea,us-east");
        HttpResponse<byte[]> otherBody = Wire.send(wire.request(
                        JOBS + "?a=1", KEY, "k", "Zuora-Org-Ids", "emea,us-east", "Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        assertThat(sameOrgs.statusCode()).isEqualTo(200);
        assertThat(List.of(otherOrgs, allOrgs, otherUrl, otherBody)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(Wire.reasons(answer))
                    .isEqualTo("50000030 The Idempotency-Key was already used with another method, URL, body or"
                            + " Zuora-Org-Ids.");
            assertThat(answer.headers().firstValue(REPLAYED)).isEmpty();
            assertThat(answer.headers().allValues("Zuora-Request-Id"))
                    .containsExactly(Wire.json(answer).get("requestId").asString());
        });
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void body_isComparedByItsBytes() {
        HttpRequest.Builder request = wire.request(JOBS, KEY, "k", "Content-Type", "application/json");
        String body = "{\"a\":\"" + "x".repeat(50_000) + "\"}";
        assertThat(Wire.send(request.POST(BodyPublishers.ofString(body)).build())
                        .statusCode())
                .isEqualTo(200);

        assertThat(Wire.send(request.build()).headers().firstValue(REPLAYED)).contains("true");
        assertThat(Wire.send(request.POST(BodyPublishers.ofString(body.replace("xx\"", "xy\"")))
                                .build())
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void key_ofAnotherCaller_isAnotherKey() {
        Wire sameTenant = Wire.to(node, SAME_TENANT, "contract-secret");
        Wire otherTenant = Wire.to(node, OTHER_TENANT, RunningServer.CLIENT_SECRET);
        HttpResponse<byte[]> first = wire.post(JOBS, KEY, "k");
        assertThat(first.statusCode()).isEqualTo(200);

        HttpResponse<byte[]> otherEntity = sameTenant.post(JOBS, KEY, "k", "Zuora-Entity-Ids", OTHER_ENTITY);
        HttpResponse<byte[]> otherClient = sameTenant.post(JOBS, KEY, "k", "Zuora-Entity-Ids", ENTITY);
        HttpResponse<byte[]> tenant = otherTenant.post(JOBS, KEY, "k");

        assertThat(List.of(otherEntity, otherClient, tenant))
                .allSatisfy(answer ->
                        assertThat(answer.headers().firstValue(REPLAYED)).isEmpty());
        assertThat(otherEntity.statusCode()).isEqualTo(200);
        assertThat(tenant.statusCode()).isEqualTo(200);
        // Its own call, which finds the first one's job active.
        assertThat(otherClient.statusCode()).isEqualTo(409);
        assertThat(jobs()).isEqualTo(3);
        assertThat(otherTenant.post(JOBS, KEY, "k").body()).isEqualTo(tenant.body());
        assertThat(wire.post(JOBS, KEY, "k").body()).isEqualTo(first.body());
    }

    /** Where the transaction waits for the test: as it stores the answer, and as it commits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create trigger hold before insert on idempotent_answer for each row execute function hold()",
                "create constraint trigger hold after insert on idempotent_answer deferrable initially deferred"
                        + " for each row execute function hold()",
            })
    void crash_leavesNothing_andTheKeyIsFree(String trigger) throws Exception {
        try (Connection connection = database.plainDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + HELD + ")");
            statement.execute("""
                    create function hold() returns trigger language plpgsql as
                    $$ begin perform pg_advisory_xact_lock(%d); return new; end $$
                    """.formatted(HELD));
            statement.execute(trigger);
            CompletableFuture<HttpResponse<byte[]>> first =
                    CompletableFuture.supplyAsync(() -> wire.post(JOBS, KEY, "k"), threads);
            long backend = awaitBackendThatWaits();

            // It is running, on this node and on the other.
            for (RunningServer each : List.of(node, otherNode)) {
                HttpResponse<byte[]> meanwhile = wire.at(each).post(JOBS, KEY, "k");
                assertThat(meanwhile.statusCode()).isEqualTo(409);
                assertThat(Wire.reasons(meanwhile))
                        .isEqualTo("50000050 A request with the same Idempotency-Key is still running.");
            }
            statement.execute("select pg_terminate_backend(" + backend + ")");

            HttpResponse<byte[]> crashed = first.get(30, TimeUnit.SECONDS);
            assertThat(crashed.statusCode()).isEqualTo(503);
            assertThat(crashed.headers().firstValue("Retry-After")).isPresent();
            assertThat(Wire.reasons(crashed)).startsWith("50000061 ");
            assertThat(jobs()).isZero();
            assertThat(answers()).isZero();
            assertThat(jdbc.sql("select count(*) from scheduled_tasks")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(jdbc.sql("select count(*) from job_scope")
                            .query(Long.class)
                            .single())
                    .isZero();
        } finally {
            jdbc.sql("drop function if exists hold() cascade").update();
        }
        HttpResponse<byte[]> again = wire.post(JOBS, KEY, "k");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue(REPLAYED)).isEmpty();
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void failureOfTheServer_isNotKept() {
        jdbc.sql("""
                        create function fail() returns trigger language plpgsql as
                        $$ begin raise exception 'no'; end $$
                        """).update();
        jdbc.sql("create trigger fail before insert on backfill_progress for each row execute function fail()")
                .update();
        try {
            assertThat(wire.post(JOBS, KEY, "k").statusCode()).isEqualTo(500);
        } finally {
            jdbc.sql("drop function fail() cascade").update();
        }
        assertThat(answers()).isZero();
        assertThat(jobs()).isZero();

        HttpResponse<byte[]> again = wire.post(JOBS, KEY, "k");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue(REPLAYED)).isEmpty();
    }

    @Test
    void whatIsRefusedBeforeItRuns_isNotKept() {
        assertThat(wire.post(JOBS, KEY, "k", "Zuora-Version", "v".repeat(33)).statusCode())
                .isEqualTo(400);
        assertThat(wire.post(JOBS, KEY, "k", "Accept", "text/html").statusCode())
                .isEqualTo(406);
        assertThat(wire.post(JOBS, KEY, "k", "Zuora-Org-Ids", "apac").statusCode())
                .isEqualTo(403);
        assertThat(answers()).isZero();

        assertThat(wire.post(JOBS, KEY, "k").statusCode()).isEqualTo(200);
    }

    @Test
    void key_countsForADay() {
        HttpResponse<byte[]> first = wire.post(JOBS, KEY, "k");
        endJobs();
        age("23 hours 59 minutes");
        assertThat(wire.post(JOBS, KEY, "k").body()).isEqualTo(first.body());

        age("24 hours 1 second");
        HttpResponse<byte[]> nextDay = wire.post(JOBS, KEY, "k");

        assertThat(nextDay.statusCode()).isEqualTo(200);
        assertThat(nextDay.headers().firstValue(REPLAYED)).isEmpty();
        assertThat(nextDay.body()).isNotEqualTo(first.body());
        assertThat(wire.post(JOBS, KEY, "k").body()).isEqualTo(nextDay.body());
        assertThat(jobs()).isEqualTo(2);
    }

    @Test
    void oldKeys_areDeletedOnTheWay_someAtATime() {
        jdbc.sql("""
                        insert into idempotent_answer
                            (tenant_id, key_hash, request_hash, created_on, status, request_id, headers, body)
                        select 1001, sha256(cast(i::text as bytea)), sha256(''), now() - interval '25 hours', 200,
                               gen_random_uuid(), '{}', ''
                        from generate_series(1, 250) i
                        """).update();

        wire.post(JOBS, KEY, "one");
        assertThat(answers()).isEqualTo(151);
        wire.post(JOBS, KEY, "two");
        wire.post(JOBS, KEY, "three");
        assertThat(answers()).isEqualTo(3);
    }

    @Test
    void key_isStoredAsAHash() {
        wire.post(JOBS, KEY, "invoice of Jane");

        assertThat(jdbc.sql("select a::text from idempotent_answer a")
                        .query(String.class)
                        .single())
                .doesNotContain("Jane");
    }

    @Test
    void key_onPut_isRefused_andTheJobIsUnchanged() {
        String job = Wire.json(wire.post(JOBS)).get("jobId").asString();

        HttpResponse<byte[]> answer = wire.stop(job, KEY, "k");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Wire.reasons(answer)).isEqualTo("50000020 Idempotency-Key is not supported on PUT requests.");
        assertThat(jdbc.sql("select status from backfill_job")
                        .query(String.class)
                        .single())
                .isEqualTo("ACCEPTED");
        assertThat(answers()).isZero();
    }

    private static long awaitBackendThatWaits() {
        return await().until(() -> jdbc.sql("""
                                        select l.pid from pg_locks l join pg_stat_activity a using (pid)
                                        where l.locktype = 'advisory' and not l.granted and a.datname = current_database()
                                        """).query(Long.class).optional(), Optional::isPresent)
                .orElseThrow();
    }

    private static void age(String by) {
        jdbc.sql("update idempotent_answer set created_on = clock_timestamp() - cast(:by as interval)")
                .param("by", by)
                .update();
    }

    private static void endJobs() {
        jdbc.sql("update backfill_job set status = 'FAILED', ended_on = now()").update();
    }

    private static long jobs() {
        return jdbc.sql("select count(*) from backfill_job").query(Long.class).single();
    }

    private static long answers() {
        return jdbc.sql("select count(*) from idempotent_answer")
                .query(Long.class)
                .single();
    }

    private static boolean isGzip(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"));
    }

    private static byte[] plain(HttpResponse<byte[]> answer) throws IOException {
        return isGzip(answer)
                ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
    }
}
