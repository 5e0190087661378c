package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Member;
import dev.bookingdate.desk.consumer.Promises;
import dev.bookingdate.desk.consumer.Use;
import dev.bookingdate.desk.source.Place;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Holds what consumers say of themselves against the spec and against their contracts: all that the service may answer is taken,
 * all that is sent is sent in words that the spec knows, and what is named is shown by a contract.
 */
final class ConsumerCheck {
    private static final String IN_ANSWER = " in answer ";

    private final Promises promises;
    private final ContractFiles files;
    private final List<Violation> wrong = new ArrayList<>();

    ConsumerCheck(Promises promises, ContractFiles files) {
        this.promises = promises;
        this.files = files;
    }

    List<Violation> violations() {
        files.consumers().values().forEach(this::broken);
        Map<String, List<Contract>> byCall = files.contracts().stream()
                .collect(Collectors.groupingBy(contract -> call(contract.consumer(), contract.folder())));
        files.consumers()
                .values()
                .forEach(consumer -> consumer.calls().forEach(call -> {
                    List<Contract> contracts = byCall.getOrDefault(call(consumer.name(), call.name()), List.of());
                    if (contracts.isEmpty()) {
                        add(call.node(), "there is no contract of " + call.name());
                    }
                    sent(call, contracts);
                    if (consumer.replayedBy().isEmpty()) {
                        shown(call, contracts);
                    }
                }));
        folders();
        return wrong;
    }

    /** What is broken in many calls and many answers is one thing. */
    private void broken(Consumer consumer) {
        Map<String, List<Use>> alike = new LinkedHashMap<>();
        promises.usesOf(consumer).stream()
                .filter(use -> use.problem().isPresent())
                .forEach(
                        use -> alike.computeIfAbsent(use.place() + thing(use) + use.problem(), any -> new ArrayList<>())
                                .add(use));
        alike.values().forEach(same -> {
            Use first = same.get(0);
            Map<String, List<Use>> calls =
                    same.stream().collect(Collectors.groupingBy(Use::call, LinkedHashMap::new, Collectors.toList()));
            String where = calls.entrySet().stream()
                    .map(call -> call.getKey() + answers(call.getValue()))
                    .collect(Collectors.joining(", "));
            String text = consumer.name() + ": " + thing(first) + " "
                    + first.problem().map(Use.Problem::text).orElse("") + " ("
                    + first.spec().file() + ":"
                    + first.spec().line() + "); relied on in " + where;
            wrong.add(new Violation(first.place().file(), first.place().line(), "", Rule.BREAKS_CONSUMER, text));
        });
    }

    private static String thing(Use use) {
        return use.what().replaceFirst(IN_ANSWER + ".*", "");
    }

    private static String answers(List<Use> uses) {
        String first = uses.get(0).what();
        int at = first.indexOf(IN_ANSWER);
        return at < 0
                ? ""
                : " " + first.substring(at + IN_ANSWER.length())
                        + (uses.size() == 1 ? "" : " and " + (uses.size() - 1) + " more");
    }

    private static String call(String consumer, String folder) {
        return consumer + " " + folder;
    }

    private void add(SpecNode node, String text) {
        Place place = node.place();
        wrong.add(new Violation(place.file(), place.line(), node.pointer(), Rule.CONSUMER, text));
    }

    /** All consumers call an operation by the same name: contracts, waivers and the report name it so. */
    private void folders() {
        Map<String, String> names = new TreeMap<>();
        for (Consumer consumer : files.consumers().values()) {
            for (Call call : consumer.calls()) {
                String name = names.putIfAbsent(call.key(), call.name());
                if (name != null && !name.equals(call.name())) {
                    add(call.node(), call.name() + " is called " + name + " by other consumers");
                }
            }
        }
    }

    /** Whatever a contract of a success sends is named, or nobody would know that it is relied on. */
    private void sent(Call call, List<Contract> contracts) {
        for (Contract contract : contracts) {
            if (contract.status() / 100 == 2) {
                names(contract, "/request/headers", call.sent("header"), Set.of("content-type", "content-encoding"));
                names(contract, "/request/queryParameters", call.sent("query"), Set.of());
            }
        }
    }

    private void names(Contract contract, String pointer, List<Member> members, Set<String> exempt) {
        for (String name : contract.at(pointer).propertyNames()) {
            boolean named = members.stream().anyMatch(member -> member.name().equalsIgnoreCase(name));
            if (!named && !exempt.contains(name.toLowerCase(Locale.ROOT))) {
                wrong.add(contract.violation(
                        pointer + MatcherPath.escaped(name),
                        Rule.CONSUMER,
                        name + " is sent, and not named in " + contract.consumer() + "/" + Consumer.FILE));
            }
        }
    }

    /** Where no test of the consumer proves what it reads, its contracts have to show it at least. */
    private void shown(Call call, List<Contract> contracts) {
        call.answers().forEach((status, answer) -> {
            List<Contract> own = contracts.stream()
                    .filter(contract ->
                            call.answer(String.valueOf(contract.status())).equals(Optional.of(answer)))
                    .toList();
            if (!own.isEmpty()) {
                shown(answer, own);
            } else if (status.matches("[0-9]+")
                    && call.node().get("answers").filter(all -> all.has(status)).isPresent()) {
                add(answer.node(), "there is no contract of " + call.name() + " with " + status);
            }
        });
    }

    private void shown(Answer answer, List<Contract> contracts) {
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        contracts.forEach(
                contract -> headers.addAll(contract.at("/response/headers").propertyNames()));
        answer.headers().stream()
                .filter(header -> !headers.contains(header.name()))
                .forEach(header -> add(header.node(), header.name() + " is named, and no contract shows it"));
        answer.body()
                .ifPresent(body -> members(
                        body,
                        contracts.stream()
                                .map(contract -> contract.at("/response/body"))
                                .toList()));
    }

    private void members(SpecNode taken, List<JsonNode> bodies) {
        taken.members("properties").forEach((name, member) -> {
            List<JsonNode> values = bodies.stream()
                    .filter(body -> body.has(name))
                    .map(body -> body.get(name))
                    .toList();
            if (values.isEmpty()) {
                add(member, name + " is named, and no contract shows it");
            } else {
                members(member, values);
            }
        });
        taken.raw("items")
                .ifPresent(items -> members(
                        items,
                        bodies.stream()
                                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                                .toList()));
    }
}
