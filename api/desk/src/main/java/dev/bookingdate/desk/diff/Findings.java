package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.diff.Finding.Location;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Collects findings: one for each change, however many operations come across it. */
final class Findings {
    private static final Comparator<Place> BY_PLACE =
            Comparator.comparing(Place::file).thenComparing(Place::line).thenComparing(Place::column);

    private final Map<Key, Collected> collected = new LinkedHashMap<>();
    private String operation = "";
    private int reds;
    private int onTheWire;

    /**
     * Two findings with the same key are one change, even if many operations reach it.
     *
     * @param before distinguishes things that were removed from the same place; it is a name, because the old version may
     *     repeat in many places what the new one says once
     */
    private record Key(Direction direction, Change change, Level level, Place after, String before) {}

    private record Collected(Finding finding, Set<String> operations, Set<String> nodes) {}

    /** Names the operation that the next findings belong to; empty for none. */
    void within(String operation) {
        this.operation = operation;
    }

    /** Returns how often something red on the wire was met so far, each time that it was. */
    int reds() {
        return reds;
    }

    /** Returns how often anything on the wire was met so far. */
    int onTheWire() {
        return onTheWire;
    }

    void add(Direction direction, Change change, SpecNode before, SpecNode after, String message) {
        add(direction, change, before, after, message, null);
    }

    void add(
            Direction direction,
            Change change,
            SpecNode before,
            SpecNode after,
            String message,
            @Nullable JsonNode witness) {
        add(direction, change, change.effect().level(direction), before, after, message, witness);
    }

    void add(
            Direction direction,
            Change change,
            Level level,
            SpecNode before,
            SpecNode after,
            String message,
            @Nullable JsonNode witness) {
        if (change.plane() == Plane.WIRE) {
            onTheWire++;
            reds += level.isRed() ? 1 : 0;
        }
        Map<Plane, Level> levels = new EnumMap<>(Plane.class);
        levels.put(change.plane(), level);
        if (change.isOfSource()) {
            levels.put(Plane.SOURCE, Level.BREAKING);
        }
        boolean item = before.name().matches("[0-9]+");
        Key key = new Key(direction, change, level, after.place(), item ? message : before.name());
        Collected known = collected.computeIfAbsent(
                key,
                any -> new Collected(
                        new Finding(
                                direction,
                                change,
                                levels,
                                message,
                                location(after),
                                location(before),
                                witness,
                                List.of(),
                                Set.of()),
                        new TreeSet<>(),
                        new TreeSet<>()));
        known.nodes().add(after.pointer());
        known.nodes().add(before.pointer());
        if (!operation.isEmpty()) {
            known.operations().add(operation);
        }
    }

    private static Location location(SpecNode node) {
        return new Location(node.place(), node.pointer());
    }

    /** Returns all, the worst first, then by place. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        collected.values().forEach(one -> {
            Finding finding = one.finding();
            all.add(new Finding(
                    finding.direction(),
                    finding.change(),
                    finding.levels(),
                    finding.message(),
                    finding.location(),
                    finding.before(),
                    finding.witness(),
                    List.copyOf(one.operations()),
                    Set.copyOf(one.nodes())));
        });
        all.sort(Comparator.<Finding, Level>comparing(Finding::level)
                .reversed()
                .thenComparing(Finding::plane)
                .thenComparing(finding -> finding.location().place(), BY_PLACE));
        return all;
    }
}
