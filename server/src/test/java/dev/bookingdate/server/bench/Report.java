package dev.bookingdate.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a benchmark found: a Markdown table on the standard output, and all of it in target/bench/NAME.json. */
final class Report {

    static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** One table. Its cells are shown as they are given. */
    static final class Table {

        private final List<String> columns;
        private final List<List<String>> rows = new ArrayList<>();

        private Table(List<String> columns) {
            this.columns = columns;
        }

        Table row(Object... cells) {
            rows.add(Stream.of(cells).map(String::valueOf).toList());
            return this;
        }

        private String markdown() {
            return Stream.concat(
                            Stream.of(
                                    columns,
                                    columns.stream().map(column -> "---").toList()),
                            rows.stream())
                    .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                    .collect(Collectors.joining());
        }
    }

    private final String name;
    private final Instant begun = Instant.now();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Map<String, Object>> rounds = new ArrayList<>();
    private boolean complete;

    Report(String name) {
        this.name = name;
        setting("seed", Option.SEED);
        if (!Option.node().isEmpty()) {
            setting("nodes with", Option.node());
        }
    }

    void setting(String what, Object value) {
        settings.put(what, value);
    }

    Table table(String... columns) {
        Table table = new Table(List.of(columns));
        tables.add(table);
        return table;
    }

    /** What one round measured: shown at once, since a run may take long, and kept in the JSON. */
    void round(Map<String, Object> values) {
        rounds.add(values);
        System.out.println(name + ": "
                + values.entrySet().stream()
                        // Single values are for the JSON.
                        .filter(value -> !(value.getValue() instanceof Collection))
                        .map(value -> value.getKey() + "=" + shown(value.getValue()))
                        .collect(Collectors.joining(" ")));
    }

    void complete() {
        complete = true;
    }

    /** Prints the tables and writes the JSON. */
    void publish() throws IOException {
        Map<String, String> machine = Machine.describe();
        System.out.println("\n### " + name + (complete ? "" : " (incomplete)") + "\n");
        System.out.println(line(machine) + "\n\n" + line(settings) + "\n");
        tables.forEach(table -> System.out.println(table.markdown()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("complete", complete);
        all.put("begun", begun.toString());
        all.put("ended", Instant.now().toString());
        all.put("machine", machine);
        all.put("settings", settings);
        all.put(
                "tables",
                tables.stream()
                        .map(table -> Map.of("columns", table.columns, "rows", table.rows))
                        .toList());
        all.put("rounds", rounds);
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + ".json"), JSON.writeValueAsString(all) + "\n");
    }

    /** A number for a cell. */
    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String line(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " " + value.getValue())
                .collect(Collectors.joining(" · "));
    }

    private static String shown(Object value) {
        return value instanceof Double fraction ? number("%.3f", fraction) : String.valueOf(value);
    }
}
