package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.client.generated.JSON;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.generated.model.GetBackfillJobResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.ObjectMapper;

/**
 * Reading a job by the client ÷ by a bare {@code HttpClient} that reads the same JSON into the same model, from the same stub,
 * in turns. {@code -Dbench.rounds=N} (5), {@code -Dbench.seconds=N} of each half of a round (3), {@code -Dbench.warmup=N} seconds
 * of each before the first (10).
 */
@EnabledIfSystemProperty(named = "bench", matches = "client")
class ClientBenchmark {
    private static final String JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a01";
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final long SECONDS = Integer.getInteger("bench.seconds", 3);
    private static final long WARM_UP = Integer.getInteger("bench.warmup", 10);
    private static final byte[] ANSWER = ("{" + FakeService.SUCCESS + ",\"job\":{\"id\":\"" + JOB
                    + "\",\"createdOn\":1760729267000,\"createdOnReadable\":\"2025-10-17 21:27:47.000000000 +02:00\","
                    + "\"updatedOn\":1760729300000,\"updatedOnReadable\":\"2025-10-17 21:28:20.000000000 +02:00\","
                    + "\"updatedByUsername\":\"billing@example.com\",\"status\":\"PROCESSING\",\"type\":\"BookingDate\","
                    + "\"batchSentCount\":12,\"batchFinishedCount\":5,\"errorCount\":0,\"progress\":\"42.17%\","
                    + "\"recordsTotal\":1000000,\"recordsProcessed\":421700,\"recordsUpdated\":400000}}")
            .getBytes(UTF_8);

    private static final byte[] ENDED =
            new String(ANSWER, UTF_8).replace("PROCESSING", "COMPLETED").getBytes(UTF_8);
    private static final int WAITS = Integer.getInteger("bench.waits", 10_000);
    private static volatile boolean ended;

    /** Calls a second, p50 and p99 in milliseconds, bytes allocated for a call outside the stub. */
    record Figures(double rate, double p50, double p99, double bytes) {}

    @Test
    void run() throws Exception {
        AtomicInteger stubThreads = new AtomicInteger();
        ExecutorService stub =
                Executors.newCachedThreadPool(task -> new Thread(task, "stub-" + stubThreads.incrementAndGet()));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
        server.setExecutor(stub);
        server.createContext("/", ClientBenchmark::answer);
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        StringBuilder table =
                new StringBuilder("| callers | calls/s: client | bare | client ÷ bare | p99 ms: client | bare |"
                        + " bytes a call: client | bare |\n|---|---|---|---|---|---|---|---|\n");
        HttpClient bare =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ObjectMapper mapper = JSON.mapper();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v1/uno/data-backfill/bookingdate/jobs/" + JOB))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer token")
                .build();
        try (BackfillClient client = BackfillClient.builder()
                .baseUrl(base)
                .accessToken(() -> "token")
                .build()) {
            Callable<BackfillJob> ours = () -> client.jobs().get(JOB);
            Callable<BackfillJob> theirs = () -> mapper.readValue(
                            bare.send(request, HttpResponse.BodyHandlers.ofByteArray())
                                    .body(),
                            GetBackfillJobResponse.class)
                    .getJob();
            for (int callers : new int[] {1, 64}) {
                load(ours, callers, WARM_UP);
                load(theirs, callers, WARM_UP);
                List<Figures> faces = new ArrayList<>();
                List<Figures> bares = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    faces.add(load(ours, callers, SECONDS));
                    bares.add(load(theirs, callers, SECONDS));
                }
                table.append(row(callers, faces, bares));
            }
            table.append(manyWaits(client));
        } finally {
            server.stop(0);
            stub.shutdownNow();
        }
        System.out.println("\n### client\n\nrounds " + ROUNDS + " · " + SECONDS + " s each · JDK " + Runtime.version()
                + "\n\n" + table);
        Files.createDirectories(Path.of("target", "bench"));
        Files.writeString(Path.of("target", "bench", "client.md"), table);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = ended ? ENDED : ANSWER;
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** Waits at once for jobs that end some seconds later; each is read again and again until then. */
    private static String manyWaits(BackfillClient client) throws Exception {
        long began = System.nanoTime();
        ended = false;
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        List<CompletableFuture<JobEnd>> waits = new ArrayList<>();
        for (int i = 0; i < WAITS; i++) {
            waits.add(client.jobs().async().awaitFinished(JOB, Duration.ofMinutes(2)));
        }
        double begun = (System.nanoTime() - began) / 1e9;
        long threads = 0;
        for (int i = 0; i < 20; i++) {
            Thread.sleep(250);
            threads = Math.max(
                    threads,
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !others.contains(thread)
                                    && !thread.getName().startsWith("stub-"))
                            .count());
        }
        ended = true;
        long end = System.nanoTime();
        CompletableFuture.allOf(waits.toArray(CompletableFuture[]::new)).get();
        return String.format(
                Locale.ROOT,
                "%n%d waits at once: begun in %.1f s, at most %d threads more than before, all ended %.1f s after their jobs%n",
                WAITS,
                begun,
                threads,
                (System.nanoTime() - end) / 1e9);
    }

    private static Figures load(Callable<?> call, int callers, long seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long before = allocated();
            long began = System.nanoTime();
            long until = began + Duration.ofSeconds(seconds).toNanos();
            List<Future<long[]>> loads = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                loads.add(threads.submit(() -> {
                    List<Long> took = new ArrayList<>();
                    for (long now = System.nanoTime(); now < until; ) {
                        call.call();
                        long then = System.nanoTime();
                        took.add(then - now);
                        now = then;
                    }
                    return took.stream().mapToLong(Long::longValue).toArray();
                }));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> load : loads) {
                all.add(load.get());
            }
            double took = (System.nanoTime() - began) / 1e9;
            long after = allocated();
            long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Figures(
                    sorted.length / took,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[(int) (sorted.length * 0.99)] / 1e6,
                    (double) (after - before) / sorted.length);
        } finally {
            threads.shutdown();
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("stub-"))
                .mapToLong(thread -> Math.max(0, threads.getThreadAllocatedBytes(thread.getId())))
                .sum();
    }

    private static String row(int callers, List<Figures> client, List<Figures> bare) {
        double[] ratios = new double[client.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = client.get(i).rate() / bare.get(i).rate();
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "| %d | %.0f | %.0f | %.2f (%.2f–%.2f) | %.2f | %.2f | %.0f | %.0f |%n",
                callers,
                median(client, Figures::rate),
                median(bare, Figures::rate),
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                median(client, Figures::p99),
                median(bare, Figures::p99),
                median(client, Figures::bytes),
                median(bare, Figures::bytes));
    }

    private static double median(List<Figures> figures, ToDoubleFunction<Figures> figure) {
        double[] sorted = figures.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
