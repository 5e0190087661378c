package dev.bookingdate.server.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.DatabaseRefusedException;
import dev.bookingdate.server.database.PgBouncer;
import dev.bookingdate.server.database.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A server on a database as others set it up: tables in a schema of their own, commits that are not durable by default, and
 * sessions that begin with the operator's SQL.
 */
@Tag("long")
class OwnDatabaseSettingsTest {

    private static TestDatabase database;
    private static RunningServer server;
    private static JdbcClient jdbc;
    private static Wire wire;

    @BeforeAll
    static void start() {
        database = TestDatabase.createWithoutTables();
        jdbc = JdbcClient.create(database.plainDataSource());
        jdbc.sql("create schema billing").update();
        byDefault("synchronous_commit", "off");
        byDefault("default_transaction_isolation", "serializable");
        server = RunningServer.start(
                database,
                "bookingdate.demo.charges=200",
                "spring.datasource.hikari.schema=billing",
                "spring.datasource.hikari.connection-init-sql=set application_name = 'billing-backfill'",
                "spring.datasource.hikari.data-source-properties.assumeMinServerVersion=18");
        wire = Wire.to(server, RunningServer.CLIENT_ID, RunningServer.CLIENT_SECRET);
        jdbc.sql("create table billing.committed (did text, durable text)").update();
        jdbc.sql("""
                        create function billing.committed() returns trigger language plpgsql as $$
                        begin
                            insert into billing.committed
                            select case when new.status in ('COMPLETED', 'STOPPED') then 'end'
                                        when new.stop_requested_on is not null then 'stop' when tg_op = 'INSERT' then 'create'
                                        else 'claim' end,
                                   current_setting('synchronous_commit');
                            return null;
                        end $$
                        """).update();
        // At the commit.
        jdbc.sql("""
                        create constraint trigger committed after insert or update on billing.backfill_job
                        deferrable initially deferred for each row execute function billing.committed()
                        """).update();
    }

    /** For sessions that begin from now on. */
    private static void byDefault(String setting, String value) {
        JdbcClient.create(TestDatabase.shared())
                .sql("alter database " + database.name() + " set " + setting + " = " + value)
                .update();
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void empty() {
        await().until(() -> jobs("ACCEPTED") + jobs("PROCESSING") == 0);
        jdbc.sql(
                        "truncate billing.backfill_progress, billing.backfill_granule, billing.backfill_audit, billing.backfill_job, billing.committed")
                .update();
    }

    @Test
    void jobs_areRun_andStopped_inTheSchemaOfTheSettings_andDurably() throws SQLException {
        jobIsStopped();
        jobIsDone();
        // A connection that was made during the other test still waits for more.
        assertThat(commits())
                .allMatch(commit -> commit.endsWith(" on") || commit.endsWith(" remote_apply"))
                .extracting(commit -> commit.replaceFirst(" .*", ""))
                .contains("create", "stop", "end");
        assertThat(jdbc.sql("select count(*) from information_schema.tables where table_schema = 'public'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** Requests, stops, keys, chunks, the scheduler and the notices. */
    @Test
    void everyConnection_beginsWithTheSettingsOwnSql() {
        assertThat(jdbc.sql("select distinct application_name from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()")
                        .query(String.class)
                        .list())
                .containsExactly("billing-backfill");
    }

    @Test
    void databaseThatWaitsForItsReplicasToApply_isLeftToDoSo() {
        byDefault("synchronous_commit", "remote_apply");
        try (RunningServer another = RunningServer.start(
                database, "bookingdate.demo.charges=200", "spring.datasource.hikari.schema=billing")) {
            Wire there = wire.at(another);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> there.post(Wire.JOBS).statusCode() == 200);
        } finally {
            byDefault("synchronous_commit", "off");
        }
        assertThat(commits()).contains("create remote_apply");
    }

    private static void jobIsDone() {
        assertThat(wire.post(Wire.JOBS).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20)).until(() -> jobs("COMPLETED") == 1);
    }

    @Test
    void pgBouncer_thatGivesEachConnectionItsSession_isAsGoodAsNone_andAnyOtherIsRefused(@TempDir Path directory)
            throws Exception {
        assumeThat(PgBouncer.isInstalled()).isTrue();
        try (PgBouncer pooler = PgBouncer.start(directory, database, "session");
                RunningServer through = RunningServer.start(database, behind(pooler))) {
            assertThat(wire.at(through).post(Wire.JOBS).statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> jobs("COMPLETED") == 1);
        }
        try (PgBouncer pooler = PgBouncer.start(directory, database, "transaction")) {
            assertThatThrownBy(() -> RunningServer.start(database, behind(pooler)))
                    .hasRootCauseInstanceOf(DatabaseRefusedException.class);
        }
    }

    private static String[] behind(PgBouncer pooler) {
        return new String[] {
            "spring.datasource.url=" + pooler.url(),
            "spring.datasource.hikari.schema=billing",
            "bookingdate.demo.charges=200"
        };
    }

    /** While a user holds all charges, so that it can't be done before. */
    private static void jobIsStopped() throws SQLException {
        jdbc.sql("update billing.rate_plan_charge set booking_date = null").update();
        try (Connection user = database.plainDataSource().getConnection()) {
            user.setAutoCommit(false);
            try (Statement statement = user.createStatement()) {
                statement.execute("select from billing.rate_plan_charge for update");
            }
            HttpResponse<byte[]> created = wire.post(Wire.JOBS);
            await().until(() -> jobs("PROCESSING") == 1);
            String id = Wire.json(created).get("jobId").asString();
            assertThat(wire.stop(id).statusCode()).isEqualTo(200);
            user.rollback();
        }
        await().until(() -> jobs("STOPPED") == 1);
    }

    private static long jobs(String status) {
        return jdbc.sql("select count(*) from billing.backfill_job where status = :status")
                .param("status", status)
                .query(Long.class)
                .single();
    }

    private static List<String> commits() {
        return jdbc.sql("select distinct did || ' ' || durable from billing.committed order by 1")
                .query(String.class)
                .list();
    }
}
