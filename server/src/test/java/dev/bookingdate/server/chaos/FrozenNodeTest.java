package dev.bookingdate.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bookingdate.server.BookingDateBackfillServer;
import dev.bookingdate.server.database.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A node that says no more after a statement of a request is no hindrance for the requests at other nodes. */
@Tag("long")
class FrozenNodeTest {

    private static TestDatabase database;
    private static Proxy network;
    private static ConfigurableApplicationContext silenced;
    private static ConfigurableApplicationContext other;
    private static History history;
    private static Calls calls;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        database = TestDatabase.create();
        Charges.fill(database.plainDataSource(), 30);
        int port = URI.create(database.url().substring("jdbc:".length())).getPort();
        network = new Proxy(() -> port);
        silenced = node(database.url().replaceFirst(":\\d+/", ":" + network.port() + "/"));
        other = node(database.url());
        history = new History(directory.resolve("history.jsonl"));
        calls = new Calls(history);
    }

    /** The pool takes a connection on trust for half a second after its last use: until then it may hand out one that is cut. */
    @AfterEach
    void mend() {
        // Else its connections would stay silent, and be found so one by one.
        network.cut();
        network.heal();
        await().pollDelay(Duration.ofMillis(600))
                .atMost(Duration.ofSeconds(30))
                .until(() -> calls.stop(Lane.ALL.get(0), address(silenced), "f".repeat(32))
                                .status()
                        == 404);
    }

    @AfterAll
    static void stop() throws Exception {
        silenced.close();
        other.close();
        network.close();
        history.close();
        database.close();
    }

    @Test
    void stop_isNotHeldUpByANodeThatFrozeAfterItsOwn() throws Exception {
        String job = calls.create(Lane.ALL.get(0), address(other));

        CompletableFuture<Calls.Answer> lost = silenceAfter(
                Statements.STOP, () -> calls.stop(Lane.ALL.get(0), address(silenced), String.valueOf(job)));

        // Calls waits 6 s for an answer.
        assertThat(calls.stop(Lane.ALL.get(0), address(other), String.valueOf(job))
                        .status())
                .isEqualTo(200);
        assertThat(calls.status(Lane.ALL.get(0), address(other), String.valueOf(job)))
                .isEqualTo("STOPPED");
        lost.join();
    }

    @Test
    void create_isNotHeldUpForLongByANodeThatFrozeBeforeItsCommit() throws Exception {
        CompletableFuture<String> lost =
                silenceAfter(Statements.CREATE, () -> String.valueOf(calls.create(Lane.ALL.get(1), address(silenced))));

        // 503 as long as the frozen node's transaction is open, which the database ends.
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    calls.create(Lane.ALL.get(1), address(other));
                    return !calls.list(Lane.ALL.get(1), address(other)).isEmpty();
                });
        lost.join();
    }

    /** The node's network falls silent when this statement has reached the database. */
    private <T> CompletableFuture<T> silenceAfter(Statements statement, Supplier<T> call) throws InterruptedException {
        Trap trap = new Trap(Trap.Place.WITHIN, statement.runs(), Proxy::silence);
        network.arm(trap);
        CompletableFuture<T> lost = CompletableFuture.supplyAsync(call);
        assertThat(trap.await(Duration.ofSeconds(20), network)).isTrue();
        return lost;
    }

    private static ConfigurableApplicationContext node(String url) {
        SpringApplication application = new SpringApplication(BookingDateBackfillServer.class);
        application.setRegisterShutdownHook(false);
        return application.run(
                "--server.port=0",
                "--management.server.port=-1",
                "--bookingdate.engine.enabled=false",
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    private static Calls.Place address(ConfigurableApplicationContext node) {
        String port = node.getEnvironment().getRequiredProperty("local.server.port");
        return new Calls.Place("port " + port, "http://127.0.0.1:" + port);
    }
}
