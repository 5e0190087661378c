package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Case.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Whether one set of values lies within another: what is sent within what is taken. A proof or a counterexample, and
 * otherwise {@code UNCLEAR}; never a guess. Sets that contain themselves are compared until the same question comes again.
 */
final class Inclusion {
    private final Emptiness emptiness = new Emptiness();
    private final Examples examples = new Examples();
    private final ObjectInclusion objects = new ObjectInclusion(this, emptiness, examples);
    private final Map<Question, Verdict> known = new HashMap<>();
    private final Set<Question> open = new HashSet<>();
    private int assumptions;

    private record Question(Values sent, Values taken) {}

    Verdict within(Values sent, Values taken) {
        if (sent == taken || taken == Values.ANY) {
            return Verdict.YES;
        }
        Question question = new Question(sent, taken);
        Verdict answered = known.get(question);
        if (answered != null) {
            return answered;
        }
        if (!open.add(question)) {
            assumptions++;
            return Verdict.YES;
        }
        int before = assumptions;
        Verdict verdict = Verdict.YES;
        for (Case one : sent.cases()) {
            verdict = verdict.worse(within(one, taken.cases()));
        }
        open.remove(question);
        // What rests on an open question is known only once that one is answered.
        if (open.isEmpty() || assumptions == before || verdict.isNo()) {
            known.put(question, verdict);
        }
        return verdict;
    }

    Optional<JsonNode> smallest(Values values) {
        return examples.smallest(values);
    }

    Stream<JsonNode> several(Case one) {
        return examples.several(one);
    }

    boolean isEmpty(Values values) {
        return emptiness.isEmpty(values);
    }

    Optional<JsonNode> object(Case one, Map<String, JsonNode> members, String without) {
        return one.objects() == null ? Optional.empty() : objects.object(one.objects(), members, without);
    }

    /** Whether one case lies within several together. */
    Verdict within(Case sent, List<Case> taken) {
        if (emptiness.isEmpty(sent)) {
            return Verdict.YES;
        }
        List<Case> decided = taken.stream()
                .filter(one -> sent.opaque().containsAll(one.opaque()))
                .toList();
        Verdict verdict = Verdict.YES;
        if (sent.nulls()) {
            verdict = verdict.worse(single(Examples.JSON.nullNode(), decided, taken));
        }
        for (boolean value : sent.booleans()) {
            verdict = verdict.worse(single(Examples.JSON.booleanNode(value), decided, taken));
        }
        for (Numbers numbers : sent.numbers()) {
            verdict = verdict.worse(scalars(
                    some -> Numbers.outside(numbers, all(some, Case::numbers)), Examples::number, decided, taken));
        }
        for (Texts texts : sent.texts()) {
            verdict = verdict.worse(scalars(
                    some -> Texts.outside(texts, all(some, Case::texts)), Examples.JSON::stringNode, decided, taken));
        }
        if (sent.lists() != null && !emptiness.isEmpty(sent.lists())) {
            verdict = verdict.worse(lists(sent.lists(), decided, taken));
        }
        if (sent.objects() != null && !emptiness.isEmpty(sent.objects())) {
            Function<Collection<Case>, List<Case.Objects>> parts = some ->
                    some.stream().map(Case::objects).filter(Objects::nonNull).toList();
            verdict = verdict.worse(objects.within(sent.objects(), parts.apply(decided), parts.apply(taken)));
        }
        return verdict;
    }

    private static Verdict single(JsonNode value, List<Case> decided, List<Case> taken) {
        Predicate<Case> holds = one -> Membership.mayHold(one, value);
        if (decided.stream().anyMatch(holds)) {
            return Verdict.YES;
        }
        return taken.stream().anyMatch(holds) ? undecided(taken) : Verdict.no(value);
    }

    private static <T> Verdict scalars(
            Function<List<Case>, Found<T>> outside, Function<T, JsonNode> json, List<Case> decided, List<Case> taken) {
        if (outside.apply(decided).isNone()) {
            return Verdict.YES;
        }
        Found<T> found = outside.apply(taken);
        if (found.value() != null) {
            return Verdict.no(json.apply(found.value()));
        }
        return found.isNone() ? undecided(taken) : Verdict.unclear(found.why());
    }

    private static <T> List<T> all(List<Case> cases, Function<Case, List<T>> part) {
        return cases.stream().flatMap(one -> part.apply(one).stream()).toList();
    }

    static Verdict undecided(List<Case> taken) {
        return Verdict.unclear(taken.stream()
                .flatMap(one -> one.opaque().stream())
                .findFirst()
                .map(rule -> "can't be decided: " + shortened(rule))
                .orElse("a choice that can't be decided"));
    }

    private static String shortened(String rule) {
        return rule.length() <= 80 ? rule : rule.substring(0, 77) + "…";
    }

    private Verdict lists(Lists sent, List<Case> decided, List<Case> taken) {
        List<JsonNode> outside = new ArrayList<>();
        Verdict verdict = null;
        for (Case one : taken) {
            if (one.lists() != null) {
                Verdict each = list(sent, one.lists());
                if (each.isYes() && decided.contains(one)) {
                    return each;
                }
                Verdict counted = each.isYes() ? undecided(List.of(one)) : each;
                verdict = verdict == null ? counted : verdict.isUnclear() ? verdict : counted;
                Optional.ofNullable(each.witness()).ifPresent(outside::add);
            }
        }
        if (verdict == null) {
            return examples.list(sent, sent.min()).map(Verdict::no).orElse(Verdict.unclear("arrays are new"));
        }
        return outside.stream()
                .filter(value -> taken.stream().noneMatch(one -> Membership.mayHold(one, value)))
                .findFirst()
                .map(Verdict::no)
                .orElse(verdict.isUnclear() ? verdict : Verdict.unclear("a choice between arrays"));
    }

    private Verdict list(Lists sent, Lists taken) {
        Verdict verdict = Verdict.YES;
        if (sent.min() < taken.min()) {
            verdict = verdict.worse(list(sent, sent.min(), "fewer items"));
        }
        int longest = emptiness.isEmpty(sent.items()) ? 0 : sent.max();
        if (longest > taken.max()) {
            verdict = verdict.worse(list(sent, taken.max() + 1, "more items"));
        }
        if (taken.unique() && !sent.unique() && longest > 1) {
            verdict = verdict.worse(list(sent, Math.max(2, sent.min()), "equal items"));
        }
        if (longest > 0) {
            Verdict item = within(sent.items(), taken.items());
            verdict = verdict.worse(item.witness() == null ? item : list(sent, item.witness()));
        }
        return verdict;
    }

    private Verdict list(Lists sent, int size, String why) {
        return examples.list(sent, size).map(Verdict::no).orElse(Verdict.unclear(why));
    }

    private Verdict list(Lists sent, JsonNode item) {
        Optional<JsonNode> rest = examples.list(sent, Math.max(0, sent.min() - 1));
        return rest.map(some -> {
                    var list = Examples.JSON.arrayNode();
                    list.add(item);
                    some.forEach(list::add);
                    return Verdict.no(list);
                })
                .orElse(Verdict.unclear("items"));
    }
}
