package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.Proof;
import dev.bookingdate.desk.values.Sameness;
import dev.bookingdate.desk.values.Schemas;
import dev.bookingdate.desk.values.Values;
import dev.bookingdate.desk.values.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares the schemas of one value in both versions, as sets of values in one direction. */
final class SchemaDiff {
    private final Findings findings;
    private final Direction direction;
    private final Proof proof;
    private final ScalarDiff scalars = new ScalarDiff(this);
    private final ObjectDiff objects = new ObjectDiff(this);
    private final ChoiceDiff choices = new ChoiceDiff(this);
    private final AnnotationDiff annotations;
    private final Sameness sameness = new Sameness();
    private Set<Pair> seen = new HashSet<>();

    SchemaDiff(Findings findings, Direction direction) {
        this.findings = findings;
        this.direction = direction;
        this.proof = direction == Direction.REQUEST ? Proof.ofRequests() : Proof.ofAnswers();
        this.annotations = new AnnotationDiff(findings, direction);
    }

    /** Compares a whole body, parameter or header. What the parts don't show, the whole does. */
    void whole(Pair pair) {
        seen = new HashSet<>();
        int reds = findings.reds();
        int all = findings.onTheWire();
        compare(pair);
        boolean request = direction == Direction.REQUEST;
        Verdict forward = forward(pair);
        if (forward.isNo() && findings.reds() == reds) {
            Change change = request ? Change.VALUES_NARROWED : Change.VALUES_WIDENED;
            add(change, pair, pair.oldNode(), pair.newNode(), "values changed", forward.witness());
        } else if (forward.isUnclear() && findings.reds() == reds) {
            add(Change.VALUES_UNCLEAR, pair, pair.oldNode(), pair.newNode(), forward.why(), null);
        } else if (findings.onTheWire() == all && backward(pair).isNo()) {
            Change change = request ? Change.VALUES_WIDENED : Change.VALUES_NARROWED;
            add(change, pair, pair.oldNode(), pair.newNode(), "values changed", null);
        }
    }

    private static Pair key(Pair pair) {
        return new Pair(pair.before(), pair.after(), "", pair.oldPlace(), pair.newPlace());
    }

    /** Compares what all schemas of a pair say together; each pair once. */
    void compare(Pair unnamed) {
        Pair pair = unnamed.named();
        if (!seen.add(key(pair))) {
            return;
        }
        annotations.compare(pair);
        if (sameness.isSame(pair.before(), pair.after())) {
            below(pair);
            return;
        }
        List<Case> old = before(pair).cases();
        List<Case> current = after(pair).cases();
        if (old.size() == 1 && current.size() == 1) {
            cases(pair, old.get(0), current.get(0));
        } else {
            choices.compare(pair, old, current);
        }
    }

    /** The values are the same, so only what is said about them can differ. */
    private void below(Pair pair) {
        for (int i = 0; i < pair.before().size(); i++) {
            SpecNode old = pair.before().get(i);
            SpecNode current = pair.after().get(i);
            old.members("properties")
                    .forEach((name, member) ->
                            below(pair, member, current.members("properties").get(name), "." + name));
            below(pair, old.raw("items").orElse(null), current.raw("items").orElse(null), "[]");
            below(
                    pair,
                    old.raw("additionalProperties").filter(SpecNode::isObject).orElse(null),
                    current.raw("additionalProperties").orElse(null),
                    ".*");
            for (String parts : List.of("allOf", "oneOf", "anyOf")) {
                for (int part = 0; part < old.items(parts).size(); part++) {
                    below(pair, old.items(parts).get(part), current.items(parts).get(part), "");
                }
            }
        }
    }

    private void below(Pair pair, @Nullable SpecNode old, @Nullable SpecNode current, String label) {
        if (old != null && current != null) {
            compare(Pair.of(Optional.of(old), Optional.of(current), pair.label() + label, old, current));
        }
    }

    /** Compares two alternatives. */
    void cases(Pair pair, Case old, Case current) {
        Pair flat = pair.with(old.nodes(), current.nodes());
        kinds(flat, old.kinds(), current.kinds());
        scalars.compare(flat, old, current);
        if (old.lists() != null && current.lists() != null) {
            lists(flat);
        }
        if (old.objects() != null && current.objects() != null) {
            objects.compare(flat, old.objects(), current.objects());
        }
        rules(flat, old, current);
    }

    private void kinds(Pair pair, Set<String> old, Set<String> current) {
        Set<String> type = Set.of("type");
        Set<String> nullable = pair.isSaidAlike(Set.of("nullable")) ? Set.of("enum") : Set.of("nullable");
        Set<String> gone = new TreeSet<>(old);
        gone.removeAll(current);
        Set<String> come = new TreeSet<>(current);
        come.removeAll(old);
        boolean nullGone = gone.remove("null");
        boolean nullCome = come.remove("null");
        JsonNode nothing = ScalarDiff.NULL;
        if (nullGone) {
            add(Change.NULL_REMOVED, pair, nullable, "null is not allowed any more", nothing);
        }
        if (nullCome) {
            add(Change.NULL_ADDED, pair, nullable, "may now be null", nothing);
        }
        if (gone.isEmpty() && come.isEmpty()) {
            return;
        }
        if (gone.equals(Set.of("integer")) && come.equals(Set.of("number"))) {
            add(Change.TYPE_WIDENED, pair, type, "integer became number", wholeWitness(pair));
        } else if (gone.equals(Set.of("number")) && come.equals(Set.of("integer"))) {
            add(Change.TYPE_NARROWED, pair, type, "number became integer", wholeWitness(pair));
        } else if (gone.isEmpty()) {
            add(Change.TYPE_WIDENED, pair, type, "may now be " + String.join(" or ", come), wholeWitness(pair));
        } else if (come.isEmpty()) {
            add(
                    Change.TYPE_NARROWED,
                    pair,
                    type,
                    "is never " + String.join(" or ", gone) + " any more",
                    wholeWitness(pair));
        } else {
            String words = String.join(" or ", gone) + " became " + String.join(" or ", come);
            add(Change.TYPE_CHANGED, pair, type, words, wholeWitness(pair));
        }
    }

