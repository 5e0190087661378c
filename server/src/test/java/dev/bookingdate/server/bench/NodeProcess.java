package dev.bookingdate.server.bench;

import static org.awaitility.Awaitility.await;

import dev.bookingdate.client.BackfillClient;
import dev.bookingdate.server.BookingDateBackfillServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node as a process of its own, with its default settings but for those that are given. */
final class NodeProcess implements AutoCloseable {

    static final String CLIENT_ID = "00000000-0000-4000-8000-000000000001";
    static final String CLIENT_SECRET = "demo-secret";
    static final String HEAP = "-Xmx" + Option.number("bench.heap", 256) + "m";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill-nodes"));
    }

    private final Process process;
    private final int port;
    private final int managementPort;
    private final Path log;

    private NodeProcess(Process process, int port, int managementPort, Path log) {
        this.process = process;
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
    }

    /** Starts a node and waits until it is ready. */
    static NodeProcess start(BenchDatabase database, String... properties) throws IOException {
        NodeProcess node = launch(BookingDateBackfillServer.class, database, properties);
        node.awaitReady();
        return node;
    }

    /** Starts a node, and does not wait for it. */
    static NodeProcess launch(Class<?> main, BenchDatabase database, String... properties) throws IOException {
        int port = freePort();
        int managementPort = freePort();
        Path logs = Files.createDirectories(Report.FOLDER.resolve("logs"));
        Path log = logs.resolve("node-" + port + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--server.port=" + port,
                "--management.server.port=" + managementPort,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.postgres().address().user(),
                "--spring.datasource.password=" + database.postgres().address().password(),
                // Lets the demo's client in; the charges are there already.
                "--bookingdate.demo.charges=1"));
        if (Stream.of(properties).noneMatch(property -> property.startsWith("bookingdate.limits"))) {
            // The benchmarks poll faster than any tenant may.
            command.add("--bookingdate.limits.enabled=false");
        }
        Stream.concat(Stream.of(properties), Option.node().stream())
                .map(property -> "--" + property)
                .forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RUNNING.add(process);
        return new NodeProcess(process, port, managementPort, log);
    }

    void awaitReady() {
        await("the node of " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the node ended, see " + log);
                    }
                    return isReady();
                });
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    long pid() {
        return process.pid();
    }

    BackfillClient client() {
        return BackfillClient.builder()
                .baseUrl(address())
                .credentials(CLIENT_ID, CLIENT_SECRET)
                .build();
    }

    /** The sum of a metric of the node, as Prometheus names it, over all its labels that contain {@code label}. */
    double metric(String name, String label) throws IOException, InterruptedException {
        String all = get("/actuator/prometheus");
        return all.lines()
                .filter(line -> (line.startsWith(name + "{") || line.startsWith(name + " ")) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** As {@code kill -NAME} does: KILL, STOP, CONT, TERM. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + pid() + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        RUNNING.remove(process);
    }

    /** What a load balancer asks. */
    boolean isReady() throws InterruptedException {
        try {
            return get("/actuator/health/readiness").contains("\"UP\"");
        } catch (IOException e) {
            // Nobody listens yet.
            return false;
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
