package dev.bookingdate.desk.values;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges single values by schemas as they are written, with a validator that knows nothing of sets. What {@link Inclusion}
 * finds is only believed when this one agrees.
 */
public final class IndependentValidator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Dialect OPEN_API = Dialects.getOpenApi30();

    private final Reading reading;
    private final Map<List<SpecNode>, Schema> compiled = new ConcurrentHashMap<>();

    public IndependentValidator(Reading reading) {
        this.reading = reading;
    }

    /**
     * What a schema says against a value.
     *
     * @param pointer into the value; empty for the whole
     * @param rule the keyword that says so, with its value
     */
    public record Objection(String pointer, String text, String rule) {}

    /** Whether a value is valid for all of some schemas; the validator throws on a schema that it can't read. */
    public boolean accepts(List<SpecNode> schemas, JsonNode value) {
        return errors(schemas, value).isEmpty();
    }

    /** Returns all that some schemas say against a value; the validator throws on a schema that it can't read. */
    public List<Objection> objections(List<SpecNode> schemas, JsonNode value) {
        return errors(schemas, value).stream()
                .map(error -> new Objection(
                        error.getInstanceLocation().toString(),
                        error.getMessage(),
                        error.getKeyword() + " " + error.getSchemaNode()))
                .distinct()
                .toList();
    }

    private List<Error> errors(List<SpecNode> schemas, JsonNode value) {
        List<SpecNode> resolved = schemas.stream().map(SpecNode::resolved).toList();
        Schema schema = compiled.computeIfAbsent(
                resolved, nodes -> SchemaRegistry.withDialect(OPEN_API).getSchema(new Translation().of(nodes)));
        return schema.validate(
                value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /** The schemas and all that they refer to as one document. */
    private final class Translation {
        private final Map<SpecNode, String> names = new LinkedHashMap<>();
        private final Deque<SpecNode> waiting = new ArrayDeque<>();

        ObjectNode of(List<SpecNode> nodes) {
            ObjectNode root = JSON.objectNode();
            ArrayNode all = root.putArray("allOf");
            nodes.forEach(node -> all.add(reference(node)));
            ObjectNode schemas = JSON.objectNode();
            while (!waiting.isEmpty()) {
                SpecNode next = waiting.remove();
                schemas.set(names.get(next), schema(next));
            }
            root.set("schemas", schemas);
            return root;
        }

        private ObjectNode reference(SpecNode schema) {
            SpecNode target = schema.resolved();
            String name = names.get(target);
            if (name == null) {
                name = "s" + names.size();
                names.put(target, name);
                waiting.add(target);
            }
            return JSON.objectNode().put("$ref", "#/schemas/" + name);
        }

        private ObjectNode schema(SpecNode schema) {
            ObjectNode json = JSON.objectNode();
            schema.members().forEach((keyword, value) -> {
                switch (keyword) {
                    case "allOf", "oneOf", "anyOf" -> {
                        ArrayNode parts = json.putArray(keyword);
                        value.items().forEach(part -> parts.add(reference(part)));
                    }
                    case "items", "not" -> json.set(keyword, reference(value));
                    case "additionalProperties" ->
                        json.set(keyword, value.resolved().isObject() ? reference(value) : value.json());
                    case "properties" -> {
                        ObjectNode members = json.putObject(keyword);
                        value.members()
                                .forEach((name, member) ->
                                        members.set(name, travels(member) ? reference(member) : JSON.objectNode()));
                    }
                    case "required" -> required(schema, value, json);
                    case "discriminator", "readOnly", "writeOnly", "example", "default" -> {
                        // They say nothing about single values here.
                    }
                    default -> json.set(keyword, value.json());
                }
            });
            return range(schema, json);
        }

        private boolean travels(SpecNode member) {
            return !member.resolved().isTrue(reading.otherWay());
        }

        private void required(SpecNode schema, SpecNode value, ObjectNode json) {
            Map<String, SpecNode> declared = schema.members("properties");
            List<String> names = StreamSupport.stream(value.json().spliterator(), false)
                    // What is no name is reported as the schema's own fault.
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .filter(name -> declared.get(name) == null || travels(declared.get(name)))
                    .toList();
            if (!names.isEmpty()) {
                ArrayNode list = json.putArray("required");
                names.forEach(list::add);
            }
        }

        /** The validator has no ranges for the formats of numbers. */
        private ObjectNode range(SpecNode schema, ObjectNode json) {
            Numbers range = schema.get("format")
                    .map(format -> Formats.numbers(format.text()))
                    .orElse(Numbers.ALL);
            if (range.low() == null || range.high() == null) {
                return json;
            }
            ObjectNode both = JSON.objectNode();
            both.putArray("allOf")
                    .add(json)
                    .add(JSON.objectNode().put("minimum", range.low()).put("maximum", range.high()));
            return both;
        }
    }
}
