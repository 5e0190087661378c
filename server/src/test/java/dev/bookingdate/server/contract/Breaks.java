package dev.bookingdate.server.contract;

import dev.bookingdate.contracts.spec.ErrorCode;
import dev.bookingdate.contracts.spec.Operation;
import dev.bookingdate.contracts.spec.Response;
import dev.bookingdate.server.generated.model.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All the ways in which the answers of one place, an operation's status and reason, can be broken. */
final class Breaks {

    /** Well formed, and of nobody who asks: of tenant 4243, see {@code contracts/README.md}. */
    static final String FOREIGN_JOB = "0199f3a47c5e7d1b8a2f4e6c9d0b1a06";

    private static final String OTHER_REQUEST = "00000000-0000-4000-8000-00000000ffff";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = new JsonMapper();

    private final Operation operation;
    private final List<RecordedAnswer> answers;
    private final int status;
    private final List<Break> breaks = new ArrayList<>();

    private Breaks(Operation operation, List<RecordedAnswer> answers) {
        this.operation = operation;
        this.answers = answers;
        this.status = answers.get(0).answer().status();
    }

    static List<Break> of(Operation operation, List<RecordedAnswer> answers) {
        Breaks all = new Breaks(operation, answers);
        all.breakStatus();
        all.breakHeaders();
        Map<String, JsonNode> members = new TreeMap<>();
        answers.forEach(answer -> collect("", answer.body(), members));
        members.forEach(all::breakMember);
        return List.copyOf(all.breaks);
    }

    /** Success for failure and the other way round, the next one of the operation, and 500. */
    private void breakStatus() {
        List<Integer> documented = operation.responses().keySet().stream()
                .filter(code -> code.matches("[0-9]+"))
                .map(Integer::parseInt)
                .sorted()
                .toList();
        int next = documented.stream().filter(code -> code > status).findFirst().orElse(documented.get(0));
        Stream.of(status == 200 ? 400 : 200, next, 500)
                .distinct()
                .filter(code -> code != status)
                .map(Break::status)
                .forEach(breaks::add);
    }

    /** Those that the spec names for this answer; the others are no matter of the operation. */
    private void breakHeaders() {
        Set<String> documented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        operation.response(status).map(Response::headers).ifPresent(headers -> documented.addAll(headers.keySet()));
        for (String name : documented) {
            if (answers.stream().anyMatch(answer -> answer.answer().headers().containsKey(name))) {
                breaks.add(Break.headerDropped(name));
                breaks.add(Break.header(name, "changed"));
            }
        }
        breaks.add(Break.header("Zuora-Request-Id", OTHER_REQUEST));
        breaks.add(Break.headerDropped("Content-Type"));
        breaks.add(Break.header("Content-Type", "application/json;charset=UTF-8"));
        breaks.add(Break.header("Content-Type", "text/html"));
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> members) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
                JsonNode known = members.get(name);
                // An empty list shows less than one with items.
                if (known == null || known.isEmpty()) {
                    members.put(name, member.getValue());
                }
                collect(name, member.getValue(), members);
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(item -> collect(path + "[]", item, members));
        }
    }

    private void breakMember(String path, JsonNode value) {
        breaks.add(Break.dropped(path));
        breaks.add(Break.renamed(path));
        breaks.add(Break.set(path, "null", old -> NODES.nullNode()));
        breaks.add(Break.set(path, "of another type", Breaks::ofAnotherType));
        if (value.isString()) {
            breaks.add(Break.set(path, "empty", old -> NODES.stringNode("")));
        }
        if (value.isArray() && !value.isEmpty()) {
            breaks.add(Break.items(path, "empty", ArrayNode::removeAll));
        }
        breakMeaning(path.replaceFirst(".*[.]", ""), path);
    }

    private static JsonNode ofAnotherType(JsonNode old) {
        if (old.isString()) {
            return old.asString().matches("[0-9]{1,18}")
                    ? NODES.numberNode(Long.parseLong(old.asString()))
                    : NODES.numberNode(7);
        }
        if (old.isArray()) {
            return NODES.objectNode();
        }
        return old.isObject() ? NODES.arrayNode() : NODES.stringNode(old.asString());
    }

    /** What only someone who knows the domain would get wrong. */
    private void breakMeaning(String name, String path) {
        switch (name) {
            case "success" -> breaks.add(Break.set(path, "flipped", old -> NODES.booleanNode(!old.asBoolean())));
            case "requestId" ->
                breaks.add(Break.set(path, "not that of the header", old -> NODES.stringNode(OTHER_REQUEST)));
            case "status" -> breaks.add(Break.set(path, "another one", Breaks::anotherStatus));
            case "code" -> breaks.add(Break.set(path, "another one", this::anotherCode));
            case "jobId", "id", "undoes" ->
                breaks.add(Break.set(path, "of a job of another tenant", old -> NODES.stringNode(FOREIGN_JOB)));
            case "jobs" -> breakJobs(path);
            default -> {}
        }
    }

    private static JsonNode anotherStatus(JsonNode old) {
        int index = JobStatus.fromValue(old.asString()).ordinal();
        return NODES.stringNode(JobStatus.values()[(index + 1) % JobStatus.values().length].getValue());
    }

    private JsonNode anotherCode(JsonNode old) {
        List<String> others = operation.errorCodes().stream()
                .map(ErrorCode::code)
                .filter(code -> !code.equals(old.asString()))
                .distinct()
                .toList();
        return NODES.stringNode(others.get(0));
    }

    private void breakJobs(String path) {
        breaks.add(Break.items(path, "in the other order", Breaks::reverse));
        breaks.add(Break.items(path, "without the first", jobs -> jobs.remove(0)));
        breaks.add(Break.items(path, "with the first twice", jobs -> jobs.insert(0, jobs.get(0))));
        breaks.add(Break.items(path, "with one of another tenant", jobs -> {
            JsonNode foreign = JSON.readTree(JSON.writeValueAsString(jobs.get(0)));
            jobs.insert(0, ((ObjectNode) foreign).put("id", FOREIGN_JOB));
        }));
    }

    private static void reverse(ArrayNode jobs) {
        List<JsonNode> items = new ArrayList<>();
        jobs.forEach(job -> items.add(0, job));
        jobs.removeAll().addAll(items);
    }
}
