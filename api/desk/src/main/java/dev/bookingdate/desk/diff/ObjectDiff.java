package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case.Objects;
import dev.bookingdate.desk.values.Schemas;
import dev.bookingdate.desk.values.Values;
import dev.bookingdate.desk.values.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The part of {@link SchemaDiff} about objects. */
final class ObjectDiff {
    private static final Set<String> PROPERTIES = Set.of("properties");

    private final SchemaDiff schemas;

    ObjectDiff(SchemaDiff schemas) {
        this.schemas = schemas;
    }

    void compare(Pair pair, Objects old, Objects current) {
        Set<String> names = new TreeSet<>(names(pair.before()));
        names.addAll(names(pair.after()));
        for (String name : names) {
            List<SpecNode> before = Schemas.declared(pair.before(), name);
            List<SpecNode> after = Schemas.declared(pair.after(), name);
            boolean was = !before.isEmpty() && !isOtherWay(before);
            boolean is = !after.isEmpty() && !isOtherWay(after);
            if (was && is) {
                schemas.compare(new Pair(
                        before, after, pair.label() + "." + name, pair.oldNode(PROPERTIES), pair.newNode(PROPERTIES)));
            } else if (is) {
                added(pair, name, old, current, before);
            } else if (was) {
                removed(pair, name, old, current, after);
            }
        }
        required(pair, old, current);
        others(pair, old, current);
        schemas.count(pair, "minProperties", 0, Change.MIN_PROPERTIES_RAISED, Change.MIN_PROPERTIES_LOWERED);
        schemas.count(
                pair, "maxProperties", Integer.MAX_VALUE, Change.MAX_PROPERTIES_RAISED, Change.MAX_PROPERTIES_LOWERED);
    }

    private static Set<String> names(List<SpecNode> nodes) {
        Set<String> names = new TreeSet<>();
        nodes.forEach(node -> names.addAll(node.members("properties").keySet()));
        return names;
    }

    private boolean isOtherWay(List<SpecNode> declared) {
        return declared.stream().anyMatch(node -> node.isTrue(schemas.isRequest() ? "readOnly" : "writeOnly"));
    }

    private void added(Pair pair, String name, Objects old, Objects current, List<SpecNode> before) {
        Pair member = member(pair, name);
        SpecNode oldNode = before.isEmpty() ? pair.oldNode(PROPERTIES) : declaration(pair.before(), name, pair);
        SpecNode newNode = declaration(pair.after(), name, pair);
        if (schemas.isRequest() && current.required().contains(name)) {
            JsonNode without = object(pair, Map.of(), name);
            add(Change.MEMBER_ADDED_REQUIRED, member, pair, oldNode, newNode, "is new and required", without);
            return;
        }
        Verdict verdict = schemas.isRequest()
                ? schemas.proof().within(old.sent(name), current.member(name))
                : schemas.proof().within(current.sent(name), old.member(name));
        if (verdict.isYes()) {
            add(Change.MEMBER_ADDED, member, pair, oldNode, newNode, "is new", null);
            return;
        }
        Change change = schemas.isRequest() || old.map() ? Change.MEMBER_ADDED_TO_MAP : Change.MEMBER_ADDED_TO_CLOSED;
        String words = old.map() ? "is new among members of another kind" : "is new in a closed object";
        add(change, member, pair, oldNode, newNode, words, object(pair, name, verdict));
    }

    private void removed(Pair pair, String name, Objects old, Objects current, List<SpecNode> after) {
        Pair member = member(pair, name);
        SpecNode oldNode = declaration(pair.before(), name, pair);
        SpecNode newNode = after.isEmpty() ? pair.newNode(PROPERTIES) : declaration(pair.after(), name, pair);
        if (!schemas.isRequest()) {
            JsonNode without = old.required().contains(name) ? object(pair, Map.of(), name) : null;
            add(Change.MEMBER_REMOVED, member, pair, oldNode, newNode, "is gone", without);
            return;
        }
        Verdict verdict = schemas.proof().within(old.sent(name), current.member(name));
        if (verdict.isYes()) {
            add(Change.MEMBER_IGNORED, member, pair, oldNode, newNode, "is ignored from now on", null);
        } else {
            String words = "is gone from an object that takes no others";
            add(Change.MEMBER_REMOVED_FROM_CLOSED, member, pair, oldNode, newNode, words, object(pair, name, verdict));
        }
    }

