package dev.bookingdate.desk.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bookingdate.desk.api.Api;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of this repository, said in other words by machine: nothing changes on the wire. */
class RefactoringsTest {
    private static final Api SPEC = Api.read(Path.of("../openapi.yaml"));
    private static final String SCHEMAS = "#/components/schemas/";

    @Test
    void asJson_andInAnotherOrder() {
        refactored(object -> {
            List<String> names = new ArrayList<>(object.propertyNames());
            Collections.reverse(names);
            names.forEach(name -> object.set(name, object.remove(name)));
        });
    }

    @Test
    void aReferenceWithinAllOf() {
        refactored(object -> {
            if (isReference(object)) {
                String reference = object.remove("$ref").asString();
                object.putArray("allOf").addObject().put("$ref", reference);
            }
        });
    }

    @Test
    void aReferenceWrittenOut() {
        JsonNode schemas = SPEC.root().json().at("/components/schemas");
        refactored(object -> {
            if (isReference(object)) {
                String name = object.remove("$ref").asString().substring(SCHEMAS.length());
                object.setAll((ObjectNode) schemas.get(name));
            }
        });
    }

    @Test
    void membersOfObjects_spreadOverAllOf() {
        refactored(object -> {
            if (object.path("properties").size() > 1
                    && object.path("type").asString("").equals("object")) {
                ObjectNode part = object.putArray("allOf").addObject();
                part.set("properties", object.remove("properties"));
                if (object.has("required")) {
                    part.set("required", object.remove("required"));
                }
            }
        });
    }

    @Test
    void inclusiveBounds_saidExclusively() {
        refactored(object -> {
            if (object.path("type").asString("").equals("integer") && object.has("minimum")) {
                object.put("minimum", object.get("minimum").decimalValue().subtract(BigDecimal.ONE));
                object.put("exclusiveMinimum", true);
            }
        });
    }

    @Test
    void aChoiceOfOne() {
        refactored(object -> {
            if (isReference(object)) {
                String reference = object.remove("$ref").asString();
                object.putArray("oneOf").addObject().put("$ref", reference);
            }
        });
    }

    @Test
    void enumValues_asAlternatives() {
        refactored(object -> {
            // An open enum is no matter of its values alone.
            if (object.path("enum").size() > 1 && !object.has("x-extensible-enum")) {
                JsonNode values = object.remove("enum");
                var branches = object.putArray("anyOf");
                values.forEach(value -> branches.addObject()
                        .put("type", "string")
                        .putArray("enum")
                        .add(value));
            }
        });
    }

    private static boolean isReference(ObjectNode object) {
        return object.path("$ref").asString("").startsWith(SCHEMAS);
    }

    private static void refactored(Consumer<ObjectNode> change) {
        JsonNode json = SPEC.root().json();
        String before = json.toString();
        walk(json, change);
        assertThat(json.toString()).isNotEqualTo(before);
        Api after = Api.read("refactored.json", json.toPrettyString());
        assertThat(Documents.between(SPEC, after).findings())
                .filteredOn(finding -> finding.level(Plane.WIRE) != Level.NONE)
                .isEmpty();
        assertThat(Documents.between(after, SPEC).findings())
                .filteredOn(finding -> finding.level(Plane.WIRE) != Level.NONE)
                .isEmpty();
    }

    /** What stands deeper first: a change must not meet what it has made. */
    private static void walk(JsonNode node, Consumer<ObjectNode> change) {
        for (JsonNode child : List.copyOf(node.values())) {
            walk(child, change);
        }
        if (node instanceof ObjectNode object) {
            change.accept(object);
        }
    }
}
