package dev.bookingdate.contracts.check;

import dev.bookingdate.contracts.spec.YamlSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * {@code contracts/waivers.yaml}: what no contract has to exercise, and why.
 *
 * @param waived by {@code <level>: <item>}
 */
record Waivers(Set<String> waived, List<Violation> wrong) {
    private static final Set<String> MEMBERS = Set.of("level", "item", "reason", "test");
    private static final String FILE = "contracts/waivers.yaml";

    /**
     * Reads the waivers and holds them against what is covered.
     *
     * @param serverTests the folder in which a class must be that is named as the proof
     */
    static Waivers read(Path file, Path serverTests, Coverage coverage) {
        YamlSource source = YamlSource.read(file, FILE);
        JsonNode list = source.json().path("waivers");
        Set<String> waived = new TreeSet<>();
        List<Violation> wrong = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pointer = "/waivers/" + i;
            String key = key(
                    list.get(i).path("level").asString(""),
                    list.get(i).path("item").asString(""));
            objection(list.get(i), key, serverTests, coverage, !waived.add(key))
                    .ifPresent(
                            text -> wrong.add(new Violation(FILE, source.line(pointer), pointer, Rule.WAIVER, text)));
        }
        return new Waivers(waived, wrong);
    }

    /** Returns whether an item is waived, a media type also by the status that it belongs to. */
    boolean has(CoverageItem item) {
        return waived.contains(key(item.level().toString(), item.name()))
                || (item.level() == Level.RESPONSE_MEDIA_TYPE
                        && waived.contains(
                                key(Level.STATUS.toString(), item.name().replaceFirst(" [^ ]+$", ""))));
    }

    private static String key(String level, String item) {
        return level + ": " + item;
    }

    private static Optional<String> objection(
            JsonNode waiver, String key, Path serverTests, Coverage coverage, boolean twice) {
        if (!MEMBERS.containsAll(waiver.propertyNames())
                || waiver.path("reason").asString("").isBlank()) {
            return Optional.of("a waiver has level, item, reason and perhaps test");
        }
        if (twice) {
            return Optional.of(key + " is waived twice");
        }
        Optional<CoverageItem> item = coverage.items().stream()
                .filter(each -> key(each.level().toString(), each.name()).equals(key))
                .findFirst();
        if (item.isEmpty()) {
            return Optional.of(key + " is nothing that the spec has");
        }
        if (item.get().covered()) {
            return Optional.of(key + " needs no waiver: it is exercised by "
                    + item.get().contracts().get(0));
        }
        String test = waiver.path("test").asString("");
        return test.isEmpty() || exists(serverTests, test)
                ? Optional.empty()
                : Optional.of("there is no test " + test + " in the server");
    }

    private static boolean exists(Path serverTests, String test) {
        try (Stream<Path> files = Files.walk(serverTests)) {
            return files.anyMatch(file -> file.endsWith(test + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