    /** The member's name in messages, the object's schemas for the proof. */
    private static Pair member(Pair pair, String name) {
        return new Pair(pair.before(), pair.after(), pair.label() + "." + name, pair.oldPlace(), pair.newPlace());
    }

    private void add(
            Change change,
            Pair member,
            Pair pair,
            SpecNode before,
            SpecNode after,
            String words,
            @Nullable JsonNode witness) {
        schemas.add(change, member.with(pair.before(), pair.after()), before, after, words, witness);
    }

    private static SpecNode declaration(List<SpecNode> nodes, String name, Pair pair) {
        return nodes.stream()
                .flatMap(node -> node.get("properties").flatMap(all -> all.raw(name)).stream())
                .findFirst()
                .orElse(pair.newNode());
    }

    private @Nullable JsonNode object(Pair pair, String name, Verdict member) {
        JsonNode value = member.witness();
        return value == null ? null : object(pair, Map.of(name, value), "");
    }

    private @Nullable JsonNode object(Pair pair, Map<String, JsonNode> members, String without) {
        return schemas.proof().object(schemas.sending(pair), members, without).orElse(null);
    }

    private void required(Pair pair, Objects old, Objects current) {
        Set<String> names = new TreeSet<>(old.required());
        names.addAll(current.required());
        for (String name : names) {
            boolean was = old.required().contains(name);
            boolean is = current.required().contains(name);
            boolean declaredAlike = Schemas.declared(pair.before(), name).isEmpty()
                    == Schemas.declared(pair.after(), name).isEmpty();
            boolean travels = !isOtherWay(Schemas.declared(pair.before(), name))
                    && !isOtherWay(Schemas.declared(pair.after(), name));
            if (was == is || !declaredAlike || !travels) {
                continue;
            }
            JsonNode without = object(pair, Map.of(), name);
            SpecNode before = requirement(pair.before(), name).orElse(pair.oldNode(Set.of("required", "properties")));
            SpecNode after = requirement(pair.after(), name).orElse(pair.newNode(Set.of("required", "properties")));
            Change change = is ? Change.MEMBER_REQUIRED : Change.MEMBER_OPTIONAL;
            String words = is ? "is required now" : "is no longer required";
            add(change, member(pair, name), pair, before, after, words, without);
        }
    }

    private static Optional<SpecNode> requirement(List<SpecNode> nodes, String name) {
        return nodes.stream()
                .flatMap(node -> node.items("required").stream())
                .filter(item -> item.text().equals(name))
                .findFirst();
    }

    private void others(Pair pair, Objects old, Objects current) {
        Set<String> keywords = Set.of("additionalProperties");
        List<SpecNode> before = SchemaDiff.children(pair.before(), "additionalProperties");
        List<SpecNode> after = SchemaDiff.children(pair.after(), "additionalProperties");
        if (!before.isEmpty() && !after.isEmpty()) {
            schemas.compare(new Pair(before, after, pair.label() + ".*", pair.oldNode(), pair.newNode()));
            return;
        }
        Values sent = schemas.isRequest() ? old.others() : current.others();
        Values taken = schemas.isRequest() ? current.others() : old.others();
        Verdict forward = schemas.proof().within(sent, taken);
        Verdict backward = schemas.proof().within(taken, sent);
        boolean narrowed = schemas.isRequest() ? !forward.isYes() : forward.isYes() && !backward.isYes();
        if (forward.isYes() && backward.isYes()) {
            return;
        }
        String other = Stream.iterate("other", name -> name + "s")
                .filter(name ->
                        !old.members().containsKey(name) && !current.members().containsKey(name))
                .findFirst()
                .orElseThrow();
        schemas.add(
                narrowed ? Change.OTHER_MEMBERS_NARROWED : Change.OTHER_MEMBERS_WIDENED,
                pair,
                keywords,
                pair.change(keywords),
                object(pair, other, forward));
    }
}
