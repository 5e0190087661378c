package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.Effects;
import dev.bookingdate.desk.values.Facets;
import dev.bookingdate.desk.values.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The part of {@link SchemaDiff} about texts, numbers and counts. */
final class ScalarDiff {
    static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

    private static final Set<String> ENUM = Set.of("enum");
    private static final Set<String> FORMAT = Set.of("format");

    private record Facet(Set<String> keywords, Change narrowed, Change widened, Change changed) {}

    private static final List<Facet> TEXT = List.of(
            new Facet(Set.of("pattern"), Change.PATTERN_NARROWED, Change.PATTERN_WIDENED, Change.PATTERN_CHANGED),
            new Facet(Set.of("minLength"), Change.MIN_LENGTH_RAISED, Change.MIN_LENGTH_LOWERED, Change.VALUES_NARROWED),
            new Facet(Set.of("maxLength"), Change.MAX_LENGTH_LOWERED, Change.MAX_LENGTH_RAISED, Change.VALUES_NARROWED),
            new Facet(FORMAT, Change.FORMAT_NARROWED, Change.FORMAT_WIDENED, Change.FORMAT_CHANGED));

    private static final List<Facet> NUMBER = List.of(
            new Facet(
                    Set.of("minimum", "exclusiveMinimum"),
                    Change.MINIMUM_RAISED,
                    Change.MINIMUM_LOWERED,
                    Change.VALUES_NARROWED),
            new Facet(
                    Set.of("maximum", "exclusiveMaximum"),
                    Change.MAXIMUM_LOWERED,
                    Change.MAXIMUM_RAISED,
                    Change.VALUES_NARROWED),
            new Facet(
                    Set.of("multipleOf"),
                    Change.MULTIPLE_OF_NARROWED,
                    Change.MULTIPLE_OF_WIDENED,
                    Change.MULTIPLE_OF_CHANGED),
            new Facet(FORMAT, Change.FORMAT_NARROWED, Change.FORMAT_WIDENED, Change.FORMAT_CHANGED));

    private final SchemaDiff schemas;

    ScalarDiff(SchemaDiff schemas) {
        this.schemas = schemas;
    }

    void compare(Pair pair, Case old, Case current) {
        listed(pair, old, current);
        Set<String> kinds = old.kinds();
        if (kinds.contains("string") && current.kinds().contains("string")) {
            for (Facet facet : TEXT) {
                if (!pair.isSaidAlike(facet.keywords())) {
                    facet(pair, facet, Effects.onTexts(pair.before(), pair.after(), facet.keywords()));
                }
            }
        }
        if (isNumber(kinds) && isNumber(current.kinds())) {
            for (Facet facet : NUMBER) {
                if (!pair.isSaidAlike(facet.keywords())) {
                    facet(pair, facet, Effects.onNumbers(pair.before(), pair.after(), facet.keywords()));
                }
            }
        }
    }

    private static boolean isNumber(Set<String> kinds) {
        return kinds.contains("number") || kinds.contains("integer");
    }

    private void facet(Pair pair, Facet facet, Effects effects) {
        boolean request = schemas.isRequest();
        Verdict forward = request ? effects.narrows() : effects.widens();
        Verdict backward = request ? effects.widens() : effects.narrows();
        String words = pair.change(facet.keywords());
        if (forward.isUnclear()) {
            schemas.add(Change.VALUES_UNCLEAR, pair, facet.keywords(), words + "; " + forward.why(), null);
        } else if (forward.isNo()) {
            Change change = !backward.isYes() ? facet.changed() : request ? facet.narrowed() : facet.widened();
            schemas.add(change, pair, facet.keywords(), words, forward.witness());
        } else if (!backward.isYes()) {
            schemas.add(request ? facet.widened() : facet.narrowed(), pair, facet.keywords(), words, null);
        } else {
            boolean form = facet.keywords().equals(FORMAT);
            schemas.add(
                    form ? Change.FORM_CHANGED : Change.TEXT_CHANGED,
                    pair,
                    facet.keywords(),
                    form ? words : words + ", the same values",
                    null);
        }
    }

    private void listed(Pair pair, Case old, Case current) {
        Optional<List<JsonNode>> before = values(pair.before());
        Optional<List<JsonNode>> after = values(pair.after());
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        if (before.isPresent() && after.isPresent()) {
            List<JsonNode> gone = minus(before.get(), after.get(), value -> !current.mayHold(value));
            boolean open = !schemas.isRequest() && Facets.isOpenEnum(pair.before());
            List<JsonNode> come = minus(after.get(), before.get(), value -> open || !old.mayHold(value));
            if (!gone.isEmpty()) {
                schemas.add(Change.ENUM_VALUE_REMOVED, pair, ENUM, shown(gone) + " is gone from enum", gone.get(0));
            }
            if (!come.isEmpty()) {
                Change change = open ? Change.OPEN_ENUM_VALUE_ADDED : Change.ENUM_VALUE_ADDED;
                schemas.add(change, pair, ENUM, shown(come) + " is new in enum", open ? null : come.get(0));
            }
            return;
        }
        boolean added = before.isEmpty();
        Change change = added ? Change.ENUM_ADDED : Change.ENUM_REMOVED;
        Case larger = added ? old : current;
        Case smaller = added ? current : old;
        Optional<JsonNode> bool = larger.booleans().stream()
                .filter(value -> !smaller.booleans().contains(value))
                .map(value -> (JsonNode) JsonNodeFactory.instance.booleanNode(value))
                .findFirst();
        Verdict effect = Verdict.YES;
        if (larger.kinds().contains("string")) {
            Effects texts = Effects.onTexts(pair.before(), pair.after(), ENUM);
            effect = added ? texts.narrows() : texts.widens();
        } else if (isNumber(larger.kinds())) {
            Effects numbers = Effects.onNumbers(pair.before(), pair.after(), ENUM);
            effect = added ? numbers.narrows() : numbers.widens();
        }
        if (!effect.isYes() || bool.isPresent()) {
            schemas.add(change, pair, ENUM, pair.change(ENUM), bool.orElse(effect.witness()));
        }
    }

    private static List<JsonNode> minus(List<JsonNode> some, List<JsonNode> others, Predicate<JsonNode> matters) {
        return some.stream()
                .filter(value -> !value.isNull() && !others.contains(value))
                .filter(matters)
                .toList();
    }

    private static String shown(List<JsonNode> values) {
        return values.stream().map(JsonNode::toString).collect(Collectors.joining(", "));
    }

    private static Optional<List<JsonNode>> values(List<SpecNode> nodes) {
        return nodes.stream()
                .flatMap(node -> node.get("enum").stream())
                .map(list -> list.items().stream().map(SpecNode::json).toList())
                .reduce((some, others) -> some.stream().filter(others::contains).toList());
    }

    /** Compares a count such as minItems. */
    void count(Pair pair, String keyword, int without, Change raised, Change lowered) {
        int old = count(pair.before(), keyword, without);
        int current = count(pair.after(), keyword, without);
        if (old != current) {
            Set<String> keywords = Set.of(keyword);
            Change change = current > old ? raised : lowered;
            schemas.add(
                    change,
                    pair,
                    keywords,
                    pair.change(keywords),
                    schemas.forward(pair).witness());
        }
    }

    private static int count(List<SpecNode> nodes, String keyword, int without) {
        var counts = nodes.stream().flatMap(node -> node.get(keyword).stream()).mapToInt(SpecNode::count);
        return (without == 0 ? counts.max() : counts.min()).orElse(without);
    }
}
