package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.source.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code contracts/waivers.yaml}: what no contract has to exercise, and why.
 *
 * @param waived by {@code <level>: <item>}, as patterns
 */
record Waivers(List<Pattern> waived, List<Violation> wrong) {
    private static final Set<String> MEMBERS = Set.of("level", "item", "reason", "test");
    private static final String FILE = "contracts/waivers.yaml";

    /**
     * Reads the waivers and holds them against what is covered.
     *
     * @param serverTests the folder in which a class must be that is named as the proof
     */
    static Waivers read(Path file, Path serverTests, Coverage coverage) {
        try {
            return of(SpecFiles.data(file, FILE), testsIn(serverTests), coverage);
        } catch (UnusableException e) {
            return new Waivers(List.of(), List.of(Violation.of(FILE, e)));
        }
    }

    /** @param tests the classes that may be named as the proof */
    static Waivers of(SpecNode root, Set<String> tests, Coverage coverage) {
        Waivers waivers = new Waivers(new ArrayList<>(), new ArrayList<>());
        try {
            waivers.read(root, tests, coverage);
        } catch (UnusableException e) {
            waivers.wrong.add(Violation.of(FILE, e));
        }
        return waivers;
    }

    private void read(SpecNode root, Set<String> tests, Coverage coverage) {
        Set<String> said = new TreeSet<>();
        List<SpecNode> all = root.get("waivers")
                .orElseThrow(() -> root.wrong("an object with a list of waivers"))
                .items();
        for (SpecNode waiver : all) {
            try {
                one(waiver, said, tests, coverage);
            } catch (UnusableException e) {
                wrong.add(Violation.of(FILE, e));
            }
        }
    }

    private void one(SpecNode waiver, Set<String> said, Set<String> tests, Coverage coverage) {
        boolean known = MEMBERS.containsAll(waiver.members().keySet());
        if (!known || waiver.text("reason").orElse("").isBlank()) {
            throw waiver.wrong("a waiver with level, item, reason and perhaps test");
        }
        String key = key(waiver.text("level").orElse(""), waiver.text("item").orElse(""));
        if (!said.add(key)) {
            throw waiver.wrong("said once: " + key + " is waived twice");
        }
        Pattern pattern = Pattern.compile(
                Stream.of(key.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
        List<CoverageItem> items = coverage.items().stream()
                .filter(item -> item.level().isRequired())
                .filter(item -> pattern.matcher(key(item.level().toString(), item.name()))
                        .matches())
                .toList();
        if (items.isEmpty()) {
            throw waiver.wrong("of use: nothing that has to be exercised is " + key);
        }
        if (items.stream().allMatch(CoverageItem::covered)) {
            throw waiver.wrong("of use: " + key + " is exercised by "
                    + items.get(0).contracts().get(0));
        }
        String test = waiver.text("test").orElse("");
        if (!test.isEmpty() && !tests.contains(test)) {
            throw waiver.get("test").orElse(waiver).wrong("a class of the server's tests; there is no " + test);
        }
        waived.add(pattern);
    }

    /** Returns whether an item is waived, a media type also by the status that it belongs to. */
    boolean has(CoverageItem item) {
        return !item.covered()
                && (is(key(item.level().toString(), item.name()))
                        || (item.level() == Level.RESPONSE_MEDIA_TYPE
                                && is(key(Level.STATUS.toString(), item.name().replaceFirst(" [^ ]+$", "")))));
    }

    private boolean is(String key) {
        return waived.stream().anyMatch(pattern -> pattern.matcher(key).matches());
    }

    private static String key(String level, String item) {
        return level + ": " + item;
    }

    private static Set<String> testsIn(Path serverTests) {
        try (Stream<Path> files = Files.walk(serverTests)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replaceFirst("[.]java$", ""))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
