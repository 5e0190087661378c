package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.check.Regex.UnprovableException;
import dev.bookingdate.contracts.spec.SpecNode;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The texts that schemas and matchers stand for, as automata. */
final class Languages {
    private static final String HEX = "[0-9A-Fa-f]";
    private static final Map<String, String> FORMATS = Map.of(
            "uuid",
            HEX + "{8}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{12}",
            "date",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}");
    /** Formats that narrow nothing that a matcher could say: the width of a number, and how a text is shown. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("int32", "int64", "float", "double", "password");

    private static final Automaton READABLE = Regex.whole("[ -~]*");

    /** What was read before: an automaton depends on the text alone, and costs up to a tenth of a second to minimize. */
    private static final Map<String, Automaton> REGEXES = new ConcurrentHashMap<>();

    private static final Map<JsonNode, Automaton> SCHEMAS = new ConcurrentHashMap<>();

    Automaton regex(String regex) {
        return REGEXES.computeIfAbsent(regex, Regex::whole);
    }

    /** Returns the texts that a schema allows: those of a string, or the digits of a number. */
    Automaton schema(SpecNode schema) {
        return SCHEMAS.computeIfAbsent(schema.json(), any -> {
            Automaton texts = read(schema);
            texts.minimize();
            return texts;
        });
    }

    /** Returns one of the texts, a readable one where there is one; nothing where there is none. */
    static Optional<String> example(Automaton texts) {
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        Automaton readable = texts.intersection(READABLE);
        String example = (readable.isEmpty() ? texts : readable).getShortestExample(true);
        return Optional.of(shown(example));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .forEach(c -> shown.append(
                        c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\u%04x", c) : String.valueOf((char) c)));
        return shown.toString();
    }

    private static Automaton read(SpecNode schema) {
        for (String combination : List.of("allOf", "anyOf", "oneOf", "not")) {
            if (schema.json().has(combination)) {
                throw new UnprovableException("can't be proven: " + combination + " at " + schema.place());
            }
        }
        Automaton texts = switch (schema.text("type", "none")) {
            case "string" -> string(schema.json());
            case "integer" -> integer(schema.json());
            case "number" -> Regex.whole("-?[0-9]+([.][0-9]+)?");
            case "boolean" -> Regex.whole("true|false");
            default ->
                throw new UnprovableException("can't be proven: a text, where the spec has type "
                        + schema.text("type", "none") + " at " + schema.place());
        };
        JsonNode values = schema.json().path("enum");
        if (!values.isEmpty()) {
            texts = texts.intersection(Automaton.union(values.valueStream()
                    .map(value -> BasicAutomata.makeString(value.asString()))
                    .toList()));
        }
        String format = schema.text("format", "");
        if (FORMATS.containsKey(format)) {
            texts = texts.intersection(Regex.whole(FORMATS.get(format)));
        } else if (!format.isEmpty() && !WITHOUT_EFFECT.contains(format)) {
            throw new UnprovableException("can't be proven: format " + format + " at " + schema.place());
        }
        return texts;
    }

    private static Automaton string(JsonNode schema) {
        Automaton texts = BasicAutomata.makeAnyString();
        if (schema.has("pattern")) {
            texts = Regex.found(schema.get("pattern").asString());
        }
        if (schema.has("minLength") || schema.has("maxLength")) {
            texts = texts.intersection(length(
                    schema.path("minLength").asInt(0), schema.path("maxLength").asInt(-1)));
        }
        return texts;
    }

    private static Automaton length(int min, int max) {
        Automaton any = BasicAutomata.makeAnyChar();
        return max < 0 ? any.repeat(min) : any.repeat(min, max);
    }

    private static Automaton integer(JsonNode schema) {
        long min = schema.path("minimum").asLong(Long.MIN_VALUE);
        long max = schema.path("maximum").asLong(Long.MAX_VALUE);
        if (min >= 0 && max <= Integer.MAX_VALUE) {
            return BasicAutomata.makeInterval((int) min, (int) max, 0);
        }
        Automaton natural = Regex.whole("[0-9]+");
        if (min > 0 && min <= Integer.MAX_VALUE) {
            return natural.minus(BasicAutomata.makeInterval(0, (int) min - 1, 0));
        }
        return min == 0 ? natural : Regex.whole("-?[0-9]+");
    }
}
