package dev.bookingdate.desk.values;

import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What a change of keywords does to the texts or the numbers of a schema.
 *
 * @param narrows NO with a value that was in the set and is not any more
 * @param widens NO with a value that is in the set now and was not before
 */
public record Effects(Verdict narrows, Verdict widens) {

    /** Returns what all keywords together do to the texts. */
    public static Effects onTexts(List<SpecNode> before, List<SpecNode> after) {
        return TEXTS.between(TEXTS.read(before, any -> true), TEXTS.read(after, any -> true));
    }

    /** Returns what some keywords alone do to the texts. */
    public static Effects onTexts(List<SpecNode> before, List<SpecNode> after, Set<String> keywords) {
        return TEXTS.of(before, after, keywords);
    }

    /** Returns what all keywords together do to the numbers. */
    public static Effects onNumbers(List<SpecNode> before, List<SpecNode> after) {
        return NUMBERS.between(NUMBERS.read(before, any -> true), NUMBERS.read(after, any -> true));
    }

    /** Returns what some keywords alone do to the numbers. */
    public static Effects onNumbers(List<SpecNode> before, List<SpecNode> after, Set<String> keywords) {
        return NUMBERS.of(before, after, keywords);
    }

    private static final Kind<Texts> TEXTS =
            new Kind<>(Facets::texts, Texts::and, Texts::outside, text -> Examples.JSON.stringNode(text));

    private static final Kind<Numbers> NUMBERS =
            new Kind<>(Facets::numbers, Numbers::and, Numbers::outside, Examples::number);

    private static final class Kind<T> {
        private final BiFunction<List<SpecNode>, Predicate<String>, List<T>> reader;
        private final BiFunction<T, T, T> and;
        private final BiFunction<T, List<T>, Verdict> within;

        <V> Kind(
                BiFunction<List<SpecNode>, Predicate<String>, List<T>> reader,
                BiFunction<T, T, T> and,
                BiFunction<T, List<T>, Found<V>> outside,
                Function<V, JsonNode> json) {
            this.reader = reader;
            this.and = and;
            this.within = (one, others) -> {
                Found<V> found = outside.apply(one, others);
                V value = found.value();
                if (value != null) {
                    return Verdict.no(json.apply(value));
                }
                return found.isNone() ? Verdict.YES : Verdict.unclear(found.why());
            };
        }

        List<T> read(List<SpecNode> nodes, Predicate<String> wanted) {
            return reader.apply(nodes, wanted);
        }

        /** What a set loses when only these keywords change, and what it gains when all others have changed already. */
        Effects of(List<SpecNode> before, List<SpecNode> after, Set<String> keywords) {
            List<T> old = read(before, any -> true);
            List<T> current = read(after, any -> true);
            List<T> changed = both(read(before, any -> !keywords.contains(any)), read(after, keywords::contains));
            List<T> unchanged = both(read(after, any -> !keywords.contains(any)), read(before, keywords::contains));
            return new Effects(outside(old, changed, current), outside(current, unchanged, old));
        }

        /** A value that the keywords themselves rule out is the best witness. */
        private Verdict outside(List<T> all, List<T> byKeywords, List<T> together) {
            Verdict alone = within(all, byKeywords);
            Verdict whole = within(all, together);
            if (alone.isYes() || whole.isYes()) {
                return Verdict.YES;
            }
            Verdict both = within(all, with(byKeywords, together));
            return both.isNo() ? both : whole.isNo() ? whole : alone;
        }

        private List<T> with(List<T> some, List<T> others) {
            List<T> all = new ArrayList<>(some);
            all.addAll(others);
            return all;
        }

        private List<T> both(List<T> some, List<T> others) {
            return some.stream()
                    .flatMap(one -> others.stream().map(other -> and.apply(one, other)))
                    .toList();
        }

        Effects between(List<T> before, List<T> after) {
            return new Effects(within(before, after), within(after, before));
        }

        private Verdict within(List<T> some, List<T> others) {
            Verdict verdict = Verdict.YES;
            for (T one : some) {
                verdict = verdict.worse(within.apply(one, others));
            }
            return verdict;
        }
    }
}
