package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Regex.UnprovableException;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values as the texts by which headers, queries and forms carry them, and regular expressions that stand for such texts. */
public final class Written {
    private static final String WHOLE_NUMBER = "-?[0-9]+";

    private final List<Texts> texts;

    private Written(List<Texts> texts) {
        this.texts = texts;
    }

    /** Returns the texts of all scalars of a set. */
    public static Written of(Values values) {
        List<Texts> texts = new ArrayList<>();
        for (Case one : values.cases()) {
            texts.addAll(one.texts());
            one.numbers().forEach(numbers -> texts.add(Texts.of(digits(numbers))));
            if (!one.booleans().isEmpty()) {
                texts.add(Texts.of(one.booleans().stream().map(String::valueOf).toList()));
            }
        }
        return new Written(texts);
    }

    /**
     * Returns the texts that a regular expression matches as a whole.
     *
     * @throws IllegalArgumentException if it has a part of which nothing can be proven
     */
    public static Written matching(String regex) {
        try {
            return new Written(List.of(Texts.of(Regex.whole(regex))));
        } catch (UnprovableException beyond) {
            throw new IllegalArgumentException(beyond.getMessage(), beyond);
        }
    }

    /** Returns these texts and no others. */
    public static Written only(Collection<String> texts) {
        return new Written(List.of(Texts.of(List.copyOf(texts))));
    }

    /** Returns the texts that begin with one of these and end with one of some others. */
    public Written then(Written others) {
        Automaton first = Automaton.union(texts.stream().map(Written::automaton).toList());
        Automaton second =
                Automaton.union(others.texts.stream().map(Written::automaton).toList());
        return new Written(List.of(Texts.of(Determinization.of(first.concatenate(second)))));
    }

    /** Returns the texts that are among both. */
    public Written and(Written others) {
        return new Written(texts.stream()
                .flatMap(some -> others.texts.stream().map(some::and))
                .toList());
    }

    /** What no automaton decides is left out: these may be too many. */
    private static Automaton automaton(Texts texts) {
        Automaton any = BasicAutomata.makeAnyChar();
        Automaton bounded =
                texts.max() == Integer.MAX_VALUE ? any.repeat(texts.min()) : any.repeat(texts.min(), texts.max());
        return texts.language() == null ? bounded : texts.language().intersection(bounded);
    }

    public boolean contains(String text) {
        return texts.stream().anyMatch(some -> some.contains(text));
    }

    /** Returns whether all of these texts are among some others; the witness is one that is not. */
    public Verdict within(Written others) {
        Verdict verdict = Verdict.YES;
        for (Texts some : texts) {
            Found<String> found = Texts.outside(some, others.texts);
            String outside = found.value();
            if (outside != null) {
                verdict = verdict.worse(Verdict.no(Examples.JSON.stringNode(outside)));
            } else if (!found.isNone()) {
                verdict = verdict.worse(Verdict.unclear(found.why()));
            }
        }
        return verdict;
    }

    /** Returns a text that is among these and among some others. */
    public Optional<String> common(Written others) {
        return and(others).texts.stream()
                .filter(both -> !both.isEmpty())
                .flatMap(both -> both.examples().stream())
                .findFirst();
    }

    /** Numbers are written in digits. How wide a number may be is left out: no pattern says it. */
    private static Automaton digits(Numbers numbers) {
        if (numbers.step() == null || numbers.step().stripTrailingZeros().scale() > 0) {
            return Regex.whole(WHOLE_NUMBER + "([.][0-9]+)?");
        }
        int low = bound(numbers.low(), Integer.MIN_VALUE);
        int high = bound(numbers.high(), Integer.MAX_VALUE);
        Automaton positive = high < 0 ? BasicAutomata.makeEmpty() : upwards(Math.max(0, low), high);
        Automaton negative = low >= 0
                ? BasicAutomata.makeEmpty()
                : BasicAutomata.makeChar('-')
                        .concatenate(
                                upwards(high < 0 ? -high : 1, low == Integer.MIN_VALUE ? Integer.MAX_VALUE : -low));
        return Automaton.union(Set.of(positive, negative));
    }

    private static Automaton upwards(int low, int high) {
        if (high < Integer.MAX_VALUE) {
            return BasicAutomata.makeInterval(low, high, 0);
        }
        Automaton all = Regex.whole("[0-9]+");
        return low == 0 ? all : all.minus(BasicAutomata.makeInterval(0, low - 1, 0));
    }

    private static int bound(@Nullable BigDecimal bound, int none) {
        if (bound == null) {
            return none;
        }
        return bound.max(BigDecimal.valueOf(Integer.MIN_VALUE))
                .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                .intValue();
    }
}
