package dev.bookingdate.desk.command;

import dev.bookingdate.desk.check.Check.Outcome;
import dev.bookingdate.desk.check.Remark;
import dev.bookingdate.desk.source.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms of a verdict: for people, and for what runs a build. */
enum CheckOutput {
    /** For the terminal. */
    TEXT {
        @Override
        String of(Path document, Outcome outcome) {
            return CheckText.of(document, outcome);
        }
    },
    /** For code hosts that show findings beside the lines: SARIF 2.1.0. */
    SARIF {
        @Override
        String of(Path document, Outcome outcome) {
            ObjectNode sarif = JsonNodeFactory.instance.objectNode();
            ObjectNode run = SarifReport.run(sarif);
            ArrayNode rules = run.withObject("/tool/driver").putArray("rules");
            new TreeSet<>(outcome.remarks().stream().map(Remark::rule).toList())
                    .forEach(rule -> rules.addObject().put("id", rule));
            ArrayNode results = run.putArray("results");
            outcome.remarks()
                    .forEach(one -> SarifReport.result(
                            results.addObject(),
                            one.rule(),
                            one.isRed(),
                            one.level() + ": " + one.text(),
                            one.place()));
            return JsonReport.text(sarif);
        }
    },
    /** For what shows the results of tests: each thing to mend is a test that failed. */
    JUNIT {
        @Override
        String of(Path document, Outcome outcome) {
            List<Remark> red = red(outcome);
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"")
                    .append(xml(document.toString()))
                    .append("\" tests=\"")
                    .append(Math.max(1, red.size()))
                    .append("\" failures=\"")
                    .append(red.size())
                    .append("\" errors=\"0\" skipped=\"0\">\n");
            if (red.isEmpty()) {
                xml.append("  <testcase classname=\"desk\" name=\"fit to be released\"/>\n");
            }
            red.forEach(one -> xml.append("  <testcase classname=\"desk\" name=\"")
                    .append(xml(one.rule() + " at " + one.place()))
                    .append("\"><failure type=\"")
                    .append(xml(one.level()))
                    .append("\" message=\"")
                    .append(xml(one.text()))
                    .append("\">")
                    .append(xml(one.toString()))
                    .append("</failure></testcase>\n"));
            return xml.append("</testsuite>\n").toString();
        }
    },
    /** Workflow commands of GitHub Actions, which annotate the lines of a pull request. */
    GITHUB {
        @Override
        String of(Path document, Outcome outcome) {
            StringBuilder text = new StringBuilder();
            outcome.remarks()
                    .forEach(one -> text.append(one.isRed() ? "::error file=" : "::notice file=")
                            .append(property(one.place().file()))
                            .append(",line=")
                            .append(one.place().line())
                            .append(",col=")
                            .append(one.place().column())
                            .append(",title=")
                            .append(property(one.rule()))
                            .append("::")
                            .append(data(one.level() + ": " + one.text()))
                            .append('\n'));
            return text.toString();
        }
    },
    /** A code quality report of GitLab, which shows findings in a merge request. */
    GITLAB {
        @Override
        String of(Path document, Outcome outcome) {
            ArrayNode report = JsonNodeFactory.instance.arrayNode();
            outcome.remarks().forEach(one -> {
                ObjectNode issue = report.addObject();
                issue.put("description", one.level() + ": " + one.text());
                issue.put("check_name", one.rule());
                issue.put("fingerprint", one.identity());
                issue.put("severity", one.isRed() ? "blocker" : "info");
                ObjectNode location = issue.putObject("location");
                location.put("path", uri(one.place()));
                location.putObject("lines").put("begin", one.place().line());
            });
            return JsonReport.text(report);
        }
    };

    abstract String of(Path document, Outcome outcome);

    private static List<Remark> red(Outcome outcome) {
        return outcome.remarks().stream().filter(Remark::isRed).toList();
    }

    static String uri(Place place) {
        return place.file().replace('\\', '/');
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    /** XML 1.0 has no control characters, not even escaped. */
    private static String xml(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
