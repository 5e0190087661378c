package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One alternative of a set of values, by kind of value.
 *
 * @param nodes the schemas that all hold here
 * @param lists null where no array belongs to it
 * @param objects null where no object belongs to it
 * @param opaque what narrows it further and can't be decided; equal texts are equal rules
 */
public record Case(
        List<SpecNode> nodes,
        boolean nulls,
        Set<Boolean> booleans,
        List<Numbers> numbers,
        List<Texts> texts,
        @Nullable Lists lists,
        @Nullable Objects objects,
        Set<String> opaque) {

    static Case any() {
        return new Case(
                List.of(),
                true,
                Set.of(true, false),
                List.of(Numbers.ALL),
                List.of(Texts.ALL),
                new Lists(Values.ANY, 0, Integer.MAX_VALUE, false),
                new Objects(Map.of(), Set.of(), Values.ANY, false, 0, Integer.MAX_VALUE),
                Set.of());
    }

    static Case ofObjects(Objects objects) {
        return new Case(List.of(), false, Set.of(), List.of(), List.of(), null, objects, Set.of());
    }

    /** Whether a value may belong to it: rules that can't be decided are taken as met. */
    public boolean mayHold(JsonNode value) {
        return Membership.mayHold(this, value);
    }

    /** Returns the kinds of values that belong to it, as the specification names types; {@code null} among them. */
    public Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        if (nulls) {
            kinds.add("null");
        }
        if (!booleans.isEmpty()) {
            kinds.add("boolean");
        }
        if (!numbers.isEmpty()) {
            boolean whole = numbers.stream()
                    .allMatch(all -> all.step() != null && all.step().scale() <= 0);
            kinds.add(whole ? "integer" : "number");
        }
        if (!texts.isEmpty()) {
            kinds.add("string");
        }
        if (lists != null) {
            kinds.add("array");
        }
        if (objects != null) {
            kinds.add("object");
        }
        return kinds;
    }

    /** The arrays of a case. */
    public record Lists(Values items, int min, int max, boolean unique) {}

    /**
     * The objects of a case.
     *
     * @param others the values of members without a name here
     * @param map whether such members are data: then their names are the sender's to choose. Otherwise they are tolerated,
     *     and nobody sends one under a name that the other version gives a meaning
     */
    public record Objects(
            Map<String, Values> members, Set<String> required, Values others, boolean map, int min, int max) {

        Objects with(String name, Values values) {
            Map<String, Values> changed = new HashMap<>(members);
            changed.put(name, values);
            return new Objects(changed, required, others, map, min, max);
        }

        /** Returns what a member may be when it is taken. */
        public Values member(String name) {
            return members.getOrDefault(name, others);
        }

        /** Returns what a member is when it is sent to somebody who knows its name. */
        public Values sent(String name) {
            return members.getOrDefault(name, map || required.contains(name) ? others : Values.NOTHING);
        }
    }
}
