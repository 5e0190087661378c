package dev.bookingdate.contracts.check;

import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Member;
import dev.bookingdate.desk.source.SpecNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Proves by a consumer's own replay that its {@code consumer.yaml} names what it reads: enough, and nothing in vain. Each contract
 * is answered in several ways, and what the consumer makes of the answers is compared.
 */
public final class ConsumerProof {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** Of no category that consumers know. */
    private static final String ANOTHER_CODE = "99999999";

    private final List<Contract> contracts;
    private final Replay replay;
    private final List<String> wrong = new ArrayList<>();

    private ConsumerProof(List<Contract> contracts, Replay replay) {
        this.contracts = contracts;
        this.replay = replay;
    }

    /** Makes the call of a contract, and returns all that the consumer makes of the answer; throws where it can't read it. */
    @FunctionalInterface
    public interface Replay {
        Object read(Contract contract, URI service) throws Exception;
    }

    /**
     * Returns what is wrong with what a consumer says of itself; nothing where all of it is proven.
     *
     * @param contracts those that are replayed
     */
    public static List<String> of(Consumer consumer, List<Contract> contracts, Replay replay) {
        ConsumerProof proof = new ConsumerProof(contracts, replay);
        for (Call call : consumer.calls()) {
            call.answers().values().stream().distinct().forEach(answer -> proof.answer(call, answer));
        }
        return proof.wrong;
    }

    /** What came of it: a reading, or none. */
    private record Outcome(@Nullable Object read, @Nullable String failure) {}

    /** A contract with its answer, which shows everything that is named, and what the consumer makes of that. */
    private record Case(Contract contract, Sent full, Outcome outcome) {}

    private void answer(Call call, Answer answer) {
        List<Case> cases = new ArrayList<>();
        for (Contract contract : contracts) {
            boolean own = contract.folder().equals(call.name())
                    && call.answer(String.valueOf(contract.status()))
                            .filter(answer::equals)
                            .isPresent();
            if (own) {
                Sent full = Sent.full(contract, answer);
                Outcome outcome = outcome(contract, full);
                if (outcome.failure() == null) {
                    cases.add(new Case(contract, full, outcome));
                } else {
                    wrong.add(contract + ": with everything that is named, it fails: " + outcome.failure());
                }
            }
        }
        if (cases.isEmpty()) {
            return;
        }
        cases.forEach(one -> enough(one, answer));
        codes(answer, cases);
        answer.headers().forEach(header -> inVain(header, cases));
        answer.body().ifPresent(body -> members("", body, cases));
    }

    /** Without what is not named nothing changes; with every tolerance used it is still read. */
    private void enough(Case one, Answer answer) {
        JsonNode named = answer.body()
                .map(body -> Sent.onlyNamed(one.full().body(), body))
                .orElse(JSON.objectNode());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        one.full().headers().forEach((name, value) -> {
            boolean isNamed = name.equalsIgnoreCase("Content-Type")
                    || answer.headers().stream()
                            .anyMatch(header -> header.name().equalsIgnoreCase(name));
            if (isNamed) {
                headers.put(name, value);
            }
        });
        Outcome outcome = outcome(one.contract(), new Sent(one.full().status(), headers, named));
        if (!one.outcome().equals(outcome)) {
            add(answer.node(), one, "without what is not named, " + one.outcome() + " became " + outcome);
        }
        Map<String, String> least = new TreeMap<>(headers);
        answer.headers().stream().filter(Member::optional).forEach(header -> least.remove(header.name()));
        answer.body().ifPresent(body -> {
            read(
                    answer.node(),
                    one,
                    one.full().with(Sent.tolerant(named, body, Sent.Tolerance.ABSENT)),
                    "without all that may be absent");
            read(
                    answer.node(),
                    one,
                    one.full().with(Sent.tolerant(named, body, Sent.Tolerance.NULL)),
                    "with null where it may be");
            read(
                    answer.node(),
                    one,
                    one.full().with(Sent.tolerant(named, body, Sent.Tolerance.OTHER)),
                    "with other words and longer texts");
        });
        read(
                answer.node(),
                one,
                new Sent(one.full().status(), least, named),
                "without the headers that may be missing");
    }

    private void read(SpecNode said, Case one, Sent sent, String what) {
        Outcome outcome = outcome(one.contract(), sent);
        if (outcome.failure() != null) {
            add(said, one, what + " it fails: " + outcome.failure());
        }
    }

