package dev.bookingdate.desk.page;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.api.Parameter;
import dev.bookingdate.desk.check.History;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Consumers;
import dev.bookingdate.desk.consumer.Promises;
import dev.bookingdate.desk.consumer.Use;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A document as one page without scripts: what a call does, fails with and looks like, and who relies on it. */
public final class Reference {
    private final Api api;
    private final Consumers consumers;
    private final List<Use> uses;
    private final Samples samples;
    private final History history;

    /**
     * Prepares the page.
     *
     * @param consumers who relies on it
     * @param samples the Java code of a call
     * @param history what was released when
     */
    public Reference(Api api, Consumers consumers, Samples samples, History history) {
        this.api = api;
        this.consumers = consumers;
        this.uses = consumers.uses(api);
        this.samples = samples;
        this.history = history;
    }

    /** Returns the page; it asks for {@code reference.css} beside it. */
    public String html() {
        SpecNode info = api.root().get("info").orElse(api.root());
        Html html = new Html();
        String title =
                info.text("title").orElse("API") + " " + info.text("version").orElse("");
        html.begin(title);
        html.raw("<header><h1>" + Html.escaped(title) + "</h1></header>\n<nav aria-label=\"Contents\"><ul>\n");
        api.operations()
                .values()
                .forEach(operation -> html.raw("<li>")
                        .link("#" + id(operation), summary(operation))
                        .raw(" <code>" + Html.escaped(call(operation)) + "</code></li>\n"));
        html.raw("<li>").link("#changes", "What changed").raw("</li>\n</ul></nav>\n<main>\n");
        info.text("description")
                .ifPresent(text -> html.raw("<section>").markdown(text, 2).raw("</section>\n"));
        api.operations().values().forEach(operation -> operation(operation, html));
        releases(html);
        html.raw("<section id=\"changes\"><h2>What changed</h2>\n")
                .markdown(history.changes(), 3)
                .raw("</section>\n");
        return html.end();
    }

    private static String id(Operation operation) {
        return operation.name().replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static String summary(Operation operation) {
        return operation.node().text("summary").orElse(operation.name());
    }

    private static String call(Operation operation) {
        return operation.method().toUpperCase(Locale.ROOT) + " " + operation.path();
    }

    private void operation(Operation operation, Html html) {
        html.raw("<section id=\"" + Html.escaped(id(operation)) + "\">\n").heading(2, summary(operation));
        html.raw("<p class=\"call\"><code>" + Html.escaped(call(operation)) + "</code></p>\n");
        html.paragraph(operation.name() + ", " + history.since(operation)
                + (operation.node().isTrue("deprecated") ? ", deprecated" : ""));
        operation.node().text("description").ifPresent(text -> html.markdown(text, 3));
        parameters(operation, html);
        body(operation, html);
        answers(operation, html);
        errors(operation, html);
        html.heading(3, "curl").code(Curl.of(operation));
        samples.of(operation).ifPresent(code -> html.heading(3, "Java").code(code));
        relied(operation, html);
        html.raw("</section>\n");
    }

    private static void parameters(Operation operation, Html html) {
        List<List<String>> rows = new ArrayList<>();
        for (Parameter parameter : operation.parameters().values()) {
            rows.add(List.of(
                    parameter.name(),
                    parameter.in() + (parameter.isRequired() ? ", required" : ""),
                    parameter.schema().map(Members::type).orElse(""),
                    parameter.node().text("description").orElse("")));
        }
        html.table("Parameters", List.of("name", "where", "type", "meaning"), rows);
    }

    private static void body(Operation operation, Html html) {
        operation
                .body()
                .ifPresent(body -> body.members("content")
                        .forEach((type, media) -> html.table(
                                "Body, " + type,
                                List.of("member", "type", "meaning"),
                                media.get("schema").map(Members::rows).orElse(List.of()))));
    }

    private static void answers(Operation operation, Html html) {
        List<List<String>> rows = new ArrayList<>();
        operation
                .responses()
                .forEach((status, response) -> rows.add(List.of(
                        status.toLowerCase(Locale.ROOT).replace("xx", "XX"),
                        response.text("description").orElse(""),
                        String.join(", ", response.members("headers").keySet()))));
        html.table("Answers", List.of("status", "meaning", "headers"), rows);
        operation.responses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                response.members("content").values().forEach(media -> {
                    html.table(
                            "Members of answer " + status,
                            List.of("member", "type", "meaning"),
                            media.get("schema").map(Members::rows).orElse(List.of()));
                    media.members("examples")
                            .forEach((name, example) -> example.resolved()
                                    .raw("value")
                                    .ifPresent(value -> html.details(
                                            "Example: " + name, value.json().toPrettyString())));
                });
            }
        });
    }

    private static void errors(Operation operation, Html html) {
        List<List<String>> rows = new ArrayList<>();
        operation.node().items("x-error-codes").forEach(raw -> {
            SpecNode code = raw.resolved();
            if (code.isObject()) {
                rows.add(List.of(
                        code.text("status").orElse(""),
                        code.text("code").orElse(""),
                        code.text("when").orElse(""),
                        code.text("action").orElse("")));
            }
        });
        html.table("Error codes", List.of("status", "code", "when", "what to do"), rows);
    }

    private void relied(Operation operation, Html html) {
        List<List<String>> rows = new ArrayList<>();
        consumers
                .all()
                .forEach(consumer -> consumer.calling(operation.key())
                        .forEach(call -> rows.add(List.of(
                                consumer.name(),
                                uses.stream()
                                        .filter(use -> use.consumer().equals(consumer.name())
                                                && use.call().equals(call.name()))
                                        .map(Use::what)
                                        .filter(what -> what.contains(" in answer 2"))
                                        .map(what -> what.replaceFirst(" in answer 2.*", ""))
                                        .filter(what -> !what.equals("body"))
                                        .distinct()
                                        .collect(Collectors.joining(", "))))));
        html.table("Who relies on it", List.of("consumer", "reads of a success"), rows);
    }

    /** Whether a consumer of today can be deployed while a service of a released version still answers. */
    private void releases(Html html) {
        Map<String, Promises> released = new LinkedHashMap<>();
        history.releases().forEach((version, before) -> released.put(version, new Promises(before)));
        if (released.isEmpty() || consumers.all().isEmpty()) {
            return;
        }
        List<String> columns = new ArrayList<>(List.of("consumer of today"));
        released.keySet().forEach(version -> columns.add("service of " + version));
        List<List<String>> rows = new ArrayList<>();
        for (Consumer consumer : consumers.all()) {
            List<String> row = new ArrayList<>(List.of(consumer.name()));
            released.values().forEach(promises -> row.add(lacking(promises.usesOf(consumer))));
            rows.add(row);
        }
        html.raw("<section id=\"releases\"><h2>Who can be deployed with which release</h2>\n")
                .table("Consumers and releases", columns, rows)
                .raw("</section>\n");
    }

    private static String lacking(List<Use> uses) {
        List<String> lacking = uses.stream()
                .filter(use -> use.problem().isPresent())
                .map(Use::what)
                .distinct()
                .toList();
        String named = lacking.stream().limit(3).collect(Collectors.joining(", "));
        int more = lacking.size() - 3;
        return lacking.isEmpty() ? "works" : "relies on more: " + named + (more > 0 ? " and " + more + " more" : "");
    }
}
