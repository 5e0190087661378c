package dev.bookingdate.desk.values;

import dev.bookingdate.desk.values.Case.Objects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of {@link Inclusion} about objects. */
final class ObjectInclusion {
    private static final int MOST_SPLITS = 3;

    private final Inclusion inclusion;
    private final Emptiness emptiness;
    private final Examples examples;

    ObjectInclusion(Inclusion inclusion, Emptiness emptiness, Examples examples) {
        this.inclusion = inclusion;
        this.emptiness = emptiness;
        this.examples = examples;
    }

    /**
     * Whether objects lie within several sets together.
     *
     * @param decided those of the sets that no rule narrows which can't be decided
     */
    Verdict within(Objects sent, List<Objects> decided, List<Objects> taken) {
        return within(sent, decided, taken, MOST_SPLITS);
    }

    private Verdict within(Objects sent, List<Objects> decided, List<Objects> taken, int splits) {
        if (emptiness.isEmpty(sent)) {
            return Verdict.YES;
        }
        if (taken.isEmpty()) {
            return examples.object(sent, Map.of()).map(Verdict::no).orElse(Verdict.unclear("objects are new"));
        }
        List<Verdict> each = new ArrayList<>();
        for (Objects one : taken) {
            Verdict verdict = one(sent, one);
            if (verdict.isYes() && decided.contains(one)) {
                return verdict;
            }
            each.add(verdict);
        }
        if (taken.size() == 1) {
            return each.get(0).isYes() ? Verdict.unclear("a rule that can't be decided") : each.get(0);
        }
        Optional<String> tag = splits == 0 ? Optional.empty() : tag(sent);
        if (tag.isPresent()) {
            Verdict verdict = Verdict.YES;
            for (JsonNode value : listed(sent.member(tag.get()))) {
                verdict = verdict.worse(within(sent.with(tag.get(), only(value)), decided, taken, splits - 1));
            }
            return verdict;
        }
        return candidates(each).stream()
                .filter(value -> taken.stream().noneMatch(one -> Membership.mayHold(Case.ofObjects(one), value)))
                .findFirst()
                .map(Verdict::no)
                .orElse(Verdict.unclear("a choice between objects"));
    }

    /** A value that one of the sets lacks may be in another; what lacks in all of them is tried together. */
    private static List<JsonNode> candidates(List<Verdict> verdicts) {
        List<JsonNode> candidates = new ArrayList<>();
        ObjectNode together = Examples.JSON.objectNode();
        for (Verdict verdict : verdicts) {
            if (verdict.witness() != null) {
                candidates.add(verdict.witness());
                verdict.witness().properties().forEach(member -> together.set(member.getKey(), member.getValue()));
            }
        }
        candidates.add(together);
        return candidates;
    }

    /** A member that is always there and has few values: by it the objects fall into parts. */
    private Optional<String> tag(Objects sent) {
        return sent.required().stream()
                .filter(name -> listed(sent.member(name)).size() > 1)
                .findFirst();
    }

    private static List<JsonNode> listed(Values values) {
        List<JsonNode> listed = new ArrayList<>();
        for (Case one : values.cases()) {
            if (one.nulls() || !one.numbers().isEmpty() || one.lists() != null || one.objects() != null) {
                return List.of();
            }
            one.booleans().forEach(value -> listed.add(Examples.JSON.booleanNode(value)));
            for (Texts texts : one.texts()) {
                Optional<List<String>> all = texts.listed();
                if (all.isEmpty()) {
                    return List.of();
                }
                all.get().forEach(text -> listed.add(Examples.JSON.stringNode(text)));
            }
        }
        return listed;
    }

    private static Values only(JsonNode value) {
        boolean bool = value.isBoolean();
        return new Values(() -> List.of(new Case(
                List.of(),
                false,
                bool ? Set.of(value.asBoolean()) : Set.of(),
                List.of(),
                bool ? List.of() : List.of(Texts.of(List.of(value.asString()))),
                null,
                null,
                Set.of())));
    }

    private Verdict one(Objects sent, Objects taken) {
        Verdict verdict = Verdict.YES;
        for (String name : taken.required()) {
            if (!sent.required().contains(name)) {
                verdict = verdict.worse(without(sent, name));
            }
        }
        Set<String> names = new TreeSet<>(sent.members().keySet());
        names.addAll(taken.members().keySet());
        names.addAll(sent.required());
        for (String name : names) {
            Values values = sent.sent(name);
            if (!emptiness.isEmpty(values)) {
                verdict = verdict.worse(member(sent, name, inclusion.within(values, taken.member(name))));
            }
        }
        if (!emptiness.isEmpty(sent.others())) {
            String other = IntStream.iterate(0, i -> i + 1)
                    .mapToObj(Examples::otherName)
                    .filter(name -> !names.contains(name) && !taken.required().contains(name))
                    .findFirst()
                    .orElseThrow();
            verdict = verdict.worse(member(sent, other, inclusion.within(sent.others(), taken.others())));
        }
        return verdict.worse(sizes(sent, taken));
    }

    private Verdict member(Objects sent, String name, Verdict member) {
        if (member.witness() == null) {
            return member;
        }
        return examples.object(sent, Map.of(name, member.witness()))
                .map(Verdict::no)
                .orElse(Verdict.unclear("the member " + name));
    }

    private Verdict without(Objects sent, String name) {
        if (sent.min() > sent.members().size() && emptiness.isEmpty(sent.others())) {
            return Verdict.YES;
        }
        return object(sent, Map.of(), name).map(Verdict::no).orElse(Verdict.unclear("an object without " + name));
    }

    /** Returns a small object with some members and without one. */
    Optional<JsonNode> object(Objects sent, Map<String, JsonNode> wanted, String without) {
        return required(sent).flatMap(members -> {
            members.putAll(wanted);
            members.remove(without);
            return examples.filled(sent, members, sent.min(), Set.of(without));
        });
    }

    private Verdict sizes(Objects sent, Objects taken) {
        Verdict verdict = Verdict.YES;
        if (Math.max(sent.min(), sent.required().size()) < taken.min()) {
            verdict = verdict.worse(
                    examples.object(sent, Map.of()).map(Verdict::no).orElse(Verdict.unclear("fewer members")));
        }
        if (most(sent) > taken.max()) {
            verdict = verdict.worse(required(sent)
                    .flatMap(members -> examples.filled(sent, members, taken.max() + 1, Set.of()))
                    .map(Verdict::no)
                    .orElse(Verdict.unclear("more members")));
        }
        return verdict;
    }

    private int most(Objects sent) {
        if (!emptiness.isEmpty(sent.others())) {
            return sent.max();
        }
        long declared = sent.members().values().stream()
                .filter(member -> !emptiness.isEmpty(member))
                .count();
        return (int) Math.min(sent.max(), declared);
    }

    private Optional<Map<String, JsonNode>> required(Objects sent) {
        Map<String, JsonNode> members = new TreeMap<>();
        for (String name : sent.required()) {
            Optional<JsonNode> value = examples.smallest(sent.member(name));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            members.put(name, value.get());
        }
        return Optional.of(members);
    }
}
