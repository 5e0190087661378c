package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of waits for a long time. Half a minute by default: {@code -Dclient.soak=PT30M} takes half an hour.
 */
@Tag("long")
class ManyWaitsSoakTest {
    private static final int WAITS = 2_000;
    private static final Duration SOAK = Duration.parse(System.getProperty("client.soak", "PT20S"));
    private static final long BYTES_MORE = 4 << 20;

    private final AtomicInteger readings = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private volatile String status = "PROCESSING";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void thousandsOfWaits_endWithTheHeapThatTheyBeganWith() {
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .accessToken(() -> "token")
                .pollInterval(Duration.ofSeconds(5))
                .build()) {
            List<CompletableFuture<JobEnd>> waits = Stream.generate(() ->
                            client.jobs().async().awaitFinished("0199f3a47c5e7d1b8a2f4e6c9d0b1a01", Duration.ofDays(1)))
                    .limit(WAITS)
                    .toList();
            await().atMost(Duration.ofMinutes(2)).until(() -> readings.get() > 5 * WAITS);
            long before = used();
            Instant end = Instant.now().plus(SOAK);

            await().atMost(SOAK.plusMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Instant.now().isAfter(end));
            long grown = used() - before;

            assertThat(grown)
                    .as("bytes more after %s and %d readings", SOAK, readings.get())
                    .isLessThan(BYTES_MORE);
            assertThat(waits).noneMatch(CompletableFuture::isDone);
            status = "STOPPED";
            assertThat(waits).allSatisfy(wait -> assertThat(wait.join()).isInstanceOf(JobEnd.Stopped.class));
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = ("{" + FakeService.SUCCESS
                            + ",\"job\":{\"id\":\"0199f3a47c5e7d1b8a2f4e6c9d0b1a01\",\"status\":\"" + status
                            + "\",\"progress\":\"42.17%\"}}")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            readings.incrementAndGet();
        }
    }
}
