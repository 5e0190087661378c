package dev.bookingdate.server.chaos;

import dev.bookingdate.server.chaos.Trap.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** Calls that come at the worst moment. */
final class RaceFaults {

    private static final int MANY = 64;

    private RaceFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("notice of a stop lost", stage -> {
                    List<Stage.Active> active = stage.awaitActiveJobs();
                    stage.charges()
                            .jdbc()
                            .sql("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'")
                            .query()
                            .listOfRows();
                    stopAll(stage, active);
                    return !active.isEmpty();
                }),
                Fault.of("64 stops at once", stage -> {
                    List<Stage.Active> active = stage.awaitActiveJobs();
                    if (active.isEmpty()) {
                        return false;
                    }
                    Stage.Active job = active.get(stage.random().nextInt(active.size()));
                    List<Node> nodes = stage.cluster().nodes();
                    atOnce(
                            MANY,
                            number -> stage.calls()
                                    .stop(
                                            job.lane(),
                                            nodes.get(number % nodes.size()).place(),
                                            job.job()));
                    return true;
                }),
                Fault.of("all nodes create at once", stage -> {
                    List<Node> nodes = stage.cluster().nodes();
                    Lane lane = Lane.ALL.get(stage.random().nextInt(Lane.ALL.size()));
                    atOnce(
                            4 * nodes.size(),
                            number -> stage.calls()
                                    .create(
                                            lane,
                                            nodes.get(number % nodes.size()).place()));
                    return true;
                }),
                Fault.of(
                        "stop races with completion",
                        stage -> stopWhileHeld(stage, Statements.END.runsWith("COMPLETED"))),
                Fault.of("stop races with creation", RaceFaults::stopAtOnce),
                Fault.of("stop races with the first claim", stage -> stopWhileHeld(stage, Statements.CLAIM.runs())),
                Fault.of("stop races with takeover", stage -> {
                    List<Stage.Active> active = stage.awaitActiveJobs();
                    stage.anyNode().kill();
                    stage.overForOthers();
                    stopAll(stage, active);
                    return !active.isEmpty();
                }));
    }

    /** The statement is on its way, and a stop overtakes it; or just does not. */
    private static boolean stopWhileHeld(Stage stage, Predicate<Conversation> statement) {
        Trap trap = new Trap(Place.HELD, statement, network -> {});
        try {
            if (!stage.trap(trap, Duration.ofSeconds(12))) {
                return false;
            }
            if (stage.random().nextBoolean()) {
                trap.release();
            }
            stopAll(stage, stage.activeJobs());
            return true;
        } finally {
            trap.release();
        }
    }

    private static boolean stopAtOnce(Stage stage) {
        Lane lane = Lane.ALL.get(stage.random().nextInt(Lane.ALL.size()));
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < deadline) {
            String job = stage.calls().create(lane, stage.anyNode().place());
            if (job != null) {
                stage.calls().stop(lane, stage.anyNode().place(), job);
                return true;
            }
            Pause.millis(20);
        }
        return false;
    }

    private static void stopAll(Stage stage, List<Stage.Active> active) {
        active.forEach(job -> stage.calls().stop(job.lane(), stage.anyNode().place(), job.job()));
    }

    private static void atOnce(int count, IntConsumer call) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CountDownLatch go = new CountDownLatch(1);
        try {
            for (int number = 0; number < count; number++) {
                int mine = number;
                var unused = threads.submit(() -> {
                    go.await();
                    call.accept(mine);
                    return null;
                });
            }
            go.countDown();
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Ended();
        } finally {
            threads.shutdownNow();
        }
    }
}
