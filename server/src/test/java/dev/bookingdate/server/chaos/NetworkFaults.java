package dev.bookingdate.server.chaos;

import dev.bookingdate.server.chaos.Trap.Place;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What happens between a node and the database. */
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("network of a node cut", stage -> {
                    stage.anyNode().network().cut();
                    stage.overForOthers();
                    stage.last(Duration.ofSeconds(10));
                    return true;
                }),
                Fault.rare("network of all nodes cut", stage -> {
                    stage.cluster().forEachNetwork(Proxy::cut);
                    stage.last(Duration.ofSeconds(6));
                    return true;
                }),
                Fault.of("network of a node slow", stage -> {
                    stage.anyNode()
                            .network()
                            .delay(Duration.ofMillis(20 + stage.random().nextInt(150)));
                    stage.overForOthers();
                    stage.last(Duration.ofSeconds(8));
                    return true;
                }),
                Fault.of("network of a node half-open", stage -> {
                    stage.anyNode().network().silence();
                    stage.overForOthers();
                    stage.last(Duration.ofSeconds(20));
                    return true;
                }),
                Fault.of("connections of a node broken", stage -> {
                    stage.anyNode().network().dropAll();
                    return true;
                }),
                Fault.of("connections of a node silent for ever", stage -> {
                    stage.anyNode().network().lose();
                    return true;
                }),
                lost("answer to a chunk lost", Statements.CHUNK.runs()),
                lost("answer to a claim lost", Statements.CLAIM.runs()),
                lost("answer to an end lost", Statements.END.runs()),
                lost("answer to a stop's commit lost", Statements.STOP.runs()),
                lost("answer to a create's commit lost", Statements.CREATE.commits()));
    }

    /** The database has done it, and the node sees its connection break. */
    private static Fault lost(String name, Predicate<Conversation> statement) {
        return Fault.of(
                name, stage -> stage.trap(new Trap(Place.AFTER, statement, network -> {}), Duration.ofSeconds(12)));
    }
}
