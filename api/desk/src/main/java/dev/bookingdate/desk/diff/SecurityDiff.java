package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Security;
import dev.bookingdate.desk.api.Security.Alternative;
import dev.bookingdate.desk.source.SpecNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares who may call: whoever could authenticate still has to get in. */
final class SecurityDiff {
    private final Findings findings;

    SecurityDiff(Findings findings) {
        this.findings = findings;
    }

    void compare(Security before, Security after) {
        for (Alternative old : before.alternatives()) {
            if (after.alternatives().stream().noneMatch(now -> now.isMetBy(old))) {
                refused(before, after, old);
            }
        }
        for (Alternative now : after.alternatives()) {
            boolean known = before.alternatives().stream().anyMatch(old -> old.isMetBy(now));
            boolean renewed = before.alternatives().stream().anyMatch(old -> isSameByName(old, now));
            boolean weaker = before.alternatives().stream().anyMatch(now::isMetBy);
            if (!known && weaker) {
                add(
                        Change.SECURITY_REQUIREMENT_REMOVED,
                        before.node(),
                        after.node(),
                        now.isNone() ? "calls need no authentication now" : now + " is enough now");
            } else if (!known && !renewed) {
                add(
                        Change.SECURITY_ALTERNATIVE_ADDED,
                        before.node(),
                        after.node(),
                        "calls may authenticate by " + now + ", too");
            }
        }
    }

    private static boolean isSameByName(Alternative old, Alternative now) {
        return !old.nodes().isEmpty() && old.nodes().keySet().equals(now.nodes().keySet());
    }

    private void refused(Security before, Security after, Alternative old) {
        Optional<Alternative> renewed = after.alternatives().stream()
                .filter(now -> isSameByName(old, now)
                        && !now.schemes().keySet().equals(old.schemes().keySet()))
                .findFirst();
        if (renewed.isPresent()) {
            for (String name : old.nodes().keySet()) {
                SpecNode was = old.nodes().get(name);
                SpecNode is = renewed.get().nodes().get(name);
                if (was != null && is != null && !Security.onTheWire(was).equals(Security.onTheWire(is))) {
                    add(Change.SECURITY_SCHEME_CHANGED, was, is, "security scheme " + name + " is another one now");
                }
            }
            return;
        }
        Optional<Alternative> stricter = after.alternatives().stream()
                .filter(now -> now.schemes().keySet().containsAll(old.schemes().keySet()))
                .findFirst();
        if (stricter.isPresent()) {
            String words = "calls that authenticate by " + old + " now need " + missing(old, stricter.get());
            add(Change.SECURITY_REQUIREMENT_ADDED, before.node(), after.node(), words);
        } else {
            String words = "calls may no longer authenticate by " + old;
            add(Change.SECURITY_ALTERNATIVE_REMOVED, before.node(), after.node(), words);
        }
    }

    private static String missing(Alternative old, Alternative now) {
        Set<String> names = new TreeSet<>(now.nodes().keySet());
        names.removeAll(old.nodes().keySet());
        return names.isEmpty() ? "more scopes" : String.join(" and ", names) + ", too";
    }

    private void add(Change change, SpecNode before, SpecNode after, String words) {
        findings.add(Direction.CALL, change, before, after, words);
    }
}
