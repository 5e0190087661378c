package dev.bookingdate.server.chaos;

import dev.bookingdate.server.database.MistreatedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The nodes, the database, and the networks between them. */
final class Cluster implements Closeable {

    private static final Duration START = Duration.ofSeconds(90);

    private final MistreatedPostgres postgres;
    private final List<Node> nodes = new ArrayList<>();

    Cluster(MistreatedPostgres postgres, int size, Path directory) {
        this.postgres = postgres;
        for (int number = 1; number <= size; number++) {
            Proxy network = new Proxy(postgres::port);
            nodes.add(new Node("node" + number, network, arguments(network), directory));
        }
    }

    private List<String> arguments(Proxy network) {
        return List.of(
                "--management.server.port=-1",
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + network.port() + "/" + postgres.database(),
                "--spring.datasource.username=" + postgres.user(),
                "--spring.datasource.password=" + postgres.password(),
                "--spring.datasource.hikari.maximum-pool-size=4",
                // Many calls come from one address, and tokens are asked for anew at each start.
                "--bookingdate.limits.concurrent-calls=64",
                "--bookingdate.engine.threads=3",
                // Small partitions, windows and chunks: much happens between any two faults.
                "--bookingdate.engine.partition-rows=4000",
                "--bookingdate.engine.window-rows=400",
                "--bookingdate.engine.chunk-target=10ms");
    }

    MistreatedPostgres postgres() {
        return postgres;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node any(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** The node behind a network. */
    Node behind(Proxy network) {
        return nodes.stream()
                .filter(node -> node.network() == network)
                .findFirst()
                .orElseThrow();
    }

    void forEachNetwork(Consumer<Proxy> action) {
        nodes.forEach(node -> action.accept(node.network()));
    }

    /** Everything runs, answers, and is well connected again. */
    void mend() {
        forEachNetwork(Proxy::heal);
        postgres.startUnlessItAnswers();
        nodes.forEach(node -> {
            if (node.isFrozen()) {
                node.thaw();
            }
            node.start();
        });
        nodes.forEach(Cluster::awaitAnswer);
    }

    static void awaitAnswer(Node node) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!node.answers()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(node.name() + " does not start; its log tells why");
            }
            Pause.millis(100);
            node.startAgain();
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
    }
}
