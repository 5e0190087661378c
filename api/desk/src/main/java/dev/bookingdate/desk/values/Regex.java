package dev.bookingdate.desk.values;

import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a regular expression as the automaton of the texts that it stands for, so that it can be proven that one allows no
 * more than another. Of the syntax it reads what has the same meaning in Java and in ECMAScript: literals, classes,
 * groups, alternatives, counts (reluctant ones as well: they find the same texts), and at the very ends anchors and
 * {@code (?!…)}. All else is refused, for what is guessed is not proven. A character outside of the basic plane counts
 * as two.
 */
final class Regex {
    private static final String SPECIAL = "\\^$.|?*+()[]{}";
    private static final Automaton ANY_TEXT = BasicAutomata.makeAnyString();

    /** What was read before: an automaton depends on the text alone, and takes up to a tenth of a second to minimize. */
    private static final Map<String, Automaton> WHOLE = new ConcurrentHashMap<>();

    private static final Map<String, Automaton> FOUND = new ConcurrentHashMap<>();

    private final String text;
    private int at;

    private Regex(String text) {
        this.text = text;
    }

    /** What is no part of the syntax that can be read. */
    static final class UnprovableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnprovableException(String message) {
            super(message);
        }
    }

    /** The texts that match as a whole. */
    static Automaton whole(String regex) {
        return WHOLE.computeIfAbsent(regex, text -> new Regex(text).read(true));
    }

    /** The texts in which a match is found, as JSON Schema looks for a pattern. */
    static Automaton found(String pattern) {
        return FOUND.computeIfAbsent(pattern, text -> new Regex(text).read(false));
    }

    private Automaton read(boolean whole) {
        List<Automaton> alternatives = new ArrayList<>();
        do {
            alternatives.add(outermost(whole));
        } while (skip('|'));
        if (at < text.length()) {
            throw unprovable("')' without '('");
        }
        return minimal(Automaton.union(alternatives));
    }

    private Automaton outermost(boolean whole) {
        boolean anchored = skip('^') || whole;
        List<Automaton> excluded = new ArrayList<>();
        while (anchored && text.startsWith("(?!", at)) {
            at += 3;
            excluded.add(Determinization.of(group().concatenate(ANY_TEXT)));
        }
        Automaton sequence = sequence();
        boolean ended = skip('$') || whole;
        Automaton texts = ended ? sequence : sequence.concatenate(ANY_TEXT);
        for (Automaton none : excluded) {
            texts = texts.minus(none);
        }
        return anchored ? texts : ANY_TEXT.concatenate(texts);
    }

    private Automaton group() {
        List<Automaton> alternatives = new ArrayList<>();
        do {
            alternatives.add(sequence());
        } while (skip('|'));
        if (!skip(')')) {
            throw unprovable("'(' without ')'");
        }
        return Automaton.union(alternatives);
    }

    private Automaton sequence() {
        List<Automaton> parts = new ArrayList<>();
        while (at < text.length() && "|)$".indexOf(text.charAt(at)) < 0) {
            parts.add(counted(atom()));
        }
        return parts.isEmpty() ? BasicAutomata.makeEmptyString() : Automaton.concatenate(parts);
    }

    private Automaton atom() {
        char c = text.charAt(at++);
        return switch (c) {
            case '(' -> {
                if (text.startsWith("?:", at)) {
                    at += 2;
                } else if (text.startsWith("?", at)) {
                    throw unprovable("(?" + (at + 1 < text.length() ? text.charAt(at + 1) : ""));
                }
                yield group();
            }
            case '[' -> characterClass();
            case '.' -> BasicAutomata.makeAnyChar().minus(BasicAutomata.makeCharSet("\n\r\u2028\u2029"));
            case '\\' -> escaped();
            default -> {
                if (SPECIAL.indexOf(c) >= 0 && c != ']' && c != '}') {
                    throw unprovable("'" + c + "' at this place");
                }
                yield BasicAutomata.makeChar(c);
            }
        };
    }

    private Automaton counted(Automaton atom) {
        if (at == text.length()) {
            return atom;
        }
        Automaton counted = switch (text.charAt(at)) {
            case '*' -> atom.repeat();
            case '+' -> atom.repeat(1);
            case '?' -> atom.optional();
            case '{' -> braces(atom);
            default -> null;
        };
        if (counted == null) {
            return atom;
        }
        at++;
        skip('?');
        if (at < text.length() && "*+{".indexOf(text.charAt(at)) >= 0) {
            throw unprovable("a count of a count");
        }
        return counted;
    }

    private Automaton braces(Automaton atom) {
        int end = text.indexOf('}', at);
        String count = end < 0 ? "" : text.substring(at + 1, end);
        if (!count.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
            throw unprovable("'{' without a count");
        }
        at = end;
        int comma = count.indexOf(',');
        int min = Integer.parseInt(comma < 0 ? count : count.substring(0, comma));
        if (comma == count.length() - 1) {
            return atom.repeat(min);
        }
        return minimal(atom.repeat(min, comma < 0 ? min : Integer.parseInt(count.substring(comma + 1))));
    }

    private Automaton characterClass() {
        boolean negated = skip('^');
        List<Automaton> members = new ArrayList<>();
        while (!skip(']')) {
            members.add(classMember());
        }
        if (members.isEmpty()) {
            throw unprovable("an empty class");
        }
        Automaton set = Automaton.union(members);
        return negated ? BasicAutomata.makeAnyChar().minus(set) : set;
    }

    private Automaton classMember() {
        if (at == text.length()) {
            throw unprovable("'[' without ']'");
        }
        char from = text.charAt(at++);
        if (from == '[' || (from == '&' && text.startsWith("&", at))) {
            throw unprovable("a class within a class");
        }
        if (from == '\\') {
            Automaton escaped = escaped();
            if (at < text.length() && text.charAt(at) == '-' && !text.startsWith("-]", at)) {
                throw unprovable("a range from an escape");
            }
            return escaped;
        }
        boolean range = at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']';
        if (!range) {
            return BasicAutomata.makeChar(from);
        }
        char to = text.charAt(at + 1);
        if (to == '\\' || to == '[' || to < from) {
            throw unprovable("a range to '" + to + "'");
        }
        at += 2;
        return BasicAutomata.makeCharRange(from, to);
    }

    private Automaton escaped() {
        if (at == text.length()) {
            throw unprovable("'\\' at the end");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'd' -> digit();
            case 'D' -> BasicAutomata.makeAnyChar().minus(digit());
            case 'w' -> word();
            case 'W' -> BasicAutomata.makeAnyChar().minus(word());
            case 't' -> BasicAutomata.makeChar('\t');
            case 'n' -> BasicAutomata.makeChar('\n');
            case 'r' -> BasicAutomata.makeChar('\r');
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw unprovable("\\" + c);
                }
                yield BasicAutomata.makeChar(c);
            }
        };
    }

    private static Automaton digit() {
        return BasicAutomata.makeCharRange('0', '9');
    }

    private static Automaton word() {
        return digit().union(BasicAutomata.makeCharRange('A', 'Z'))
                .union(BasicAutomata.makeCharRange('a', 'z'))
                .union(BasicAutomata.makeChar('_'));
    }

    private static Automaton minimal(Automaton automaton) {
        Automaton deterministic = Determinization.of(automaton);
        deterministic.minimize();
        return deterministic;
    }

    private boolean skip(char wanted) {
        boolean here = at < text.length() && text.charAt(at) == wanted;
        if (here) {
            at++;
        }
        return here;
    }

    private UnprovableException unprovable(String what) {
        return new UnprovableException(what + " in the pattern " + text);
    }
}
