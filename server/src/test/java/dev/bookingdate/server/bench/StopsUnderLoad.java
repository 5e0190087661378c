package dev.bookingdate.server.bench;

import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.server.slow.Drips;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stops of one tenant, sent to both of two nodes in turns, each on a connection of its own, while connections from many
 * addresses drip bodies into both and many callers of another tenant make every other call. A stop is lost when it was
 * answered with 200 and its job does not end STOPPED.
 */
final class StopsUnderLoad implements Benchmark {

    private static final String JOBS = "/v1/uno/data-backfill/bookingdate/jobs";
    private static final String UNKNOWN = "0199f3a47c5e7d1b8a2f4e6c9d0b1aff";
    private static final String STOP = "{\"status\":\"Stopping\"}";
    private static final String OTHER_CLIENT = "00000000-0000-4000-8000-000000000002";
    private static final String NO_ANSWER = "none";
    private static final int ADDRESSES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int seconds = Option.number("bench.seconds", 600);
    private final int callers = Option.number("bench.callers", 200);
    private final int pauseMillis = Option.number("bench.pause", 100);
    private final int connections = Option.number("bench.drips", 1000);
    private final long rows = Option.numbers("bench.rows", "200000").get(0);
    private final Random random = new Random(Option.SEED);

    private final Samples stopMillis = new Samples();
    private final SortedMap<String, AtomicLong> stops = new ConcurrentSkipListMap<>();
    private final SortedMap<String, AtomicLong> calls = new ConcurrentSkipListMap<>();
    private final Samples readyMillis = new Samples();
    private long sent;
    private long lost;
    private long notReady;
    private volatile boolean over;

    @Override
    public Duration limit() {
        return Duration.ofSeconds(seconds).plusMinutes(10);
    }

    @Override
    public void run(Report report) throws Exception {
        report.setting("nodes", "two processes");
        report.setting("seconds", seconds);
        report.setting("callers of another tenant", callers + ", " + pauseMillis + " ms between two calls of each");
        report.setting("dripping connections of each node", connections + " from " + ADDRESSES + " addresses");
        try (BenchPostgres postgres = BenchPostgres.start(report);
                BenchDatabase template = postgres.load(rows, 90);
                BenchDatabase database = postgres.copy(template);
                NodeProcess one = NodeProcess.start(database, settings());
                NodeProcess two = NodeProcess.start(database, settings())) {
            besideAll(database, List.of(one, two));
        }
        publish(report);
    }

    /** All callers are let in; and a job lasts longer than it takes to stop it. */
    private static String[] settings() {
        return new String[] {
            "bookingdate.limits.concurrent-calls=1000",
            "bookingdate.limits.calls-per-minute=100000000",
            "bookingdate.limits.calls-per-hour=1000000000",
            "bookingdate.limits.calls-per-day=1000000000",
            "bookingdate.throttle.rows-per-second=20000",
            "logging.level.root=warn"
        };
    }

