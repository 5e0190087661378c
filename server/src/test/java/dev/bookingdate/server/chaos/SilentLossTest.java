package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import dev.bookingdate.server.job.JobKey;
import dev.bookingdate.server.job.JobNotice;
import dev.bookingdate.server.job.JobNotices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node alone, whose connections all fall silent at once and for ever, while new ones are served. */
@Tag("long")
class SilentLossTest {

    /** What the node promises; a machine that does other work as well gets as much again. */
    private static final Duration BOUND = Duration.ofSeconds(Long.getLong("chaos.rest.seconds", 10));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Lane LANE = Lane.ALL.get(0);

    private TestDatabase database;
    private Proxy network;
    private ConfigurableApplicationContext node;
    private History history;
    private Calls calls;
    private JdbcClient jdbc;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        database = TestDatabase.create();
        jdbc = JdbcClient.create(database.plainDataSource());
        Charges.fill(database.plainDataSource(), 3_000);
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        network = new Proxy(() -> port);
        SpringApplication application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        node = application.run(
                "--server.port=0",
                "--management.server.port=-1",
                "--bookingdate.engine.window-rows=50",
                "--spring.datasource.url=" + database.url().replaceFirst(":\\d+/", ":" + network.port() + "/"),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
        history = new History(directory.resolve("history.jsonl"));
        calls = new Calls(history);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        network.close();
        history.close();
        database.close();
    }

    @Test
    void job_movesAgain_onTheSameNode_andCallsAreAnswered_andNoticesHeard() throws Exception {
        String warm = calls.create(LANE, address());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "COMPLETED".equals(calls.status(LANE, address(), String.valueOf(warm))));
        jdbc.sql("update rate_plan_charge set booking_date = null").update();
        List<JobNotice> heard = new CopyOnWriteArrayList<>();
        node.getBean(JobNotices.class).subscribe(heard::add);
        Trap trap = new Trap(Trap.Place.WITHIN, Statements.CHUNK.runs(), Proxy::lose);
        network.arm(trap);
        String job = calls.create(LANE, address());
        assertThat(trap.await(Duration.ofSeconds(20), network)).isTrue();
        network.arm(null);
        long lost = System.nanoTime();
        long before = chunks(job);

        List<CompletableFuture<Integer>> answers =
                Stream.generate(this::call).limit(6).toList();
        await().atMost(BOUND).until(() -> chunks(job) > before + 1);
        JobNotice notice = new JobNotice(JobNotice.Kind.CREATED, new JobKey(1, new UUID(1, 2)));
        await().atMost(BOUND.minusNanos(System.nanoTime() - lost).plusSeconds(1))
                .until(() -> {
                    jdbc.sql("select pg_notify(:channel, :notice)")
                            .param("channel", JobNotice.CHANNEL)
                            .param("notice", notice.toString())
                            .query()
                            .listOfRows();
                    return heard.contains(notice);
                });
        // Each is answered; and what is asked from now on, well.
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isIn(200, 503));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> "COMPLETED".equals(calls.status(LANE, address(), String.valueOf(job))));
    }

    /** The status of a call, which waits longer than any answer may take. */
    private CompletableFuture<Integer> call() {
        return HTTP.sendAsync(
                        HttpRequest.newBuilder(
                                        URI.create(address().address() + "/v1/uno/data-backfill/bookingdate/jobs"))
                                .timeout(Duration.ofSeconds(20))
                                .header(
                                        "Authorization",
                                        "Bearer " + calls.tokens().iterator().next())
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private long chunks(String job) {
        return jdbc.sql("select sum(chunk_no) from backfill_progress where job_id = cast(:job as uuid)")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    private Calls.Place address() {
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        return new Calls.Place("port " + port, "http://127.0.0.1:" + port);
    }
}