    /** Each code that the consumer needs is named, and each that is named makes a difference. */
    private void codes(Answer answer, List<Case> cases) {
        Set<String> named = new TreeSet<>();
        answer.codes().forEach(code -> named.add(code.text()));
        Set<String> read = new TreeSet<>();
        for (Case one : cases) {
            String code = one.full().body().at("/reasons/0/code").asString("");
            if (code.isEmpty()) {
                continue;
            }
            Outcome other = outcome(
                    one.contract(),
                    one.full().with(Sent.changed(one.full().body(), "/reasons/*/code", JSON.stringNode(ANOTHER_CODE))));
            if (!one.outcome().equals(other)) {
                read.add(code);
            }
            if (other.failure() != null && !named.contains(code)) {
                add(answer.node(), one, "error code " + code + " is read and not named in codes: " + other.failure());
            }
        }
        answer.codes().stream()
                .filter(code -> !read.contains(code.text()))
                .forEach(code -> add(
                        code,
                        cases.get(0),
                        "error code " + code.text() + " is named in vain: no contract shows it read"));
    }

    private void inVain(Member header, List<Case> cases) {
        String name = header.name();
        boolean read = cases.stream()
                .anyMatch(one ->
                        !one.outcome().equals(outcome(one.contract(), one.full().without(name))));
        if (!read) {
            add(header.node(), cases.get(0), "header " + name + " is named in vain: nothing changes without it");
        }
    }

    /** @param path to the object, as a JSON pointer with {@code *} for any item */
    private void members(String path, SpecNode taken, List<Case> cases) {
        taken.members("properties").forEach((name, member) -> {
            String here = path + MatcherPath.escaped(name);
            boolean required = taken.items("required").stream()
                    .anyMatch(item -> item.text().equals(name));
            boolean fails = false;
            boolean changes = false;
            for (Case one : cases) {
                Outcome outcome = outcome(
                        one.contract(), one.full().with(Sent.changed(one.full().body(), here, null)));
                fails |= outcome.failure() != null;
                changes |= !one.outcome().equals(outcome);
            }
            if (!changes) {
                add(member, cases.get(0), here + " is named in vain: nothing changes without it");
            } else if (required && !fails) {
                add(member, cases.get(0), here + " may be absent: it is read all the same; say " + name + "?");
            }
            value(here, member, cases);
        });
        taken.raw("items").ifPresent(items -> {
            if (items.has("properties")) {
                members(path + "/*", items, cases);
            }
        });
    }

    private void value(String here, SpecNode member, List<Case> cases) {
        if (!member.isTrue("nullable") && member.has("type")) {
            fails(here, member, cases, JSON.nullNode(), "null");
        }
        if (member.has("enum")) {
            fails(here, member, cases, JSON.stringNode("WORD_OF_TOMORROW"), "a word that is not listed");
        }
        if (member.has("pattern")) {
            fails(here, member, cases, JSON.stringNode("~"), "a text without the pattern");
        }
        JsonNode otherType = switch (member.text("type").orElse("")) {
            case "string", "integer", "number", "boolean" -> JSON.objectNode();
            case "object", "array" -> JSON.numberNode(7);
            default -> null;
        };
        if (otherType != null) {
            fails(here, member, cases, otherType, "a value of another type");
        }
        if (member.has("properties")) {
            members(here, member, cases);
        }
        member.raw("items")
                .filter(items -> items.has("properties"))
                .ifPresent(items -> members(here + "/*", items, cases));
    }

    private void fails(String here, SpecNode member, List<Case> cases, JsonNode value, String what) {
        boolean fails = cases.stream()
                .anyMatch(one -> outcome(
                                        one.contract(),
                                        one.full().with(Sent.changed(one.full().body(), here, value)))
                                .failure()
                        != null);
        if (!fails) {
            add(member, cases.get(0), here + " may be " + what + ": it is read all the same");
        }
    }

    private void add(SpecNode said, Case one, String text) {
        wrong.add(said.place() + ": " + text + " (" + one.contract() + ")");
    }

    private Outcome outcome(Contract contract, Sent sent) {
        try (AnsweringService service = new AnsweringService(sent)) {
            return new Outcome(replay.read(contract, service.url()), null);
        } catch (Exception | AssertionError e) {
            return new Outcome(null, String.valueOf(e));
        }
    }
}
