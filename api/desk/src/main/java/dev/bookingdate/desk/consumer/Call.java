package dev.bookingdate.desk.consumer;

import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operation that a consumer calls.
 *
 * @param name how the consumer calls it: the folder of its contracts
 * @param sends by where: {@code path}, {@code query}, {@code header}
 * @param body what it sends as the body, if anything
 * @param answers what it reads, by status, {@code 4XX} or {@code default}
 */
public record Call(
        String name,
        SpecNode node,
        String method,
        String path,
        Map<String, List<Member>> sends,
        Optional<Body> body,
        Map<String, Answer> answers) {

    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (/\\S*)");
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}|[1-5]XX|default");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[A-Za-z0-9.+-]+");
    private static final Set<String> KEYS = Set.of("request", "sends", "answers");
    private static final Map<String, String> SENT = Map.of("path", "path", "query", "query", "headers", "header");

    /** A body that is sent. */
    public record Body(String mediaType, SpecNode schema, SpecNode node) {}

    /**
     * What is read of an answer.
     *
     * @param codes error codes that the consumer distinguishes
     */
    public record Answer(SpecNode node, List<Member> headers, Optional<SpecNode> body, List<SpecNode> codes) {
        private static final Set<String> KEYS = Set.of("headers", "body", "codes");

        static Map<String, Answer> all(SpecNode written) {
            Map<String, Answer> answers = new LinkedHashMap<>();
            written.members().forEach((status, node) -> {
                if (!STATUS.matcher(status).matches()) {
                    throw node.wrong("a status, such as 409, 4XX or default");
                }
                onlyOf(KEYS, node);
                answers.put(
                        status.toUpperCase(Locale.ROOT),
                        new Answer(
                                node,
                                node.get("headers").map(Shape::members).orElse(List.of()),
                                node.get("body").map(Shape::schema),
                                texts(node.items("codes"))));
            });
            return answers;
        }

        private static List<SpecNode> texts(List<SpecNode> items) {
            items.forEach(SpecNode::text);
            return items;
        }
    }

    static Call of(String name, SpecNode node, Map<String, Answer> shared) {
        onlyOf(KEYS, node);
        SpecNode request = node.get("request").orElseThrow(() -> node.wrong("a call with its request"));
        Matcher line = REQUEST.matcher(request.text());
        if (!line.matches()) {
            throw request.wrong("a method and a path, such as GET /jobs/{id}");
        }
        Map<String, List<Member>> sends = new LinkedHashMap<>();
        Optional<Body> body = Optional.empty();
        for (Map.Entry<String, SpecNode> sent : node.members("sends").entrySet()) {
            if (sent.getKey().equals("body")) {
                body = Optional.of(body(sent.getValue()));
            } else {
                String in = SENT.get(sent.getKey());
                if (in == null) {
                    throw sent.getValue().wrong("path, query, headers or body");
                }
                sends.put(in, Shape.members(sent.getValue()));
            }
        }
        Map<String, Answer> answers = new LinkedHashMap<>(shared);
        node.get("answers").ifPresent(own -> answers.putAll(Answer.all(own)));
        if (answers.isEmpty()) {
            throw node.wrong("a call with the answers that it reads");
        }
        return new Call(name, node, line.group(1), line.group(2), sends, body, answers);
    }

    private static Body body(SpecNode node) {
        Map<String, SpecNode> types = node.members();
        if (types.size() != 1
                || !MEDIA_TYPE.matcher(types.keySet().iterator().next()).matches()) {
            throw node.wrong("a schema under one media type, such as application/json");
        }
        Map.Entry<String, SpecNode> only = types.entrySet().iterator().next();
        return new Body(only.getKey(), Shape.schema(only.getValue()), node);
    }

    static void onlyOf(Set<String> keys, SpecNode node) {
        node.members().forEach((key, value) -> {
            if (!keys.contains(key)) {
                throw value.wrong(
                        "one of " + String.join(", ", keys.stream().sorted().toList()));
            }
        });
    }

    /** Returns what identifies the operation on the wire. */
    public String key() {
        return Operation.key(method, path);
    }

    /** Returns the headers, parameters of the query or variables of the path that it sends. */
    public List<Member> sent(String in) {
        return sends.getOrDefault(in, List.of());
    }

    /** Returns what it reads of an answer with this status: said for the status, its range or for all. */
    public Optional<Answer> answer(String status) {
        return Optional.ofNullable(answers.get(status))
                .or(() -> Optional.ofNullable(answers.get(status.charAt(0) + "XX")))
                .or(() -> Optional.ofNullable(answers.get("DEFAULT")));
    }
}
