package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.Replicated;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The primary dies, and its synchronous standby takes its place: what was answered with 200 is there. The database's default
 * would let commits be answered that only the dead one had.
 */
@Tag("long")
class FailoverTest {

    private static final Lane LANE = Lane.ALL.get(0);
    private static final Lane OTHER = Lane.ALL.get(2);

    @Test
    void stopThatWasAnswered_isThereAfterAFailover_andJobsGoOn(@TempDir Path directory) throws Exception {
        try (Replicated servers = Replicated.start();
                History history = new History(directory.resolve("history.jsonl"))) {
            JdbcClient jdbc = JdbcClient.create(servers.primary());
            Charges.fill(servers.primary(), 3_000);
            jdbc.sql("alter database bookingdate set synchronous_commit = off").update();
            servers.makeSynchronous();
            try (ConfigurableApplicationContext node = node(servers)) {
                Calls calls = new Calls(history);
                Calls.Place place = place(node);
                String job = String.valueOf(calls.create(LANE, place));

                // While the standby has nothing of it, no call that writes may be answered with 200.
                calls.list(OTHER, place);
                servers.freezeReception();
                assertThat(calls.create(OTHER, place)).isNull();
                servers.thawReception();

                await().atMost(Duration.ofSeconds(20))
                        .until(() -> calls.stop(LANE, place, job).status(), status -> status == 200);
                servers.failOver();

                await().atMost(Duration.ofSeconds(30)).until(() -> "STOPPED".equals(calls.status(LANE, place, job)));
                JdbcClient promoted = JdbcClient.create(servers.promoted());
                assertThat(count(promoted, "backfill_job where stop_requested_on is not null"))
                        .isEqualTo(1);
                long before = count(promoted, "backfill_change");
                assertThat(calls.create(LANE, place)).isNotNull();
                await().atMost(Duration.ofSeconds(30)).until(() -> count(promoted, "backfill_change") > before);
            }
        }
    }

    private static long count(JdbcClient jdbc, String what) {
        return jdbc.sql("select count(*) from " + what).query(Long.class).single();
    }

    private static ConfigurableApplicationContext node(Replicated servers) {
        SpringApplication application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        return application.run(
                "--server.port=0",
                "--management.server.port=-1",
                // So slow that it runs when it is stopped.
                "--bookingdate.throttle.rows-per-second=100",
                "--spring.datasource.url=" + servers.url(),
                "--spring.datasource.username=" + servers.user(),
                "--spring.datasource.password=" + servers.password());
    }

    private static Calls.Place place(ConfigurableApplicationContext node) {
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        return new Calls.Place("port " + port, "http://127.0.0.1:" + port);
    }
}
