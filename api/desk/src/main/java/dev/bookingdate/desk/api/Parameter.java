package dev.bookingdate.desk.api;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One parameter.
 *
 * @param variables the names in the path, in order
 */
public record Parameter(SpecNode node, List<String> variables) {
    /** By OpenAPI, definitions of these are ignored. */
    private static final Set<String> OF_NO_EFFECT = Set.of("accept", "content-type", "authorization");

    public String name() {
        return node.text("name").orElseThrow(() -> node.wrong("a parameter with a name"));
    }

    /** Returns where it is sent: path, query, header or cookie. */
    public String in() {
        String in = node.text("in").orElseThrow(() -> node.wrong("a parameter with in"));
        if (!Set.of("path", "query", "header", "cookie").contains(in)) {
            throw node.get("in").orElse(node).wrong("path, query, header or cookie");
        }
        return in;
    }

    boolean isOfNoEffect() {
        return in().equals("header") && OF_NO_EFFECT.contains(name().toLowerCase(Locale.ROOT));
    }

    /** Returns what identifies the parameter on the wire: a place in the path, a header's name without case. */
    public String key() {
        return in() + " "
                + switch (in()) {
                    case "path" -> variables.contains(name()) ? "#" + variables.indexOf(name()) : name();
                    case "header" -> name().toLowerCase(Locale.ROOT);
                    default -> name();
                };
    }

    public boolean isRequired() {
        return in().equals("path") || node.isTrue("required");
    }

    /** Returns how values are written, with the defaults of OpenAPI. */
    public String style() {
        String style = node.text("style").orElse(in().equals("query") || in().equals("cookie") ? "form" : "simple");
        boolean explode = node.get("explode").map(SpecNode::isTrue).orElse(style.equals("form"));
        return style
                + (isSpread() ? explode ? ", exploded" : ", not exploded" : "")
                + (in().equals("query") && node.isTrue("allowReserved") ? ", reserved characters as they are" : "");
    }

    /** Only arrays and objects are written in several ways. */
    private boolean isSpread() {
        return schema().flatMap(schema -> schema.text("type"))
                .map(type -> type.equals("array") || type.equals("object"))
                .orElse(true);
    }

    public Optional<SpecNode> schema() {
        Map<String, SpecNode> content = node.members("content");
        return content.isEmpty()
                ? node.get("schema")
                : content.values().iterator().next().get("schema");
    }

    /** Returns the media type of a parameter that is a document of its own, empty for others. */
    public String contentType() {
        return String.join(", ", node.members("content").keySet());
    }
}
