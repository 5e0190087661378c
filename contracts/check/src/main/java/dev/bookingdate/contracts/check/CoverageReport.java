package dev.bookingdate.contracts.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What contracts exercise of the spec, for people (Markdown) and for other reports (JSON). */
public final class CoverageReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Checks checks;

    public CoverageReport(Checks checks) {
        this.checks = checks;
    }

    /** The figures of one level. */
    private record Figures(Level level, int items, int covered, List<String> waived, List<String> uncovered) {
        int percent() {
            return items == 0 ? 100 : 100 * covered / items;
        }
    }

    /** Writes {@code coverage.json} and {@code coverage.md}. */
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("coverage.json"), json());
            Files.writeString(folder.resolve("coverage.md"), markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Figures> levels() {
        return Arrays.stream(Level.values()).map(this::figures).toList();
    }

    private Figures figures(Level level) {
        List<CoverageItem> items = checks.coverage().items().stream()
                .filter(item -> item.level() == level)
                .toList();
        List<CoverageItem> open = items.stream().filter(item -> !item.covered()).toList();
        return new Figures(
                level,
                items.size(),
                items.size() - open.size(),
                open.stream()
                        .filter(checks.waived()::contains)
                        .map(CoverageItem::name)
                        .toList(),
                open.stream()
                        .filter(item -> !checks.waived().contains(item))
                        .map(CoverageItem::name)
                        .toList());
    }

    private String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        List<Object> levels = new ArrayList<>();
        for (Figures figures : levels()) {
            Map<String, Object> level = new LinkedHashMap<>();
            level.put("level", figures.level().toString());
            level.put("items", figures.items());
            level.put("covered", figures.covered());
            level.put("waived", figures.waived());
            level.put("uncovered", figures.uncovered());
            levels.add(level);
        }
        root.put("levels", levels);
        root.put(
                "items",
                checks.coverage().items().stream()
                        .map(item -> Map.of(
                                "level", item.level().toString(),
                                "item", item.name(),
                                "spec", item.node().pointer(),
                                "contracts", item.contracts()))
                        .toList());
        root.put("refusedOnTrust", checks.onTrust());
        return JSON.writeValueAsString(root);
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# What contracts exercise of the spec\n\n");
        text.append("| level | items | exercised | waived | open |\n|---|---|---|---|---|\n");
        levels().forEach(figures -> text.append(String.format(
                "| %s | %d | %d (%d %%) | %d | %d |%n",
                figures.level(),
                figures.items(),
                figures.covered(),
                figures.percent(),
                figures.waived().size(),
                figures.uncovered().size())));
        levels().stream()
                .filter(figures -> !figures.uncovered().isEmpty())
                .forEach(figures -> list(text, "No contract exercises: " + figures.level(), figures.uncovered()));
        levels().stream()
                .filter(figures -> !figures.waived().isEmpty())
                .forEach(figures -> list(text, "Waived: " + figures.level(), figures.waived()));
        if (!checks.onTrust().isEmpty()) {
            list(
                    text,
                    "Refused for a reason that the request does not show; the error code is documented",
                    checks.onTrust());
        }
        return text.toString();
    }

    private static void list(StringBuilder text, String title, List<String> items) {
        text.append("\n## ").append(title).append("\n\n");
        items.forEach(item -> text.append("- ").append(item).append('\n'));
    }
}
