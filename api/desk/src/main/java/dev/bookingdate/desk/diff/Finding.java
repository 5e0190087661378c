package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One change of the document.
 *
 * @param levels how bad it is, in each plane where it shows
 * @param location where it stands in the new version; for what is gone, the nearest node that is still there
 * @param before where it stood in the old version, or the nearest node there
 * @param witness a value that one version allows and the other refuses, confirmed by the independent validator; by the
 *     schema in which the location stands
 * @param operations the operations that it reaches, by their ids, or by method and path
 * @param nodes the JSON pointers at which it was met, in both versions: what is written once may stand in many places
 */
public record Finding(
        Direction direction,
        Change change,
        Map<Plane, Level> levels,
        String message,
        Location location,
        Location before,
        @Nullable JsonNode witness,
        List<String> operations,
        Set<String> nodes) {

    /** A place in a file, and the JSON pointer of the node there. */
    public record Location(Place place, String pointer) {}

    /** Returns the name of the rule. */
    public String rule() {
        return direction.prefix() + change.id();
    }

    /** Returns the worst level. */
    public Level level() {
        return levels.values().stream().reduce(Level.NONE, Level::orWorse);
    }

    public Level level(Plane plane) {
        return levels.getOrDefault(plane, Level.NONE);
    }

    /** Returns the plane of the worst level; the rule's own where there are several. */
    public Plane plane() {
        return levels.entrySet().stream()
                .filter(one -> one.getValue() == level() && one.getKey() != change.plane())
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(other -> level(change.plane()) != level())
                .orElse(change.plane());
    }

    public Optional<JsonNode> proof() {
        return Optional.ofNullable(witness);
    }
}
