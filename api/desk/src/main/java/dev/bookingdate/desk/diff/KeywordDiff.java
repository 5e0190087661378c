package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Compares what no other class looks at: prose, extensions, and keywords that nobody knows. */
final class KeywordDiff {
    private final Findings findings;

    KeywordDiff(Findings findings) {
        this.findings = findings;
    }

    /** Compares keywords that nobody knows, which are unclear, and extensions, which are prose. */
    void compare(SpecNode before, SpecNode after, Predicate<String> known, String label) {
        Set<String> names = new TreeSet<>(before.members().keySet());
        names.addAll(after.members().keySet());
        for (String name : names) {
            if (name.startsWith("x-")) {
                if (!OperationDiff.EXTENSIONS.contains(name)) {
                    changed(before, after, name, Change.TEXT_CHANGED, label);
                }
            } else if (!known.test(name)) {
                changed(before, after, name, Change.KEYWORD_UNCLEAR, label);
            }
        }
    }

    void texts(SpecNode before, SpecNode after, List<String> keywords, String label) {
        keywords.forEach(keyword -> changed(before, after, keyword, Change.TEXT_CHANGED, label));
    }

    private void changed(SpecNode before, SpecNode after, String keyword, Change change, String label) {
        Optional<SpecNode> old = before.raw(keyword);
        Optional<SpecNode> current = after.raw(keyword);
        Optional<JsonNode> value = old.map(SpecNode::json);
        if (!value.equals(current.map(SpecNode::json))) {
            String words = old.isEmpty() ? " is new" : current.isEmpty() ? " is gone" : " changed";
            String unclear = change == Change.KEYWORD_UNCLEAR ? ", and what that means is not known" : "";
            findings.add(
                    Direction.CALL,
                    change,
                    old.orElse(before),
                    current.orElse(after),
                    label + ": " + keyword + words + unclear);
        }
    }
}
