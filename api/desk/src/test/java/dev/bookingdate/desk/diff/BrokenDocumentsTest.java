package dev.bookingdate.desk.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.UnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every node of a document, replaced by every other kind of value, gives a difference or one line that names the place. */
class BrokenDocumentsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String DOCUMENT = """
            {"openapi": "3.0.3", "info": {"title": "T", "version": "1.0.0"},
             "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "a.test"}}}],
             "security": [{"key": []}],
             "paths": {"/a/{id}": {
               "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^[a-z]+$"}}],
               "put": {"operationId": "putIt", "tags": ["T"], "deprecated": true, "x-sunset": "2027-06-30",
                 "x-error-codes": [{"code": "10", "status": 400}],
                 "parameters": [{"name": "n", "in": "query", "style": "form", "explode": true,
                   "schema": {"type": "array", "items": {"type": "integer", "format": "int32"}, "minItems": 1, "maxItems": 3,
                     "uniqueItems": true}}],
                 "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                 "responses": {
                   "200": {"description": "ok", "headers": {"X-A": {"required": true, "schema": {"type": "integer", "minimum": 0,
                       "exclusiveMinimum": true, "maximum": 9, "multipleOf": 3, "enum": [3, 6]}}},
                     "content": {"application/json": {"schema": {"oneOf": [{"type": "boolean"}, {"$ref": "#/components/schemas/A"}],
                       "discriminator": {"propertyName": "a", "mapping": {"x": "A"}}}}}},
                   "4XX": {"description": "bad"}}}}},
             "components": {
               "schemas": {"A": {"type": "object", "nullable": true, "required": ["a"], "minProperties": 1, "maxProperties": 5,
                 "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 5, "format": "date", "default": "x"},
                 "allOf": [{"properties": {"a": {"type": "string", "enum": ["x", "y"], "readOnly": true}}}],
                 "not": {"type": "integer"}, "properties": {"b": {"$ref": "#/components/schemas/A"}}}},
               "securitySchemes": {"key": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {}}}}}}}
            """;

    private static final List<String> OTHERS = List.of(
            "null", "true", "1.5", "-1", "\"(\"", "\"\"", "[]", "[1, {}]", "{}", "{\"$ref\": 1}", "{\"a\": null}");

    @Test
    void everyNode_replacedByEveryOtherKind_isToldOrCompared() {
        JsonNode whole = JSON.readTree(DOCUMENT);
        List<String> pointers = pointers("", whole).toList();
        assertThat(pointers).hasSizeGreaterThan(100);
        Api original = Api.read("original.json", DOCUMENT);
        assertSoftly(softly -> pointers.forEach(pointer -> OTHERS.forEach(other -> {
            String broken = replaced(whole, pointer, JSON.readTree(other));
            try {
                Api api = Api.read("broken.json", broken);
                Documents.between(original, api);
                Documents.between(api, original);
            } catch (UnusableException told) {
                softly.assertThat(told.getMessage()).startsWith("broken.json:").hasLineCount(1);
            } catch (RuntimeException | StackOverflowError crash) {
                softly.fail(pointer + " replaced by " + other, crash);
            }
        })));
    }

    private static Stream<String> pointers(String here, JsonNode node) {
        List<String> below = new ArrayList<>();
        if (node.isObject()) {
            node.propertyNames()
                    .forEach(name -> below.add("/" + name.replace("~", "~0").replace("/", "~1")));
        } else {
            IntStream.range(0, node.size()).forEach(i -> below.add("/" + i));
        }
        return Stream.concat(
                here.isEmpty() ? Stream.of() : Stream.of(here),
                below.stream().flatMap(step -> pointers(here + step, node.at(step))));
    }

    private static String replaced(JsonNode whole, String pointer, JsonNode other) {
        JsonNode copy = whole.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        if (parent instanceof ObjectNode object) {
            object.set(name, other);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), other);
        }
        return copy.toPrettyString();
    }
}
