package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Explanation;
import dev.bookingdate.desk.diff.Finding;
import dev.bookingdate.desk.source.Place;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** For code hosts, which show findings beside the lines: SARIF 2.1.0. */
final class SarifReport {
    private SarifReport() {}

    static String of(Difference difference, Losses losses) {
        ObjectNode sarif = JsonNodeFactory.instance.objectNode();
        ObjectNode run = run(sarif);
        ArrayNode rules = run.withObject("/tool/driver").putArray("rules");
        TreeMap<String, Explanation> known = new TreeMap<>();
        difference.findings().forEach(finding -> known.put(finding.rule(), Explanation.of(finding)));
        known.forEach((rule, explanation) -> {
            ObjectNode json = rules.addObject();
            json.put("id", rule);
            json.putObject("shortDescription").put("text", explanation.reason());
            json.putObject("help")
                    .put("text", explanation.advice().isEmpty() ? explanation.reason() : explanation.advice());
        });
        ArrayNode results = run.putArray("results");
        for (Finding finding : difference.findings()) {
            String text = finding.level().shown() + ": " + finding.message() + TextReport.lost(losses, finding);
            result(
                    results.addObject(),
                    finding.rule(),
                    finding.level().isRed(),
                    text,
                    finding.location().place());
        }
        return JsonReport.text(sarif);
    }

    static ObjectNode run(ObjectNode sarif) {
        sarif.put("version", "2.1.0");
        sarif.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        ObjectNode run = sarif.putArray("runs").addObject();
        run.putObject("tool").putObject("driver").put("name", "desk");
        return run;
    }

    static void result(ObjectNode result, String rule, boolean red, String text, Place place) {
        result.put("ruleId", rule);
        result.put("level", red ? "error" : "note");
        result.putObject("message").put("text", text);
        ObjectNode physical = result.putArray("locations").addObject().putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", CheckOutput.uri(place));
        physical.putObject("region").put("startLine", place.line()).put("startColumn", place.column());
    }
}
