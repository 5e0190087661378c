package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.consumer.Use.Problem;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects the uses of one call; what is met in several alternatives of a schema is one use. */
final class Uses {
    private final Consumer consumer;
    private final Call call;
    private final Map<String, Use> uses = new LinkedHashMap<>();

    Uses(Consumer consumer, Call call) {
        this.consumer = consumer;
        this.call = call;
    }

    void holds(String what, SpecNode said, List<SpecNode> nodes) {
        add(what, said, nodes, null);
    }

    void add(String what, SpecNode said, List<SpecNode> nodes, @Nullable Problem problem) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(node -> names.add(node.pointer()));
        SpecNode spec = nodes.get(0);
        Use use = new Use(
                consumer.name(), call.name(), what, said.place(), names, spec.place(), Optional.ofNullable(problem));
        uses.merge(what, use, Uses::both);
    }

    private static Use both(Use first, Use second) {
        Set<String> nodes = new TreeSet<>(first.nodes());
        nodes.addAll(second.nodes());
        Use worse = first.problem().isPresent() ? first : second;
        return new Use(
                first.consumer(), first.call(), first.what(), first.place(), nodes, worse.spec(), worse.problem());
    }

    long problems() {
        return uses.values().stream().filter(use -> use.problem().isPresent()).count();
    }

    List<Use> all() {
        return new ArrayList<>(uses.values());
    }
}
