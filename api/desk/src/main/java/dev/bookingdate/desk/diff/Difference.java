package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The difference between two versions of a document, the worst findings first. */
public record Difference(List<Finding> findings) {

    /**
     * Compares two versions.
     *
     * @param today decides whether a sunset has passed
     */
    public static Difference between(Api before, Api after, LocalDate today) {
        return new Comparison(before, after, today).run();
    }

    /** Returns the verdict of a plane. */
    public Level level(Plane plane) {
        return findings.stream().map(finding -> finding.level(plane)).reduce(Level.NONE, Level::orWorse);
    }

    /** Returns the worst verdict of all planes. */
    public Level level() {
        return findings.stream().map(Finding::level).reduce(Level.NONE, Level::orWorse);
    }

    private static final class Comparison {
        private final Api before;
        private final Api after;
        private final LocalDate today;
        private final Findings findings = new Findings();

        Comparison(Api before, Api after, LocalDate today) {
            this.before = before;
            this.after = after;
            this.today = today;
        }

        Difference run() {
            KeywordDiff keywords = new KeywordDiff(findings);
            keywords.compare(before.root(), after.root(), Api::isOfRoot, "the document");
            before.root()
                    .get("info")
                    .ifPresent(old -> after.root()
                            .get("info")
                            .ifPresent(current -> keywords.texts(
                                    old, current, List.of("title", "description", "contact", "license"), "info")));
            OperationDiff operations = new OperationDiff(findings, keywords);
            Set<String> keys = new TreeSet<>(before.operations().keySet());
            keys.addAll(after.operations().keySet());
            for (String key : keys) {
                Optional<Operation> old =
                        Optional.ofNullable(before.operations().get(key));
                Optional<Operation> current =
                        Optional.ofNullable(after.operations().get(key));
                findings.within(current.or(() -> old).map(Operation::name).orElse(key));
                if (old.isPresent() && current.isPresent()) {
                    operations.compare(old.get(), current.get());
                } else if (old.isPresent()) {
                    removed(old.get());
                } else {
                    current.ifPresent(this::added);
                }
            }
            return new Difference(findings.all());
        }

        private void added(Operation operation) {
            SpecNode nearest = before.root().get("paths").orElse(before.root());
            findings.add(
                    Direction.CALL, Change.OPERATION_ADDED, nearest, operation.node(), operation.name() + " is new");
        }

        private void removed(Operation operation) {
            SpecNode nearest = after.root()
                    .get("paths")
                    .map(paths -> paths.get(operation.path()).orElse(paths))
                    .orElse(after.root());
            String sunset = operation.node().text("x-sunset").orElse("");
            Change change = Change.OPERATION_REMOVED;
            String words = operation.name() + " is gone";
            if (operation.node().isTrue("deprecated") && !sunset.isEmpty()) {
                Optional<LocalDate> date = date(sunset);
                boolean passed = date.isPresent() && date.get().isBefore(today);
                change = passed ? Change.OPERATION_REMOVED_AFTER_SUNSET : Change.OPERATION_REMOVED_BEFORE_SUNSET;
                words += passed ? " after its sunset on " + sunset : ", it was promised until " + sunset;
            }
            findings.add(Direction.CALL, change, operation.node(), nearest, words);
        }
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
