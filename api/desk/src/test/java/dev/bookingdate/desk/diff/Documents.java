package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Small documents around a part, for tests. */
final class Documents {
    static final LocalDate TODAY = LocalDate.of(2026, 11, 28);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String BASE = """
            {"openapi": "3.0.3", "info": {"title": "T", "version": "1.0.0"},
             "paths": {"/things": {"post": {"operationId": "postThing", "responses": {"200": {"description": "ok"}}}}},
             "components": {
               "schemas": {"X": {"type": "object"}, "Y": {"type": "object"}},
               "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                                   "other": {"type": "http", "scheme": "bearer"}}}}
            """;

    private Documents() {}

    /** A document with an example of a rule, sent or answered. */
    static Api of(String name, SpecNode part, Direction direction) {
        String kind = part.members().keySet().iterator().next();
        return of(name, kind, part.members().get(kind).json(), direction);
    }

    static Api of(String name, String kind, JsonNode part, Direction direction) {
        ObjectNode document = (ObjectNode) JSON.readTree(BASE);
        ObjectNode operation = (ObjectNode) document.at("/paths/~1things/post");
        switch (kind) {
            case "document" -> part.properties().forEach(member -> document.set(member.getKey(), member.getValue()));
            case "operation" -> {
                operation.setAll((ObjectNode) part);
                if (!part.has("operationId")) {
                    operation.put("operationId", "postThing");
                }
            }
            case "headers" -> ((ObjectNode) operation.at("/responses/200")).set("headers", part);
            default -> {
                ObjectNode content = JSON.createObjectNode();
                if (kind.equals("content")) {
                    content.setAll((ObjectNode) part);
                } else {
                    content.putObject("application/json").set("schema", part);
                }
                if (direction == Direction.REQUEST) {
                    operation.putObject("requestBody").set("content", content);
                } else {
                    ((ObjectNode) operation.at("/responses/200")).set("content", content);
                }
            }
        }
        return Api.read(name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
    }

    /** A schema by itself. */
    static SpecNode schema(JsonNode json) {
        return SpecFiles.data("schema.json", json.toString());
    }

    static Difference between(Api before, Api after) {
        return Difference.between(before, after, TODAY);
    }
}
