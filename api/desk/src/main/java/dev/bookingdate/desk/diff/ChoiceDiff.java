package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.source.SpecNode;
import dev.bookingdate.desk.values.Case;
import dev.bookingdate.desk.values.Sameness;
import dev.bookingdate.desk.values.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** The part of {@link SchemaDiff} about alternatives: those that are the same are compared, others are new or gone. */
final class ChoiceDiff {
    private static final Set<String> KEYWORDS = Set.of("oneOf", "anyOf");

    private final SchemaDiff schemas;
    private final Sameness sameness = new Sameness();

    ChoiceDiff(SchemaDiff schemas) {
        this.schemas = schemas;
    }

    void compare(Pair pair, List<Case> before, List<Case> after) {
        List<Case> old = new ArrayList<>(before);
        List<Case> current = new ArrayList<>(after);
        List<BiPredicate<Case, Case>> alike = List.of(
                (a, b) -> names(a).equals(names(b)),
                (a, b) -> sameness.isSame(a.nodes(), b.nodes()),
                (a, b) -> a.kinds().equals(b.kinds()) && isOnlyOne(before, a) && isOnlyOne(after, b));
        for (BiPredicate<Case, Case> same : alike) {
            for (Case one : List.copyOf(old)) {
                Optional<Case> twin =
                        current.stream().filter(other -> same.test(one, other)).findFirst();
                if (twin.isPresent()) {
                    old.remove(one);
                    current.remove(twin.get());
                    schemas.cases(pair, one, twin.get());
                }
            }
        }
        for (Case gone : old) {
            removed(pair, gone, after);
        }
        for (Case come : current) {
            added(pair, come, before);
        }
    }

    private void removed(Pair pair, Case gone, List<Case> after) {
        Verdict within = schemas.proof().within(gone, after);
        if (within.isYes()) {
            return;
        }
        String words = "an alternative is gone: " + shown(gone);
        Change change = schemas.isRequest() && within.isUnclear() ? Change.VALUES_UNCLEAR : Change.BRANCH_REMOVED;
        schemas.add(change, pair, KEYWORDS, words, within.witness());
    }

    private void added(Pair pair, Case come, List<Case> before) {
        Verdict within = schemas.proof().within(come, before);
        if (within.isYes()) {
            return;
        }
        String words = "an alternative is new: " + shown(come);
        Change change = !schemas.isRequest() && within.isUnclear() ? Change.VALUES_UNCLEAR : Change.BRANCH_ADDED;
        schemas.add(change, pair, KEYWORDS, words, within.witness());
    }

    private static boolean isOnlyOne(List<Case> cases, Case one) {
        return cases.stream().filter(other -> other.kinds().equals(one.kinds())).count() == 1;
    }

    private static Set<String> names(Case one) {
        Set<String> names = one.nodes().stream()
                .map(SpecNode::pointer)
                .filter(pointer -> pointer.startsWith("/components/"))
                .collect(Collectors.toSet());
        return names.isEmpty() ? Set.of(one.toString()) : names;
    }

    private static String shown(Case one) {
        return names(one).stream()
                .filter(name -> name.startsWith("/components/"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .sorted()
                .reduce((some, other) -> some + " with " + other)
                .orElse(String.join(" or ", one.kinds()));
    }
}
