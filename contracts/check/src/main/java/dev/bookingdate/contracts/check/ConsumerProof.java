package dev.bookingdate.contracts.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bookingdate.desk.consumer.Call;
import dev.bookingdate.desk.consumer.Call.Answer;
import dev.bookingdate.desk.consumer.Consumer;
import dev.bookingdate.desk.consumer.Member;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proves by a consumer's own replay that its {@code consumer.yaml} names what it reads: enough, and nothing in vain. Each contract
 * is answered in several ways, and what the consumer makes of the answers is compared.
 */
public final class ConsumerProof {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ANOTHER_ID = "00000000-0000-4000-8000-000000000000";

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

    /** An answer on its way. */
    private record Sent(int status, Map<String, String> headers, JsonNode body) {
        Sent without(String header) {
            Map<String, String> fewer = new TreeMap<>(headers);
            fewer.remove(header);
            return new Sent(status, fewer, body);
        }

        Sent with(JsonNode other) {
            return new Sent(status, headers, other);
        }
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
                Sent full = full(contract, answer);
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
        answer.headers().forEach(header -> inVain(header, cases));
        answer.body().ifPresent(body -> members("", body, cases));
    }

    /** Without what is not named nothing changes; with every tolerance used it is still read. */
    private void enough(Case one, Answer answer) {
        JsonNode named =
                answer.body().map(body -> onlyNamed(one.full().body(), body)).orElse(JSON.objectNode());
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
                    one.full().with(tolerant(named, body, Tolerance.ABSENT)),
                    "without all that may be absent");
            read(
                    answer.node(),
                    one,
                    one.full().with(tolerant(named, body, Tolerance.NULL)),
                    "with null where it may be");
            read(
                    answer.node(),
                    one,
                    one.full().with(tolerant(named, body, Tolerance.OTHER)),
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
                        one.contract(), one.full().with(changed(one.full().body(), here, null)));
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
                                        one.full().with(changed(one.full().body(), here, value)))
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
        try (Service service = new Service(sent)) {
            return new Outcome(replay.read(contract, service.url()), null);
        } catch (Exception | AssertionError e) {
            return new Outcome(null, String.valueOf(e));
        }
    }

    /** The contract's answer, with all that is named and that it lacks. */
    private static Sent full(Contract contract, Answer answer) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        contract.at("/response/headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asString("")));
        answer.headers()
                .forEach(header -> headers.putIfAbsent(
                        header.name(), sample(header.name(), header.schema()).asString()));
        JsonNode body = contract.at("/response/body").deepCopy();
        answer.body().ifPresent(taken -> complete(body, taken));
        // What is said twice is said in two ways, so that it shows which of them is read.
        body.properties()
                .forEach(member ->
                        headers.replaceAll((name, value) -> member.getValue().isString()
                                        && member.getValue().asString().equals(value)
                                ? ANOTHER_ID
                                : value));
        return new Sent(contract.status(), headers, body);
    }

    private static void complete(JsonNode value, SpecNode taken) {
        if (value instanceof ObjectNode object) {
            taken.members("properties").forEach((name, member) -> {
                if (!object.has(name)) {
                    object.set(name, sample(name, member));
                } else {
                    complete(object.get(name), member);
                }
            });
        }
        if (value instanceof ArrayNode list) {
            taken.raw("items").ifPresent(items -> {
                if (list.isEmpty()
                        && items.has("properties")
                        && !items.members("properties").containsKey("message")) {
                    list.add(sample("item", items));
                }
                list.forEach(item -> complete(item, items));
            });
        }
    }

    private static JsonNode sample(String name, SpecNode taken) {
        if (taken.has("enum")) {
            return taken.items("enum").get(0).json();
        }
        return switch (taken.text("type").orElse("string")) {
            case "integer", "number" ->
                JSON.numberNode(1_760_729_200L
                        % (taken.text("format").filter("int64"::equals).isPresent() ? Long.MAX_VALUE : 1_000_000L));
            case "boolean" -> JSON.booleanNode(true);
            case "array" -> {
                ArrayNode list = JSON.arrayNode();
                taken.raw("items").ifPresent(items -> list.add(sample(name, items)));
                yield list;
            }
            case "object" -> {
                ObjectNode object = JSON.objectNode();
                taken.members("properties").forEach((member, schema) -> object.set(member, sample(member, schema)));
                yield object;
            }
            default ->
                JSON.stringNode(
                        taken.text("format").filter("date"::equals).isPresent() ? "2024-02-29" : "sample-of-" + name);
        };
    }

    private static JsonNode onlyNamed(JsonNode value, SpecNode taken) {
        if (value.isObject() && taken.has("properties")) {
            ObjectNode named = JSON.objectNode();
            taken.members("properties").forEach((name, member) -> {
                if (value.has(name)) {
                    named.set(name, onlyNamed(value.get(name), member));
                }
            });
            return named;
        }
        if (value.isArray() && taken.has("items")) {
            ArrayNode named = JSON.arrayNode();
            value.forEach(item -> named.add(
                    taken.raw("items").map(items -> onlyNamed(item, items)).orElse(item)));
            return named;
        }
        return value;
    }

    private enum Tolerance {
        ABSENT,
        NULL,
        OTHER
    }

    /** Every tolerance of one kind is used. */
    private static JsonNode tolerant(JsonNode value, SpecNode taken, Tolerance tolerance) {
        if (value.isObject()) {
            ObjectNode used = JSON.objectNode();
            Map<String, SpecNode> members = new LinkedHashMap<>(taken.members("properties"));
            value.properties().forEach(entry -> {
                SpecNode member = members.get(entry.getKey());
                boolean required = taken.items("required").stream()
                        .anyMatch(item -> item.text().equals(entry.getKey()));
                if (member == null) {
                    used.set(entry.getKey(), entry.getValue());
                } else if (tolerance == Tolerance.NULL && member.isTrue("nullable")) {
                    used.set(entry.getKey(), JSON.nullNode());
                } else if (tolerance != Tolerance.ABSENT || required) {
                    used.set(entry.getKey(), tolerant(entry.getValue(), member, tolerance));
                }
            });
            return used;
        }
        if (value.isArray()) {
            ArrayNode used = JSON.arrayNode();
            value.forEach(item -> used.add(taken.raw("items")
                    .map(items -> tolerant(item, items, tolerance))
                    .orElse(item)));
            return used;
        }
        boolean free = value.isString()
                && !taken.has("enum")
                && !taken.has("pattern")
                && !taken.has("format")
                && !taken.has("maxLength");
        return tolerance == Tolerance.OTHER && free
                ? JSON.stringNode(value.asString() + "-of-tomorrow".repeat(20))
                : value;
    }

    /** Returns a copy with another value at a pointer; without it for null. {@code *} stands for each item. */
    private static JsonNode changed(JsonNode body, String pointer, @Nullable JsonNode value) {
        JsonNode copy = body.deepCopy();
        change(copy, pointer.substring(1), value);
        return copy;
    }

    private static void change(JsonNode at, String path, @Nullable JsonNode value) {
        int end = path.indexOf('/');
        String name =
                (end < 0 ? path : path.substring(0, end)).replace("~1", "/").replace("~0", "~");
        if (name.equals("*") && at.isArray()) {
            at.forEach(item -> change(item, path.substring(end + 1), value));
        } else if (end >= 0 && at.has(name)) {
            change(at.get(name), path.substring(end + 1), value);
        } else if (at instanceof ObjectNode object && object.has(name)) {
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
    }

    /** Answers as it was told; a further page has no next one, or a consumer would go on for ever. */
    private static final class Service implements AutoCloseable {
        private final HttpServer server;
        private final Sent sent;
        private boolean asked;

        Service(Sent sent) {
            this.sent = sent;
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", this::answer);
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private synchronized void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                JsonNode body = asked ? changed(sent.body(), "/nextPage", null) : sent.body();
                asked = true;
                sent.headers()
                        .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
                byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(sent.status(), bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
