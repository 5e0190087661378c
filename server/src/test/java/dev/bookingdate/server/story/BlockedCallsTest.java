package dev.bookingdate.server.story;

import static dev.bookingdate.server.story.Wire.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Calls of one tenant that wait for somebody's lock, on a node of 16 threads; and what a stop of another tenant gets. */
@Tag("long")
class BlockedCallsTest {

    private static final String OTHER_CLIENT_ID = "00000000-0000-4000-8000-000000000002";
    private static final String RUNNING = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";

    /** An uncommitted job of the first tenant, as a node leaves it that is frozen before its commit. */
    private static final String UNCOMMITTED_JOB = """
            insert into backfill_job (tenant_id, entity_id, org_ids, time_zone, upper_key, created_by, updated_by)
            values (1001, '00000000-0000-4000-8000-0000000000e1', '{us-east,us-west,emea}', 'UTC', 1, 'u', 'u')
            """;

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;
    private static Wire wire;
    private static Wire other;
    private static ExecutorService threads;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        server = RunningServer.start(
                database,
                "bookingdate.demo.charges=100",
                "bookingdate.engine.enabled=false",
                "server.tomcat.threads.max=16");
        // As the users' own sessions: not read-only when the database is.
        jdbc = JdbcClient.create(new DriverManagerDataSource(
                database.url() + "?options=-c%20default_transaction_read_only=off",
                database.user(),
                database.password()));
        wire = Wire.to(server, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
        other = Wire.to(server, OTHER_CLIENT_ID, RunningServer.CLIENT_SECRET);
        threads = Executors.newCachedThreadPool();
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
        server.close();
        database.close();
    }

