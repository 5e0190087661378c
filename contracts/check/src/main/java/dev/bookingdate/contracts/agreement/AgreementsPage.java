package dev.bookingdate.contracts.agreement;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.contracts.agreement.Agreements.Row;
import dev.bookingdate.contracts.agreement.Judgement.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The agreements as one page that needs nothing else: no script, no font, no picture. */
final class AgreementsPage {
    private static final List<Side> SIDES = List.of(Side.SPEC, Side.SERVICE, Side.CONSUMER);

    private final Agreements agreements;
    private final StringBuilder html = new StringBuilder(1 << 16);

    AgreementsPage(Agreements agreements) {
        this.agreements = agreements;
    }

    String html() {
        html.append(top());
        head();
        troubles();
        matrix();
        cases();
        coverage();
        reliances();
        return html.append("</body></html>\n").toString();
    }

    /** The page of a run in which spec or consumers could not be read: nothing of an earlier run is true any more. */
    static String unusable(String message) {
        return top() + "<h1>Who agrees with whom</h1>\n<div class=\"trouble\">Nothing can be said: <pre>"
                + text(message) + "</pre></div></body></html>\n";
    }

    private static String top() {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Who agrees with whom</title>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n" + css()
                + "</style></head><body>\n";
    }

    private static String css() {
        try (InputStream css = requireNonNull(AgreementsPage.class.getResourceAsStream("agreements.css"))) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() {
        html.append("<h1>Who agrees with whom</h1>\n<p class=\"soft\">Booking date backfill ")
                .append(text(String.join(", ", agreements.versions())))
                .append(
                        ". Each contract is an example of what a consumer relies on. Three sides have a say on it: the spec,"
                                + " the service over HTTP, and the consumer that replays it.</p>\n<ul class=\"cards\">");
        card(agreements.rows().size(), "contracts", "");
        card(agreements.consumers().size(), "consumers", "");
        for (State state : State.values()) {
            card(agreements.count(state), state.word(), cssClass(state));
        }
        html.append("</ul>\n");
    }

    private void card(long count, String word, String kind) {
        html.append("<li><b>")
                .append(count)
                .append("</b><span class=\"")
                .append(kind.isEmpty() ? "soft" : "pill " + kind)
                .append("\">")
                .append(text(word))
                .append("</span></li>");
    }

    private void troubles() {
        StringBuilder found = new StringBuilder();
        for (Row row : agreements.rows()) {
            row.judgements()
                    .forEach((version, sides) -> sides.forEach((side, judgement) -> {
                        if (judgement.state() == State.BROKEN) {
                            found.append("<div class=\"trouble\"><span class=\"name\">")
                                    .append(text(row.contract()))
                                    .append("</span>: the ")
                                    .append(side.word())
                                    .append(" disagrees, ")
                                    .append(text(version))
                                    .append("<pre>")
                                    .append(text(judgement.message()))
                                    .append("</pre></div>\n");
                        }
                    }));
        }
        if (!found.isEmpty()) {
            html.append("<h2>What is broken</h2>\n").append(found);
        }
    }

    /** Consumer × operation, each with how many of its contracts all sides agree on. */
    private void matrix() {
        Collection<String> operations =
                agreements.rows().stream().map(Row::operation).collect(Collectors.toCollection(TreeSet::new));
        html.append("<h2>Consumers and operations</h2>\n<table><thead><tr><th>consumer</th>");
        operations.forEach(
                operation -> html.append("<th>").append(text(operation)).append("</th>"));
        html.append("<th>replayed by</th></tr></thead><tbody>\n");
        agreements.consumers().forEach((consumer, replayer) -> {
            html.append("<tr><td><a class=\"name\" href=\"#")
                    .append(text(consumer))
                    .append("\">")
                    .append(text(consumer))
                    .append("</a></td>");
            operations.forEach(operation ->
                    html.append("<td>").append(cell(consumer, operation)).append("</td>"));
            html.append("<td class=\"soft\">").append(text(replayer)).append("</td></tr>\n");
        });
        html.append("</tbody></table>\n");
    }

    private String cell(String consumer, String operation) {
        Map<State, Integer> worst = new TreeMap<>();
        agreements.rows().stream()
                .filter(row ->
                        row.consumer().equals(consumer) && row.operation().equals(operation))
                .forEach(row -> worst.merge(worst(row), 1, Integer::sum));
        return worst.entrySet().stream()
                .map(entry -> pill(
                        entry.getKey(), entry.getValue() + " " + entry.getKey().word()))
                .collect(Collectors.joining(" "));
    }

    /** What keeps a contract from being agreed on by all, if anything does. */
    private static State worst(Row row) {
        return row.judgements().values().stream()
                .flatMap(sides -> sides.values().stream())
                .map(Judgement::state)
                .max((one, other) -> Integer.compare(weight(one), weight(other)))
                .orElse(State.NOT_RUN);
    }

    private static int weight(State state) {
        return switch (state) {
            case AGREES -> 0;
            case NOBODY_YET -> 1;
            case NOT_RUN -> 2;
            case OUTDATED -> 3;
            case BROKEN -> 4;
        };
    }

    private void cases() {
        for (String consumer : agreements.consumers().keySet()) {
            html.append("<h2 id=\"")
                    .append(text(consumer))
                    .append("\"><span class=\"name\">")
                    .append(text(consumer))
                    .append(
                            "</span></h2>\n<table><thead><tr><th class=\"operation\" rowspan=\"2\">operation</th><th rowspan=\"2\">case</th>")
                    .append("<th class=\"answer\" rowspan=\"2\">answer</th>");
            agreements
                    .versions()
                    .forEach(version -> html.append("<th class=\"verdict\" colspan=\"3\">")
                            .append(text(version))
                            .append("</th>"));
            html.append("</tr><tr>");
            agreements
                    .versions()
                    .forEach(version -> SIDES.forEach(side -> html.append("<th class=\"verdict\">")
                            .append(side.word())
                            .append("</th>")));
            html.append("</tr></thead><tbody>\n");
            agreements.rows().stream()
                    .filter(row -> row.consumer().equals(consumer))
                    .forEach(this::row);
            html.append("</tbody></table>\n");
        }
    }

    private void row(Row row) {
        html.append("<tr><td>")
                .append(text(row.operation()))
                .append("</td><td><details><summary class=\"name\">")
                .append(text(row.caseName()))
                .append("</summary><p>")
                .append(text(row.description()))
                .append("</p></details></td><td>")
                .append(row.status())
                .append("</td>");
        for (String version : agreements.versions()) {
            for (Side side : SIDES) {
                State state = row.judgement(version, side).state();
                html.append("<td class=\"verdict\">")
                        .append(pill(state, state.word()))
                        .append("</td>");
            }
        }
        html.append("</tr>\n");
    }

    private void coverage() {
        JsonNode levels = agreements.coverage().path("levels");
        if (levels.isEmpty()) {
            return;
        }
        html.append("<h2>What of the spec the contracts exercise</h2>\n<table><thead><tr><th>level</th>")
                .append(
                        "<th class=\"number\">exercised</th><th class=\"number\">of</th><th class=\"number\">waived</th>")
                .append("<th>what no contract exercises</th></tr></thead><tbody>\n");
        for (JsonNode level : levels) {
            html.append("<tr><td>")
                    .append(text(level.path("level").asString("")))
                    .append("</td>");
            number(level.path("covered").asString(""));
            number(level.path("items").asString(""));
            number(String.valueOf(level.path("waived").size()));
            html.append("<td>");
            gaps(level);
            html.append("</td></tr>\n");
        }
        html.append("</tbody></table>\n");
    }

    private void number(String number) {
        html.append("<td class=\"number\">").append(text(number)).append("</td>");
    }

    private void gaps(JsonNode level) {
        int count = level.path("uncovered").size() + level.path("waived").size();
        if (count == 0) {
            return;
        }
        html.append("<details><summary>").append(count).append("</summary><p>");
        level.path("uncovered")
                .forEach(item -> html.append(text(item.asString(""))).append('\n'));
        level.path("waived")
                .forEach(item -> html.append(text(item.asString(""))).append(" – waived: contracts/waivers.yaml\n"));
        html.append("</p></details>");
    }

    private void reliances() {
        html.append("<h2>What a consumer loses if an operation changes</h2>\n");
        String operation = "";
        for (Reliance reliance : agreements.reliances()) {
            if (!reliance.operation().equals(operation)) {
                html.append(operation.isEmpty() ? "" : "</tbody></table>\n")
                        .append("<h3>")
                        .append(text(reliance.operation()))
                        .append("</h3>\n<table><thead><tr><th>consumer</th><th>tells apart</th><th>reads</th>")
                        .append("<th>reads headers</th><th>sends</th></tr></thead><tbody>\n");
                operation = reliance.operation();
            }
            html.append("<tr><td><a class=\"name\" href=\"#")
                    .append(text(reliance.consumer()))
                    .append("\">")
                    .append(text(reliance.consumer()))
                    .append("</a><br><span class=\"soft\">contracts: ")
                    .append(reliance.contracts())
                    .append("</span></td>");
            words(reliance.statuses());
            words(reliance.members());
            words(reliance.headers());
            words(reliance.sent());
            html.append("</tr>\n");
        }
        html.append(operation.isEmpty() ? "" : "</tbody></table>\n");
    }

    private void words(Collection<String> words) {
        html.append("<td><div class=\"words\">");
        words.forEach(
                word -> html.append("<span class=\"name\">").append(text(word)).append("</span>"));
        html.append("</div></td>");
    }

    private static String pill(State state, String word) {
        return "<span class=\"pill " + cssClass(state) + "\">" + text(word) + "</span>";
    }

    private static String cssClass(State state) {
        return state.word().replace(' ', '-');
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