    private void besideAll(BenchDatabase database, List<NodeProcess> nodes) throws Exception {
        String token = token(nodes.get(0), NodeProcess.CLIENT_ID);
        String others = token(nodes.get(1), OTHER_CLIENT);
        List<Thread> threads = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            NodeProcess node = nodes.get(caller % nodes.size());
            threads.add(begin("caller-" + caller, () -> callOn(node, others)));
        }
        List<Drips> drips = new ArrayList<>();
        try {
            for (NodeProcess node : nodes) {
                drip(node, token, drips);
            }
            threads.add(begin("ready", () -> askForReadiness(nodes)));
            stopOn(database, nodes, token);
        } finally {
            over = true;
            for (Drips of : drips) {
                of.close();
            }
            for (Thread thread : threads) {
                thread.join(60_000);
            }
        }
    }

    private static Thread begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void drip(NodeProcess node, String token, List<Drips> drips) {
        String bearer = "Authorization: Bearer " + token + "\r\n";
        String json = "Content-Type: application/json\r\n";
        String form = "Content-Type: application/x-www-form-urlencoded\r\n";
        int share = connections / 4;
        drips.add(drip(node.port(), share, "POST /oauth/token", form));
        drips.add(drip(node.port(), share, "PUT " + JOBS + "/" + UNKNOWN, json));
        drips.add(drip(node.port(), share, "POST /nothing", ""));
        drips.add(drip(node.port(), share, "PUT " + JOBS + "/" + UNKNOWN, bearer + json));
        drips.add(drip(node.managementPort(), share, "POST /actuator/health", ""));
    }

    private static Drips drip(int port, int connections, String line, String headers) {
        String head = line + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: 1000000\r\n\r\n";
        return Drips.start(port, connections, ADDRESSES, 1_000, head, " ");
    }

    /** Every call but the stop of a job that runs. */
    private void callOn(NodeProcess node, String token) {
        List<byte[]> requests = List.of(
                KeptConnection.request("GET", JOBS, node.port(), token, ""),
                KeptConnection.request("POST", JOBS, node.port(), token, ""),
                KeptConnection.request("GET", JOBS + "/" + UNKNOWN, node.port(), token, ""),
                KeptConnection.request("PUT", JOBS + "/" + UNKNOWN, node.port(), token, STOP),
                KeptConnection.request("GET", "/nothing", node.port(), "wrong", ""));
        try (KeptConnection connection = new KeptConnection(node.port())) {
            while (!over) {
                count(calls, () -> connection.call(requests.get((int) (Math.random() * requests.size()))), connection);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void askForReadiness(List<NodeProcess> nodes) {
        try {
            while (!over) {
                for (NodeProcess node : nodes) {
                    long before = System.nanoTime();
                    if (!node.isReady()) {
                        notReady++;
                    }
                    readyMillis.add((System.nanoTime() - before) / 1e6);
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Creates a job at one node and stops it at the other one, at a random moment. */
    private void stopOn(BenchDatabase database, List<NodeProcess> nodes, String token) throws InterruptedException {
        JdbcClient jdbc = database.jdbc();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (BackfillClient one = nodes.get(0).client();
                BackfillClient two = nodes.get(1).client()) {
            for (int turn = 0; System.nanoTime() < end; turn++) {
                String job = (turn % 2 == 0 ? one : two).jobs().create().getJobId();
                TimeUnit.MILLISECONDS.sleep(random.nextLong(500));
                NodeProcess asked = nodes.get((turn + 1) % 2);
                boolean promised = stop(asked, job, token) == 200;
                String status = promised ? awaitRest(jdbc, job) : "";
                if (promised && !status.equals("STOPPED")) {
                    lost++;
                } else if (!promised) {
                    // The next job waits for this one's end.
                    one.jobs().stop(job);
                    awaitRest(jdbc, job);
                }
            }
        }
    }

    private int stop(NodeProcess node, String job, String token) {
        byte[] request = KeptConnection.request("PUT", JOBS + "/" + job, node.port(), token, STOP);
        sent++;
        try (KeptConnection connection = new KeptConnection(node.port())) {
            long before = System.nanoTime();
            int status = count(stops, () -> connection.call(request), connection);
            if (status > 0) {
                stopMillis.add((System.nanoTime() - before) / 1e6);
            }
            return status;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Call {
        int make() throws IOException;
    }

    /** The status, 0 where there was no answer. */
    private static int count(Map<String, AtomicLong> counts, Call call, KeptConnection connection) throws IOException {
        int status = 0;
        try {
            status = call.make();
        } catch (IOException e) {
            connection.close();
        }
        counts.computeIfAbsent(status == 0 ? NO_ANSWER : Integer.toString(status), any -> new AtomicLong())
                .incrementAndGet();
        return status;
    }

    private static String awaitRest(JdbcClient jdbc, String job) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> jdbc.sql("select status from backfill_job where job_id = cast(:job as uuid)")
                                .param("job", job)
                                .query(String.class)
                                .single(),
                        status -> !status.equals("ACCEPTED") && !status.equals("PROCESSING"));
    }

    private void publish(Report report) {
        report.table("stops sent", "answered", "by status", "no answer", "lost", "p50 ms", "p99 ms", "greatest ms")
                .row(
                        sent,
                        stopMillis.count(),
                        stops,
                        stops.getOrDefault(NO_ANSWER, new AtomicLong()),
                        lost,
                        Report.number("%.1f", stopMillis.percentile(50)),
                        Report.number("%.1f", stopMillis.percentile(99)),
                        Report.number("%.1f", stopMillis.max()));
        report.table("other calls by status", "readiness asked", "not ready", "p99 ms")
                .row(calls, readyMillis.count(), notReady, Report.number("%.1f", readyMillis.percentile(99)));
    }

    private static String token(NodeProcess node, String client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.address() + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=" + client + "&client_secret="
                                + NodeProcess.CLIENT_SECRET,
                        StandardCharsets.US_ASCII))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(body).get("access_token").asString();
    }
}