    private @Nullable JsonNode wholeWitness(Pair pair) {
        return forward(pair).witness();
    }

    private void lists(Pair pair) {
        scalars.count(pair, "minItems", 0, Change.MIN_ITEMS_RAISED, Change.MIN_ITEMS_LOWERED);
        scalars.count(pair, "maxItems", Integer.MAX_VALUE, Change.MAX_ITEMS_RAISED, Change.MAX_ITEMS_LOWERED);
        Set<String> unique = Set.of("uniqueItems");
        boolean was = pair.before().stream().anyMatch(node -> node.isTrue("uniqueItems"));
        boolean is = pair.after().stream().anyMatch(node -> node.isTrue("uniqueItems"));
        if (was != is) {
            add(
                    is ? Change.UNIQUE_ITEMS_ADDED : Change.UNIQUE_ITEMS_REMOVED,
                    pair,
                    unique,
                    is ? "items must differ now" : "items may now be equal",
                    wholeWitness(pair));
        }
        compare(new Pair(
                children(pair.before(), "items"),
                children(pair.after(), "items"),
                pair.label() + "[]",
                pair.oldNode(),
                pair.newNode()));
    }

    void count(Pair pair, String keyword, int without, Change raised, Change lowered) {
        scalars.count(pair, keyword, without, raised, lowered);
    }

    static List<SpecNode> children(List<SpecNode> nodes, String keyword) {
        return nodes.stream()
                .flatMap(node -> node.get(keyword).stream())
                .filter(SpecNode::isObject)
                .toList();
    }

    /** What can't be decided matters only when it changes. */
    private void rules(Pair pair, Case old, Case current) {
        Set<String> gone = new TreeSet<>(old.opaque());
        gone.removeAll(current.opaque());
        Set<String> come = new TreeSet<>(current.opaque());
        come.removeAll(old.opaque());
        if (gone.isEmpty() && come.isEmpty()) {
            return;
        }
        Verdict forward = forward(pair);
        if (forward.isUnclear()) {
            String rule = (come.isEmpty() ? gone : come).iterator().next();
            String keyword = rule.substring(0, rule.indexOf(' '));
            if (!Schemas.isKnown(keyword)) {
                return;
            }
            add(
                    Change.VALUES_UNCLEAR,
                    pair,
                    Set.of(keyword),
                    pair.change(Set.of(keyword)) + "; " + forward.why(),
                    null);
        }
    }

    Values before(Pair pair) {
        return direction == Direction.REQUEST ? proof.sent(pair.before()) : proof.taken(pair.before());
    }

    Values after(Pair pair) {
        return direction == Direction.REQUEST ? proof.taken(pair.after()) : proof.sent(pair.after());
    }

    /** Whether everything that is sent is taken. */
    Verdict forward(Pair pair) {
        return proof.within(sending(pair), taking(pair));
    }

    private Verdict backward(Pair pair) {
        return proof.within(taking(pair), sending(pair));
    }

    List<SpecNode> sending(Pair pair) {
        return direction == Direction.REQUEST ? pair.before() : pair.after();
    }

    List<SpecNode> taking(Pair pair) {
        return direction == Direction.REQUEST ? pair.after() : pair.before();
    }

    Proof proof() {
        return proof;
    }

    boolean isRequest() {
        return direction == Direction.REQUEST;
    }

    void add(Change change, Pair pair, Set<String> keywords, String words, @Nullable JsonNode witness) {
        add(change, pair, pair.oldNode(keywords), pair.newNode(keywords), words, witness);
    }

    /** A value that one version allows and the other refuses is shown only where the validator agrees. */
    void add(Change change, Pair pair, SpecNode before, SpecNode after, String words, @Nullable JsonNode witness) {
        Level level = change.effect().level(direction);
        Optional<JsonNode> shown = Optional.ofNullable(witness)
                .filter(any -> level == Level.BREAKING)
                .filter(value -> proof.isConfirmed(sending(pair), taking(pair), value));
        String message = pair.label() + ": " + words + shown.map(this::sentence).orElse("");
        boolean proven = level != Level.BREAKING || shown.isPresent() || !change.isOfValues();
        if (proven) {
            findings.add(direction, change, level, before, after, message, shown.orElse(null));
        } else if (forward(pair).isYes()) {
            // Other rules of the same schema make up for it.
            findings.add(direction, change, Level.COMPATIBLE, before, after, message, null);
        } else {
            String unproven = message + "; no example could be confirmed";
            findings.add(direction, change, Level.UNCLEAR, before, after, unproven, null);
        }
    }

    private String sentence(JsonNode witness) {
        String text = witness.toString();
        String value = text.length() <= 160 ? text : text.substring(0, 159) + "…";
        return direction == Direction.REQUEST
                ? "; " + value + " was valid and is refused now"
                : "; an answer may now be " + value;
    }
}
