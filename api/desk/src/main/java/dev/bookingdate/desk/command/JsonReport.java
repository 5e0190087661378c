package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Explanation;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.diff.Finding.Location;
import dev.bookingdate.desk.diff.Plane;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** For programs. */
final class JsonReport {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonReport() {}

    static String of(Difference difference, Losses losses) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Plane plane : Plane.values()) {
            json.put(plane.shown(), difference.level(plane).shown());
        }
        ArrayNode findings = json.putArray("findings");
        difference.findings().forEach(finding -> findings.add(finding(finding, losses)));
        return text(json);
    }

    /** As every report in JSON is written: indented, with a line break at the end. */
    static String text(JsonNode json) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static ObjectNode finding(Finding finding, Losses losses) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("rule", finding.rule());
        json.put("plane", finding.plane().shown());
        json.put("level", finding.level().shown());
        ObjectNode levels = json.putObject("levels");
        finding.levels().forEach((plane, level) -> levels.put(plane.shown(), level.shown()));
        json.put("message", finding.message());
        json.put("advice", Explanation.advice(finding));
        json.set("location", location(finding.location()));
        json.set("before", location(finding.before()));
        finding.proof().ifPresent(witness -> json.set("witness", witness));
        ArrayNode operations = json.putArray("operations");
        finding.operations().forEach(operations::add);
        ArrayNode consumers = json.putArray("consumers");
        losses.of(finding)
                .forEach(loss -> consumers
                        .addObject()
                        .put("consumer", loss.consumer())
                        .put("call", loss.call())
                        .put("reliesOn", loss.what()));
        return json;
    }

    static ObjectNode location(Location location) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", location.place().file())
                .put("line", location.place().line())
                .put("column", location.place().column())
                .put("pointer", location.pointer());
    }
}
