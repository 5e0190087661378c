package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The JSON path of a body matcher: of members, places in a list, and {@code [*]}. */
final class MatcherPath {
    private static final Pattern STEP = Pattern.compile(
            "[.](?<name>[A-Za-z_][A-Za-z0-9_-]*)|\\['(?<quoted>[^']+)'\\]|\\[(?<index>[0-9]{1,6}|\\*)\\]");

    private final List<String> steps;

    private MatcherPath(List<String> steps) {
        this.steps = steps;
    }

    /**
     * Something that a path leads to.
     *
     * @param pointer into the body
     */
    record Target(String pointer, JsonNode value) {}

    static Optional<MatcherPath> parse(String path) {
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        int at = 1;
        while (at < path.length() && step.find(at) && step.start() == at) {
            String index = step.group("index");
            String name = step.group("name") == null ? step.group("quoted") : step.group("name");
            steps.add(index == null ? escaped(name) : index);
            at = step.end();
        }
        return path.startsWith("$") && at >= path.length()
                ? Optional.of(new MatcherPath(List.copyOf(steps)))
                : Optional.empty();
    }

    /** Returns what the path leads to in a body: nothing, one value or several. */
    List<Target> in(JsonNode body) {
        List<Target> found = List.of(new Target("", body));
        for (String step : steps) {
            found = found.stream().flatMap(from -> next(from, step).stream()).toList();
        }
        return found;
    }

    private static List<Target> next(Target from, String step) {
        if (step.equals("*")) {
            return IntStream.range(0, from.value().isArray() ? from.value().size() : 0)
                    .mapToObj(i ->
                            new Target(from.pointer() + "/" + i, from.value().get(i)))
                    .toList();
        }
        String pointer = step.startsWith("/") ? step : "/" + step;
        boolean fits =
                step.startsWith("/") ? from.value().isObject() : from.value().isArray();
        JsonNode value = from.value().at(pointer);
        return !fits || value.isMissingNode() ? List.of() : List.of(new Target(from.pointer() + pointer, value));
    }

    /** Returns the schemas of what the path leads to; none where no such member is declared. */
    List<SpecNode> in(List<SpecNode> schemas, Allowed allowed) {
        List<SpecNode> found = schemas;
        for (String step : steps) {
            found = step.startsWith("/") ? allowed.member(found, name(step)) : allowed.items(found);
            if (found.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    /** Returns a name as a part of a JSON pointer, with the slash before it. */
    static String escaped(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static String name(String step) {
        return step.substring(1).replace("~1", "/").replace("~0", "~");
    }
}
