package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecFiles;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a rule is as it is, what to do, and an example: {@code rules.yaml}, whose examples are the tests of the rules.
 *
 * @param before the old version of the example: a schema, an operation or a document
 */
public record Explanation(
        Direction direction, Change change, String reason, String advice, SpecNode before, SpecNode after) {
    private static final List<Explanation> ALL = read();

    /** Returns all rules. */
    public static List<Explanation> all() {
        return ALL;
    }

    /** Returns a rule by its name. */
    public static Optional<Explanation> of(String rule) {
        return ALL.stream().filter(one -> one.rule().equals(rule)).findFirst();
    }

    /** Returns the rule of a finding. */
    public static Explanation of(Finding finding) {
        return of(finding.rule()).orElseThrow(() -> new IllegalStateException("no text for " + finding.rule()));
    }

    /** Returns what to do about a finding, empty where there is nothing to do. */
    public static String advice(Finding finding) {
        boolean onlySource = finding.plane() == Plane.SOURCE && finding.change().plane() != Plane.SOURCE;
        return onlySource
                ? "The wire is fine; generated code changes, so release it with a major version of its own."
                : of(finding).advice();
    }

    private static List<Explanation> read() {
        try (InputStream resource = Objects.requireNonNull(Explanation.class.getResourceAsStream("rules.yaml"))) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            SpecNode rules = SpecFiles.data("rules.yaml", text);
            List<Explanation> all = new ArrayList<>();
            for (Change change : Change.values()) {
                SpecNode rule = rules.get(change.id()).orElseThrow(() -> rules.wrong("complete: " + change.id()));
                for (Direction direction : directions(rule)) {
                    all.add(new Explanation(
                            direction,
                            change,
                            rule.text("why").orElseThrow(),
                            rule.text("do").orElse(""),
                            rule.get("before").orElseThrow(),
                            rule.get("after").orElseThrow()));
                }
            }
            return List.copyOf(all);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<Direction> directions(SpecNode rule) {
        List<Direction> named = rule.items("for").stream()
                .map(name -> name.text().equals("request") ? Direction.REQUEST : Direction.ANSWER)
                .toList();
        return named.isEmpty() ? List.of(Direction.CALL) : named;
    }

    public String rule() {
        return direction.prefix() + change.id();
    }

    /** Returns the level in the plane of the rule. */
    public Level level() {
        return change.effect().level(direction);
    }

    /** Returns plane and level in words. */
    public String verdict() {
        return level().shown() + " (" + change.plane().shown() + ")"
                + (change.isOfSource() ? ", breaking (source)" : "");
    }

    /** Returns all that is to be said about the rule. */
    public String text() {
        return rule() + ": " + verdict() + "\n\n" + reason() + "\n"
                + (advice().isEmpty() ? "" : "What to do: " + advice() + "\n") + "\nExample, before:\n"
                + indented(before) + "\nafter:\n" + indented(after);
    }

    private static String indented(SpecNode node) {
        return node.json()
                .toPrettyString()
                .lines()
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
    }
}
