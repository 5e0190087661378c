package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A contract as it is written.
 *
 * @param name {@code <consumer>/<operation folder>/<case>}
 * @param node what the file says, with the place of each part
 * @param json the same without places
 */
public record Contract(String name, SpecNode node, JsonNode json) {

    static Contract of(String name, SpecNode node) {
        return new Contract(name, node, node.json());
    }

    /** Returns the file, as messages name it. */
    public String file() {
        return node.place().file();
    }

    /** Returns the consumer whose contract it is. */
    public String consumer() {
        return name.split("/", -1)[0];
    }

    /** Returns the folder of the operation: {@code stop}, {@code get} and so on. */
    public String folder() {
        return name.split("/", -1)[1];
    }

    /** Returns the name of the file alone. */
    public String caseName() {
        return name.split("/", -1)[2];
    }

    /** Returns the value at a JSON pointer; a missing node where there is none. */
    public JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** Returns the status of the answer; 0 where it is no number. */
    public int status() {
        return at("/response/status").asInt(0);
    }

    Violation violation(String pointer, Rule rule, String text) {
        return new Violation(file(), line(node, pointer), pointer, rule, text);
    }

    /** Returns the line of the value at a JSON pointer, or of what is nearest above it. */
    static int line(SpecNode root, String pointer) {
        SpecNode at = root;
        for (String part :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            Optional<SpecNode> next = step(at, part.replace("~1", "/").replace("~0", "~"));
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return at.place().line();
    }

    private static Optional<SpecNode> step(SpecNode node, String name) {
        if (node.isObject()) {
            return node.raw(name);
        }
        List<SpecNode> items = node.isList() ? node.items() : List.of();
        return name.matches("[0-9]{1,6}") && Integer.parseInt(name) < items.size()
                ? Optional.of(items.get(Integer.parseInt(name)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
