package dev.bookingdate.desk.values;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Finds the shortest word of an automaton within two lengths. It goes length by length and keeps one way to each state, so a
 * bound of thousands costs no automaton that counts.
 */
final class Words {
    private static final int SURROGATE = 0xD800;
    private static final int AFTER_SURROGATES = 0xE000;

    private final List<State> states = new ArrayList<>();
    private final Map<State, Integer> numbers = new HashMap<>();
    private final List<int[]> targets = new ArrayList<>();
    private final List<char[]> letters = new ArrayList<>();

    private Words(Automaton automaton, List<IntPredicate> alphabets) {
        number(automaton.getInitialState());
        for (int at = 0; at < states.size(); at++) {
            List<Transition> usable = new ArrayList<>();
            StringBuilder chosen = new StringBuilder();
            for (Transition transition : states.get(at).getSortedTransitions(false)) {
                letter(transition, alphabets).ifPresent(letter -> {
                    usable.add(transition);
                    chosen.append((char) letter.intValue());
                });
            }
            targets.add(usable.stream().mapToInt(one -> number(one.getDest())).toArray());
            letters.add(chosen.toString().toCharArray());
        }
    }

    /** Returns a shortest word, of letters and digits if there is one, else readable if there is one. */
    static Optional<String> shortest(Automaton automaton, int min, int max) {
        if (min > max || automaton.isEmpty()) {
            return Optional.empty();
        }
        IntPredicate letters = c -> c < 128 && Character.isLetterOrDigit(c);
        IntPredicate readable = c -> c >= ' ' && c <= '~';
        IntPredicate any = c -> c < SURROGATE || c >= AFTER_SURROGATES;
        return new Words(automaton, List.of(letters))
                .find(min, max)
                .or(() -> new Words(automaton, List.of(letters, readable)).find(min, max))
                .or(() -> new Words(automaton, List.of(letters, readable, any)).find(min, max));
    }

    private int number(State state) {
        return numbers.computeIfAbsent(state, any -> {
            states.add(state);
            return states.size() - 1;
        });
    }

    private static Optional<Integer> letter(Transition transition, List<IntPredicate> alphabets) {
        for (IntPredicate alphabet : alphabets) {
            int last = Math.min(transition.getMax(), Math.max(transition.getMin(), 127));
            for (int c = transition.getMin(); c <= last; c++) {
                if (alphabet.test(c)) {
                    return Optional.of(c);
                }
            }
            if (transition.getMax() >= AFTER_SURROGATES && alphabet.test(transition.getMax())) {
                return Optional.of((int) transition.getMax());
            }
        }
        return Optional.empty();
    }

    private Optional<String> find(int min, int max) {
        // Who has a word of at least this length has one that is at most as many letters longer as there are states.
        long last = Math.min(max, (long) min + states.size());
        List<int[]> ways = new ArrayList<>();
        int[] reached = new int[states.size()];
        Arrays.fill(reached, -1);
        reached[0] = 0;
        ways.add(reached);
        for (int length = 0; length <= last; length++) {
            int[] here = ways.get(length);
            for (int state = 0; length >= min && state < here.length; state++) {
                if (here[state] >= 0 && states.get(state).isAccept()) {
                    return Optional.of(word(ways, length, state));
                }
            }
            ways.add(next(here));
        }
        return Optional.empty();
    }

    /** Each state that is reached remembers from which transition of which state: both in one number. */
    private int[] next(int[] here) {
        int[] next = new int[here.length];
        Arrays.fill(next, -1);
        for (int state = 0; state < here.length; state++) {
            if (here[state] >= 0) {
                int[] to = targets.get(state);
                for (int i = 0; i < to.length; i++) {
                    if (next[to[i]] < 0) {
                        next[to[i]] = i * here.length + state;
                    }
                }
            }
        }
        return next;
    }

    private String word(List<int[]> ways, int length, int end) {
        char[] word = new char[length];
        int state = end;
        for (int at = length; at > 0; at--) {
            int way = ways.get(at)[state];
            int from = way % states.size();
            word[at - 1] = letters.get(from)[way / states.size()];
            state = from;
        }
        return new String(word);
    }
}
