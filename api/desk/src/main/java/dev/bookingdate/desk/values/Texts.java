package dev.bookingdate.desk.values;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an automaton within two lengths.
 *
 * @param language null where every text belongs to it; with a format it may have texts that the format lacks
 * @param opaque what narrows the set further and no automaton decides; equal texts are equal rules
 */
public record Texts(@Nullable Automaton language, int min, int max, Set<String> opaque) {
    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int MOST_LISTED = 50;
    private static final int SOME = 4;

    static final Texts ALL = new Texts(null, 0, UNBOUNDED, Set.of());

    static Texts of(Automaton language) {
        return new Texts(language, 0, UNBOUNDED, Set.of());
    }

    static Texts of(List<String> texts) {
        CharSequence[] words = texts.stream().filter(text -> !text.isEmpty()).toArray(CharSequence[]::new);
        Automaton union = BasicAutomata.makeStringUnion(words);
        return of(words.length == texts.size() ? union : union.union(BasicAutomata.makeEmptyString()));
    }

    static Texts lengths(int min, int max) {
        return new Texts(null, min, max, Set.of());
    }

    static Texts opaque(String rule) {
        return new Texts(null, 0, UNBOUNDED, Set.of(rule));
    }

    Texts and(Texts other) {
        Set<String> rules = new TreeSet<>(opaque);
        rules.addAll(other.opaque);
        Automaton both = language;
        if (other.language != null) {
            both = language == null ? other.language : language.intersection(other.language);
        }
        int longest = Math.min(max, other.max);
        return new Texts(both, Math.max(min, other.min), longest, rules);
    }

    boolean isEmpty() {
        return min > max || (language != null && shortest(language, min, max).isEmpty());
    }

    boolean contains(String text) {
        int length = text.codePointCount(0, text.length());
        return length >= min && length <= max && (language == null || language.run(text));
    }

    /** Returns all texts, if they are few; otherwise nothing. */
    Optional<List<String>> listed() {
        Set<String> all = language == null ? null : language.getFiniteStrings(MOST_LISTED);
        return Optional.ofNullable(all)
                .map(some -> some.stream()
                        .filter(this::contains)
                        .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                        .toList());
    }

    /** Returns some of the texts, the shortest first. */
    List<String> examples() {
        Optional<List<String>> all = listed();
        if (all.isPresent()) {
            return all.get();
        }
        List<String> found = new ArrayList<>();
        Optional<String> next = shortest(any(language), min, max);
        while (next.isPresent() && found.size() < SOME) {
            found.add(next.get());
            next = shortest(any(language), next.get().length() + 1, max);
        }
        return found;
    }

    /** A text of {@code a} that is in none of the others. */
    static Found<String> outside(Texts a, List<Texts> others) {
        List<Texts> decided = others.stream()
                .filter(other -> a.opaque.containsAll(other.opaque))
                .toList();
        if (a.isEmpty() || decided.stream().anyMatch(a::isSurelyWithin)) {
            return Found.none();
        }
        if (a.word(decided).isEmpty()) {
            return Found.none();
        }
        Optional<String> word = a.word(others);
        if (word.isPresent()) {
            return Found.one(word.get());
        }
        Set<String> rules = new TreeSet<>();
        others.forEach(other -> rules.addAll(other.opaque));
        return Found.unclear("no automaton decides " + String.join(", ", rules));
    }

    private boolean isSurelyWithin(Texts other) {
        return min >= other.min
                && max <= other.max
                && (other.language == null || Objects.equals(language, other.language));
    }

    /** Between two bounds of any of the others, the same of them are to be left out. */
    private Optional<String> word(List<Texts> others) {
        TreeSet<Integer> starts = new TreeSet<>(Set.of(min));
        for (Texts other : others) {
            starts.add(other.min);
            if (other.max < UNBOUNDED) {
                starts.add(other.max + 1);
            }
        }
        for (int start : starts) {
            Integer next = starts.higher(start);
            int end = Math.min(max, next == null ? UNBOUNDED : next - 1);
            if (start >= min && start <= end) {
                Automaton left = any(language);
                for (Texts other : others) {
                    if (other.min <= start && other.max >= start) {
                        left = other.language == null ? BasicAutomata.makeEmpty() : left.minus(other.language);
                    }
                }
                Optional<String> word = shortest(left, start, end);
                if (word.isPresent()) {
                    return word;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> shortest(Automaton language, int min, int max) {
        return Words.shortest(language, min, max);
    }

    private static Automaton any(@Nullable Automaton language) {
        return language == null ? BasicAutomata.makeAnyString() : language;
    }
}
