package dev.bookingdate.contracts.spec;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds values against the schemas of the spec. */
public final class Schemas {
    /** A name for the spec, by which its schemas refer to each other; nothing is fetched. */
    private static final String SPEC = "urn:bookingdate:openapi";

    private static final String COMPONENTS = "/components/schemas/";

    private static final JsonMapper JSON = new JsonMapper();

    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    public Schemas(Spec spec) {
        this.registry = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi30(),
                builder -> builder.schemas(
                        Map.of(SPEC, JSON.writeValueAsString(spec.source().json()))));
    }

    /**
     * What a schema says against a value.
     *
     * @param pointer into the value; empty for the whole
     */
    public record Objection(String pointer, String text) {}

    /** Returns all that a schema says against a value. */
    public List<Objection> objections(SpecNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema.pointer(), any -> compile(schema)).validate(value).stream()
                .map(Schemas::objection)
                .toList();
    }

    /** Returns a text as the JSON that it stands for under a schema: headers and query parameters are text only. */
    public static JsonNode typed(SpecNode schema, String text) {
        String type = schema.text("type", "string");
        if (type.equals("integer") && text.matches("-?[0-9]{1,18}")) {
            return JSON.valueToTree(Long.parseLong(text));
        }
        if (type.equals("boolean") && text.matches("true|false")) {
            return JSON.valueToTree(Boolean.parseBoolean(text));
        }
        return JSON.valueToTree(text);
    }

    private static Objection objection(Error error) {
        String location = error.getInstanceLocation().toString();
        return new Objection(location, error.getMessage());
    }

    private Schema compile(SpecNode schema) {
        if (schema.pointer().startsWith(COMPONENTS)) {
            return registry.getSchema(SchemaLocation.of(SPEC + "#" + schema.pointer()));
        }
        // One that stands within an operation, by itself: what it refers to is still in the spec.
        return registry.getSchema(JSON.readTree(
                JSON.writeValueAsString(schema.json()).replace("\"$ref\":\"#", "\"$ref\":\"" + SPEC + "#")));
    }
}
