package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.YamlSource;
import tools.jackson.databind.JsonNode;

/**
 * A contract as it is written.
 *
 * @param name {@code <consumer>/<operation folder>/<case>}
 */
public record Contract(String name, YamlSource source) {

    public String consumer() {
        return name.split("/", -1)[0];
    }

    /** Returns the folder of its operation, such as {@code stop}. */
    public String folder() {
        return name.split("/", -1)[1];
    }

    /** Returns the file's name without the ending. */
    public String caseName() {
        return name.split("/", -1)[2];
    }

    /** Returns what stands at a JSON pointer; a missing node where nothing does. */
    public JsonNode at(String pointer) {
        return source.json().at(pointer);
    }

    public int status() {
        return at("/response/status").asInt(0);
    }

    Violation violation(String pointer, Rule rule, String text) {
        return new Violation(source.file(), source.line(pointer), pointer, rule, text);
    }

    @Override
    public String toString() {
        return name;
    }
}
