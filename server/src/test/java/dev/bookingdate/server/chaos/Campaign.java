package dev.bookingdate.server.chaos;

import dev.bookingdate.server.database.MistreatedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One seed of a run: its cluster, clients, users and faults, and what is found when all is over. */
final class Campaign {

    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    private final long seed;
    private final ChaosSettings settings;
    private final Predicate<Fault> chosen;

    /** @param chosen which of the faults there are may happen */
    Campaign(long seed, ChaosSettings settings, Predicate<Fault> chosen) {
        this.seed = seed;
        this.settings = settings;
        this.chosen = chosen;
    }

    Report run() throws Exception {
        Path directory = settings.directory().resolve(Long.toString(seed));
        clear(directory);
        Files.createDirectories(directory);
        Random random = new Random(seed);
        int size = settings.nodes() == 0 ? 1 + (int) Math.floorMod(seed, 4L) : settings.nodes();
        try (Disk disk = Disk.at(directory.resolve("disk"));
                MistreatedPostgres postgres = MistreatedPostgres.start(disk.path());
                History history = new History(directory.resolve("history.jsonl"));
                Cluster cluster = new Cluster(postgres, size, directory)) {
            Thread hook = new Thread(() -> closeAll(cluster, postgres, disk), "chaos-clears-up");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                postgres.configure("track_commit_timestamp", "on");
                Charges charges = Charges.create(postgres, settings.charges());
                cluster.mend();
                Calls calls = new Calls(history);
                long begin = System.nanoTime();
                happen(cluster, charges, calls, history, disk, random);
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                Evidence evidence = gather(cluster, charges, calls, history, directory);
                return Report.of(seed, size, seconds, evidence, Checker.check(evidence));
            } finally {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private void happen(Cluster cluster, Charges charges, Calls calls, History history, Disk disk, Random random)
            throws Exception {
        ExecutorService people = Executors.newCachedThreadPool();
        try {
            for (Lane lane : Lane.ALL) {
                people.execute(new LaneClients(lane, cluster, charges, calls, random.nextLong()));
                people.execute(new ChargeUsers(
                        lane,
                        charges.keys(lane),
                        cluster.postgres().dataSource("chaos-user"),
                        history,
                        random.nextLong()));
            }
            Stage stage = new Stage(cluster, charges, calls, history, settings, random);
            Nemesis nemesis =
                    new Nemesis(Nemesis.catalogue(disk).stream().filter(chosen).toList(), random);
            long until = System.nanoTime() + settings.duration().toNanos();
            while (System.nanoTime() < until) {
                stage.inflict(nemesis.next());
                Pause.millis(random.nextInt(1_500));
            }
        } finally {
            people.shutdownNow();
            people.awaitTermination(40, TimeUnit.SECONDS);
        }
    }

    private Evidence gather(Cluster cluster, Charges charges, Calls calls, History history, Path directory)
            throws IOException {
        cluster.mend();
        awaitRest(charges.jdbc());
        // A call whose client has gone away may still be on its way: it ends with its node, and can't write later.
        for (Node node : cluster.nodes()) {
            end(List.of(node));
            cluster.mend();
        }
        awaitRest(charges.jdbc());
        EvidenceReader reader = new EvidenceReader(charges.jdbc());
        String before = reader.fingerprint();
        end(cluster.nodes());
        cluster.postgres().restart("fast");
        cluster.mend();
        // Time for the sweepers and the schedulers to do what they must not.
        Pause.millis(3_000);
        String after = reader.fingerprint();
        cluster.nodes().forEach(Node::kill);
        Set<String> secrets = new HashSet<>(calls.tokens());
        Lane.ALL.forEach(lane -> secrets.add(lane.secret()));
        secrets.add(cluster.postgres().password());
        secrets.addAll(charges.jdbc()
                .sql("select cast(private_jwk as json) ->> 'd' from signing_key where private_jwk like '{%'")
                .query(String.class)
                .list());
        return reader.read(
                history.events(), before, after, LogsKeepSecrets.search(directory, secrets), settings.restBound());
    }

    private static void end(List<Node> nodes) {
        nodes.forEach(Node::terminate);
        nodes.forEach(node -> node.awaitEnd(30));
        nodes.forEach(Node::kill);
    }

    private static void awaitRest(JdbcClient jdbc) {
        long until = System.nanoTime() + LONGEST_REST.toNanos();
        while (System.nanoTime() < until) {
            try {
                if (jdbc.sql("select count(*) from backfill_job where status in ('ACCEPTED', 'PROCESSING')")
                                .query(Integer.class)
                                .single()
                        == 0) {
                    return;
                }
            } catch (DataAccessException e) {
                // It answers in a moment.
            }
            Pause.millis(100);
        }
    }

    private static void closeAll(Cluster cluster, MistreatedPostgres postgres, Disk disk) {
        try (disk;
                postgres;
                cluster) {
            // All of them go, in this order from the last.
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all =
                    new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList());
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
