package dev.bookingdate.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.database.Replicated;
import dev.bookingdate.server.job.JobKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real replica that falls behind, and catches up. */
@Tag("long")
class ReplicaLagTest {

    @Test
    void surroundings_tellHowFarTheReplicaIsBehind_evenWhenItReplaysNothing() throws IOException, SQLException {
        try (Replicated servers = Replicated.start()) {
            JobStatements node = statements(servers.primary());
            JobKey job = new JobKey(1, new UUID(1, 2));
            JdbcClient jdbc = JdbcClient.create(servers.primary());
            await().until(() -> jdbc.sql("select count(*) from pg_stat_replication")
                            .query(Integer.class)
                            .single()
                    == 1);
            await().until(() -> node.surroundings(job).replicaLag() == 0);

            servers.pauseReplay();
            jdbc.sql("create table filler as select repeat('x', 1000) as text from generate_series(1, 2000)")
                    .update();
            assertThat(node.surroundings(job).replicaLag()).isGreaterThan(1_000_000);

            jdbc.sql(
                            "create role app login password 'of-the-test'; grant select on scheduled_tasks, backfill_job, backfill_progress to app")
                    .update();
            JobStatements blind = statements(servers.primaryAs("app", "of-the-test"));
            assertThat(blind.surroundings(job).replicaLag()).isEqualTo(Surroundings.UNSEEN);
            jdbc.sql("grant pg_monitor to app").update();
            assertThat(blind.surroundings(job).replicaLag()).isGreaterThan(1_000_000);

            servers.resumeReplay();
            await().until(() -> node.surroundings(job).replicaLag() == 0);
        }
    }

    private static JobStatements statements(DataSource database) {
        return new JobStatements(
                new NamedParameterJdbcTemplate(database), Scene.PROPERTIES.failureLimit(), MissingOriginals.ACCEPT);
    }
}
