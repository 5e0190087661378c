package dev.bookingdate.server.chaos;

import dev.bookingdate.server.chaos.Trap.Place;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Nodes that are killed, frozen, restarted, or wrong about the time. */
final class NodeFaults {

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private NodeFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("kill -9 at any moment", stage -> {
                    stage.anyNode().kill();
                    stage.overForOthers();
                    return true;
                }),
                kill("kill -9 before a claim", Place.BEFORE, Statements.CLAIM.runs()),
                kill("kill -9 between claim and first chunk", Place.AFTER, Statements.CLAIM.runs()),
                kill("kill -9 mid chunk", Place.WITHIN, Statements.CHUNK.runs()),
                kill("kill -9 between chunks", Place.BEFORE, Statements.CHUNK.runs()),
                kill("kill -9 between last chunk and close", Place.BEFORE, Statements.END.runsWith("COMPLETED")),
                kill("kill -9 between close and its answer", Place.AFTER, Statements.END.runs()),
                kill("kill -9 between stop's commit and answer", Place.AFTER, Statements.STOP.runs()),
                kill("kill -9 between create's commit and answer", Place.AFTER, Statements.CREATE.commits()),
                Fault.of("kill -9 during shutdown", stage -> {
                    Node node = stage.anyNode();
                    node.terminate();
                    Pause.millis(stage.random().nextInt(800));
                    node.kill();
                    stage.overForOthers();
                    return true;
                }),
                Fault.of("SIGSTOP and SIGCONT", stage -> {
                    Node node = stage.anyNode();
                    node.freeze();
                    stage.overForOthers();
                    stage.last(stage.longestFreeze());
                    node.thaw();
                    return true;
                }),
                freeze("SIGSTOP before a chunk, which arrives late", Statements.CHUNK.runs()),
                freeze("SIGSTOP before the end, which arrives late", Statements.END.runsWith("COMPLETED")),
                freeze("SIGSTOP before a stop, which arrives late", Statements.STOP.runs()),
                freeze("SIGSTOP between create and its commit", Statements.CREATE.commits()),
                Fault.rare("rolling restart", NodeFaults::restartAll),
                Fault.rare("clock an hour ahead", stage -> wrongClock(stage, Duration.ofHours(1))),
                Fault.rare("clock an hour behind", stage -> wrongClock(stage, Duration.ofHours(-1))));
    }

    private static Fault kill(String name, Place place, Predicate<Conversation> statement) {
        return Fault.of(
                name,
                stage -> stage.trap(
                        new Trap(place, statement, network -> {
                            stage.cluster().behind(network).kill();
                            stage.overForOthers();
                        }),
                        PATIENCE));
    }

    /** The node is frozen, and what it has sent is on its way until another node has long taken over. */
    private static Fault freeze(String name, Predicate<Conversation> statement) {
        return Fault.of(name, stage -> {
            Trap trap = new Trap(Place.HELD, statement, network -> {
                stage.cluster().behind(network).freeze();
                stage.overForOthers();
            });
            try {
                boolean happened = stage.trap(trap, PATIENCE);
                if (happened) {
                    // Four missed heartbeats of a second each, and a while.
                    Pause.millis(6_000);
                    stage.last(stage.longestFreeze().minusSeconds(6));
                }
                return happened;
            } finally {
                trap.release();
                Pause.millis(200);
            }
        });
    }

    private static boolean restartAll(Stage stage) {
        for (Node node : stage.cluster().nodes()) {
            node.terminate();
            if (!node.awaitEnd(30)) {
                stage.neverEnded(node);
                node.kill();
            }
            node.start();
            Cluster.awaitAnswer(node);
        }
        return true;
    }

    private static boolean wrongClock(Stage stage, Duration off) {
        Node node = stage.anyNode();
        node.terminate();
        node.awaitEnd(30);
        node.kill();
        node.startWithWrongClock(off);
        Cluster.awaitAnswer(node);
        stage.overForOthers();
        stage.last(Duration.ofSeconds(15));
        node.terminate();
        node.awaitEnd(30);
        node.kill();
        return true;
    }
}
