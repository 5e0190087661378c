package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Users lock one charge after another, none of them for long: how long one chunk waits for all of them together. */
class ChunkLockWaitTest {

    private static final int CHARGES = 6;

    private final Scene scene = new Scene();
    private final List<Connection> users = new ArrayList<>();

    @AfterEach
    void close() throws SQLException {
        for (Connection user : users) {
            user.close();
        }
        scene.close();
    }

    @Test
    void chunk_waitsForAllItsLocksTogether_asLongAsForOne() throws SQLException {
        JobKey key = create();
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();

        assertIsGivenUp(node, claim, CHARGES);

        assertThat(scene.audited(key)).isZero();
        // The time that was left is left behind: the next statement of the connection waits as long as any.
        assertThat(node.chunk(claim, whole(), new RunningJob()).map(Done::written))
                .contains((long) CHARGES);
    }

    @Test
    void chunkOfAnUndo_waitsLikewise() throws SQLException {
        JobKey backfill = create();
        scene.worker().run(PartitionKey.first(backfill), Scene.DUE);
        JobKey undo = new Undo(scene.database.dataSource(), job -> {}).begin(backfill, "ops");
        JobStatements node = scene.statements();
        Claim claim = node.claim(PartitionKey.first(undo)).orElseThrow();

        assertIsGivenUp(node, claim, CHARGES);

        assertThat(scene.audited(undo)).isZero();
    }

    @Test
    void chunk_withoutABound_waitsForAll() throws SQLException {
        JobKey key = create();
        JobStatements node = scene.patientStatements();
        Claim claim = node.claim(PartitionKey.first(key)).orElseThrow();
        lockEach(CHARGES);
        CompletableFuture<Long> written = CompletableFuture.supplyAsync(
                () -> node.chunk(claim, whole(), new RunningJob()).orElseThrow().written());

        letGoOneByOne(written);

        assertThat(written.join()).isEqualTo(CHARGES);
    }

    private void assertIsGivenUp(JobStatements node, Claim claim, int locks) throws SQLException {
        lockEach(locks);
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            try {
                return node.chunk(claim, whole(), new RunningJob()).toString();
            } catch (DataAccessException e) {
                return ChunkFailure.of(e).kind().toString();
            }
        });
        letGoOneByOne(end);
        assertThat(end.join()).isEqualTo(ChunkFailure.Kind.RETRY.toString());
        for (Connection user : users) {
            user.rollback();
        }
    }

    /** Each has its lock for most of the time that a chunk waits for one: no single wait is too long. */
    private void letGoOneByOne(CompletableFuture<?> chunk) throws SQLException {
        for (Connection user : users) {
            await().until(() -> chunk.isDone() || waitsLong());
            if (chunk.isDone()) {
                return;
            }
            user.rollback();
        }
    }

    private boolean waitsLong() {
        return scene.jdbc.sql("""
                        select exists (select from pg_locks
                                       where not granted and waitstart < clock_timestamp() - interval '150 milliseconds')
                        """).query(Boolean.class).single();
    }

    private void lockEach(int charges) throws SQLException {
        for (int charge = 1; charge <= charges; charge++) {
            Connection user = scene.database.plainDataSource().getConnection();
            users.add(user);
            user.setAutoCommit(false);
            try (Statement statement = user.createStatement()) {
                statement.execute("select from rate_plan_charge where charge_id = 'c" + charge + "' for update");
            }
        }
    }

    private JobKey create() {
        IntStream.rangeClosed(1, CHARGES)
                .forEach(number -> scene.charge(
                        "c" + number, "c" + number, "2024-01-01T00:00:00Z", "2020-01-01", Scene.ENTITY, "us"));
        return scene.create();
    }

    private static Chunk whole() {
        return new Chunk(new Position(0, 0, (long) CHARGES, 0, null), 1, CHARGES, false, false);
    }
}
