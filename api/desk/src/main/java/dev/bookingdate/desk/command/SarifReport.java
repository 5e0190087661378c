package dev.bookingdate.desk.command;

import dev.bookingdate.desk.consumer.Consumers.Losses;
import dev.bookingdate.desk.diff.Difference;
import dev.bookingdate.desk.diff.Explanation;
import dev.bookingdate.desk.diff.Finding;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** For code hosts, which show findings beside the lines: SARIF 2.1.0. */
final class SarifReport {
    private SarifReport() {}

    static String of(Difference difference, Losses losses) {
        ObjectNode sarif = JsonNodeFactory.instance.objectNode();
        sarif.put("version", "2.1.0");
        sarif.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        ObjectNode run = sarif.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "desk");
        ArrayNode rules = driver.putArray("rules");
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
        difference.findings().forEach(finding -> result(results.addObject(), finding, losses));
        return JsonReport.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(sarif) + "\n";
    }

    private static void result(ObjectNode result, Finding finding, Losses losses) {
        result.put("ruleId", finding.rule());
        result.put("level", finding.level().isRed() ? "error" : "note");
        result.putObject("message")
                .put("text", finding.level().shown() + ": " + finding.message() + TextReport.lost(losses, finding));
        ObjectNode physical = result.putArray("locations").addObject().putObject("physicalLocation");
        physical.putObject("artifactLocation")
                .put("uri", finding.location().place().file().replace('\\', '/'));
        physical.putObject("region")
                .put("startLine", finding.location().place().line())
                .put("startColumn", finding.location().place().column());
    }
}
