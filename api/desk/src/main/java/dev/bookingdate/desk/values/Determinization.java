package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Regex.UnprovableException;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.State;
import dk.brics.automaton.Transition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes an automaton deterministic, as the library does, but gives up where that would take millions of states. */
final class Determinization {
    private static final int MOST_STATES = 20_000;

    private final Map<Set<State>, State> known = new HashMap<>();
    private final Deque<Set<State>> waiting = new ArrayDeque<>();

    private Determinization() {}

    /** Returns the automaton itself where it is deterministic already. */
    static Automaton of(Automaton automaton) {
        return automaton.isDeterministic() ? automaton : new Determinization().run(automaton);
    }

    private Automaton run(Automaton automaton) {
        Automaton deterministic = new Automaton();
        deterministic.setInitialState(state(Set.of(automaton.getInitialState())));
        while (!waiting.isEmpty()) {
            Set<State> from = waiting.remove();
            State here = state(from);
            TreeSet<Integer> starts = new TreeSet<>();
            for (State one : from) {
                for (Transition transition : one.getTransitions()) {
                    starts.add((int) transition.getMin());
                    starts.add(transition.getMax() + 1);
                }
            }
            for (int start : starts) {
                Set<State> to = new HashSet<>();
                from.forEach(one -> one.getTransitions().stream()
                        .filter(transition -> transition.getMin() <= start && start <= transition.getMax())
                        .forEach(transition -> to.add(transition.getDest())));
                Integer next = starts.higher(start);
                if (!to.isEmpty() && next != null) {
                    here.addTransition(new Transition((char) start, (char) (next - 1), state(to)));
                }
            }
        }
        deterministic.setDeterministic(true);
        deterministic.removeDeadTransitions();
        return deterministic;
    }

    private State state(Set<State> states) {
        State made = known.get(states);
        if (made == null) {
            if (known.size() == MOST_STATES) {
                throw new UnprovableException("too many states");
            }
            made = new State();
            made.setAccept(states.stream().anyMatch(State::isAccept));
            known.put(states, made);
            waiting.add(states);
        }
        return made;
    }
}
