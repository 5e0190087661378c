package dev.bookingdate.contracts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A value in the spec and where it stands, {@code $ref} followed.
 *
 * @param pointer the JSON pointer within the document
 */
public record SpecNode(YamlSource source, String pointer, JsonNode json) {

    static SpecNode at(YamlSource source, String pointer) {
        JsonNode json = source.json().at(pointer);
        JsonNode reference = json.get("$ref");
        return reference == null
                ? new SpecNode(source, pointer, json)
                : at(source, reference.asString().substring(1));
    }

    /** Returns the member with this name, if there is one. */
    public Optional<SpecNode> member(String name) {
        SpecNode member = at(source, pointer + YamlSource.escaped(name));
        return member.json().isMissingNode() ? Optional.empty() : Optional.of(member);
    }

    /** Returns the members, by name, in the order of the document. */
    public List<Map.Entry<String, SpecNode>> members() {
        return json.propertyNames().stream()
                .map(name -> Map.entry(name, at(source, pointer + YamlSource.escaped(name))))
                .toList();
    }

    /** Returns the text of a member, or the other one where there is none. */
    public String text(String name, String otherwise) {
        return json.path(name).asString(otherwise);
    }

    /** Returns {@code <file>:<line>}, for messages. */
    public String place() {
        return source.place(pointer);
    }
}
