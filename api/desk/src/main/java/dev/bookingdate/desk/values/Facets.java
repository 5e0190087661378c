package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Regex.UnprovableException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What the keywords of a schema say about texts and numbers. */
public final class Facets {
    /** Keywords that narrow texts. */
    public static final Set<String> TEXT = Set.of("pattern", "minLength", "maxLength", "format", "enum");

    /** Keywords that narrow numbers, those that belong together in one. */
    public static final Set<String> NUMBER =
            Set.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "format", "enum");

    private Facets() {}

    /** Whether every enum is marked as growing: who reads it tolerates values that it does not know. */
    public static boolean isOpenEnum(Collection<SpecNode> schemas) {
        List<SpecNode> listing =
                schemas.stream().filter(schema -> schema.has("enum")).toList();
        return !listing.isEmpty()
                && listing.stream()
                        .allMatch(schema -> schema.get("x-extensible-enum")
                                .filter(mark -> mark.isList() || mark.isTrue())
                                .isPresent());
    }

    /** Returns the texts that all schemas allow, of those keywords that are wanted. */
    static List<Texts> texts(Collection<SpecNode> schemas, Predicate<String> wanted) {
        Texts texts = Texts.ALL;
        for (SpecNode schema : schemas) {
            for (String keyword : TEXT) {
                SpecNode value = schema.get(keyword).orElse(null);
                if (value != null && wanted.test(keyword)) {
                    texts = texts.and(text(keyword, value));
                }
            }
        }
        return texts.isEmpty() ? List.of() : List.of(texts);
    }

    private static Texts text(String keyword, SpecNode value) {
        return switch (keyword) {
            case "pattern" -> pattern(value.text());
            case "minLength" -> Texts.lengths(value.count(), Integer.MAX_VALUE);
            case "maxLength" -> Texts.lengths(0, value.count());
            case "format" -> Formats.texts(value.text());
            default ->
                Texts.of(json(value).stream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .toList());
        };
    }

    private static Texts pattern(String pattern) {
        try {
            return Texts.of(Regex.found(pattern));
        } catch (UnprovableException beyond) {
            return Texts.opaque("pattern " + pattern);
        }
    }

    /** Returns the numbers that all schemas allow, of those keywords that are wanted. */
    static List<Numbers> numbers(Collection<SpecNode> schemas, Predicate<String> wanted) {
        List<Numbers> numbers = List.of(Numbers.ALL);
        for (SpecNode schema : schemas) {
            if (schema.text("type").filter("integer"::equals).isPresent()) {
                numbers = and(numbers, List.of(Numbers.INTEGERS));
            }
            for (String keyword : NUMBER) {
                SpecNode value = schema.get(keyword).orElse(null);
                if (value != null && wanted.test(keyword)) {
                    numbers = and(numbers, number(keyword, value, schema));
                }
            }
        }
        return numbers;
    }

    private static List<Numbers> number(String keyword, SpecNode value, SpecNode schema) {
        return switch (keyword) {
            case "minimum" -> List.of(Numbers.from(value.number(), schema.isTrue("exclusiveMinimum")));
            case "maximum" -> List.of(Numbers.upTo(value.number(), schema.isTrue("exclusiveMaximum")));
            case "multipleOf" -> List.of(Numbers.multiplesOf(step(value)));
            case "format" -> List.of(Formats.numbers(value.text()));
            case "enum" ->
                json(value).stream()
                        .filter(JsonNode::isNumber)
                        .map(number -> Numbers.single(number.decimalValue()))
                        .toList();
            default -> List.of(Numbers.ALL);
        };
    }

    private static BigDecimal step(SpecNode value) {
        if (value.number().signum() <= 0) {
            throw value.wrong("above 0");
        }
        return value.number();
    }

    private static List<Numbers> and(List<Numbers> some, List<Numbers> others) {
        List<Numbers> both = new ArrayList<>();
        for (Numbers one : some) {
            for (Numbers other : others) {
                Numbers common = one.and(other);
                if (!common.isEmpty()) {
                    both.add(common);
                }
            }
        }
        return both;
    }

    private static List<JsonNode> json(SpecNode list) {
        return list.items().stream().map(SpecNode::json).toList();
    }
}