    @AfterEach
    void empty() {
        jdbc.sql("drop trigger if exists slow on backfill_job").update();
        jdbc.sql("delete from scheduled_tasks").update();
        jdbc.sql("delete from backfill_progress").update();
        jdbc.sql("delete from backfill_job").update();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UNCOMMITTED_JOB,
                "select from tenant where tenant_id = 1001 for update",
                "lock table scheduled_tasks in access exclusive mode",
                "lock table idempotent_answer in access exclusive mode"
            })
    void stopOfAnotherTenant_isAnswered_whileCreatesWaitForALock(String lock) throws Exception {
        run(lock, 24, number -> wire.post(JOBS, "Idempotency-Key", "key-" + number), 503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock table entity in access exclusive mode",
                "select from call_window where tenant_id = 1001 for update",
            })
    void callsOfAnyKind_areAnswered_whileALockIsHeld(String lock) throws Exception {
        jdbc.sql("update call_window set calls = 0, started_on = now() - interval '1 year'")
                .update();
        try (Held held = new Held(lock)) {
            List<CompletableFuture<HttpResponse<byte[]>>> calls = IntStream.range(0, 24)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> switch (number % 3) {
                                case 0 -> wire.post(JOBS);
                                case 1 -> wire.get(JOBS);
                                default -> wire.get(JOBS + "/" + RUNNING);
                            },
                            threads))
                    .toList();
            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().statusCode()).isIn(200, 404, 409, 503));
            held.isHeldStill();
        }
    }

    @Test
    void tokenRequest_isAnswered_whileItsCountIsLocked() throws Exception {
        try (Held held = new Held("lock table token_attempt in access exclusive mode")) {
            assertThat(Wire.token(server.address(), RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET)
                            .statusCode())
                    .isEqualTo(503);
            held.isHeldStill();
        }
    }

    @Test
    void create_thatTakesTooLong_isEnded() {
        jdbc.sql("create or replace function slow() returns trigger language plpgsql as $$"
                        + " begin perform pg_sleep(60); return new; end $$")
                .update();
        jdbc.sql("create trigger slow before insert on backfill_job for each row execute function slow()")
                .update();

        HttpResponse<byte[]> answer = wire.post(JOBS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(jdbc.sql("select count(*) from backfill_job")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** The database that a pool reached has become read-only, as after a failover to another one; later it is not any more. */
    @Test
    void callsThatWrite_onADatabaseThatIsReadOnly_areRefusedForNow_andDoneAgainWhenItIsNot() {
        readOnly("on");
        try {
            running(wire, other).forEach(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            });
        } finally {
            readOnly("default");
        }

        // No connection is left that was made meanwhile; the first call of each kind may still have got one.
        await().atMost(Duration.ofSeconds(10))
                .until(() -> running(wire, other).allMatch(answer -> answer.statusCode() < 300));
    }

    private static Stream<HttpResponse<byte[]>> running(Wire creates, Wire stops) {
        jdbc.sql("delete from backfill_progress").update();
        jdbc.sql("delete from scheduled_tasks").update();
        jdbc.sql("delete from backfill_job").update();
        running();
        return Stream.of(
                creates.post(JOBS),
                stops.stop(RUNNING),
                Wire.token(server.address(), RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET));
    }

    /** For connections that are made from now on; those that there are break. */
    private static void readOnly(String value) {
        JdbcClient outside = JdbcClient.create(TestDatabase.shared());
        outside.sql("alter database " + database.name() + " set default_transaction_read_only = " + value)
                .update();
        if (value.equals("on")) {
            outside.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                    .param("name", database.name())
                    .query()
                    .listOfRows();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "25P02", "53100", "57P05"})
    void create_thatTheDatabaseCantDoJustNow_isRefusedForNow(String state) {
        jdbc.sql("create or replace function slow() returns trigger language plpgsql as $$"
                        + " begin raise exception using errcode = '" + state + "'; end $$")
                .update();
        jdbc.sql("create trigger slow before insert on backfill_job for each row execute function slow()")
                .update();

        HttpResponse<byte[]> answer = wire.post(JOBS);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    /** Nobody can answer this stop, but it says so, and the next one is answered. */
    @Test
    void stop_whoseJobIsLocked_isAnswered() throws Exception {
        running();
        try (Held held = new Held("select from backfill_job for update")) {
            HttpResponse<byte[]> answer = other.stop(RUNNING);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            held.isHeldStill();
        }
        assertThat(other.stop(RUNNING).statusCode()).isEqualTo(200);
    }

    private static void run(String lock, int callers, Function<Integer, HttpResponse<byte[]>> call, int expected)
            throws SQLException {
        running();
        try (Held held = new Held(lock)) {
            List<CompletableFuture<HttpResponse<byte[]>>> blocked = IntStream.range(0, callers)
                    .mapToObj(number -> CompletableFuture.supplyAsync(() -> call.apply(number), threads))
                    .toList();
            await().atMost(Duration.ofSeconds(10)).until(() -> waiting() > 0);

            HttpResponse<byte[]> stopped = other.stop(RUNNING);

            assertThat(stopped.statusCode()).isEqualTo(200);
            assertThat(blocked).allSatisfy(answer -> {
                assertThat(answer.join().statusCode()).isEqualTo(expected);
                assertThat(answer.join().headers().firstValue("Retry-After")).isPresent();
            });
            held.isHeldStill();
        }
    }

    /** A running job of the second tenant. */
    private static void running() {
        jdbc.sql("""
                        insert into backfill_job (tenant_id, job_id, entity_id, time_zone, upper_key, status, created_by,
                                                  updated_by, started_on)
                        values (1002, cast(:job as uuid), '00000000-0000-4000-8000-0000000000e2', 'UTC', 1, 'PROCESSING',
                                'u', 'u', now())
                        """).param("job", RUNNING).update();
        jdbc.sql("insert into backfill_progress (tenant_id, job_id) values (1002, cast(:job as uuid))")
                .param("job", RUNNING)
                .update();
    }

    private static long waiting() {
        return jdbc.sql(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                .query(Long.class)
                .single();
    }

    /** A transaction that does not end before it is closed. */
    private record Held(Connection connection) implements AutoCloseable {

        Held(String sql) throws SQLException {
            this(database.plainDataSource().getConnection());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void isHeldStill() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute("select 1")).isTrue();
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
