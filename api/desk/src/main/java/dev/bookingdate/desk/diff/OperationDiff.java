package dev.bookingdate.desk.diff;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares one operation in both versions. */
final class OperationDiff {
    /** Extensions with a meaning: the date until which a deprecated operation stays, and the codes of its errors. */
    static final Set<String> EXTENSIONS = Set.of("x-sunset", "x-error-codes");

    private static final Set<String> KNOWN = Set.of(
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "deprecated",
            "security",
            "servers");

    private final Findings findings;
    private final KeywordDiff keywords;
    private final RequestDiff requests;
    private final AnswerDiff answers;
    private final SecurityDiff security;

    OperationDiff(Findings findings, KeywordDiff keywords) {
        this.findings = findings;
        this.keywords = keywords;
        this.requests = new RequestDiff(Comparison.of(Direction.REQUEST, findings, keywords));
        this.answers = new AnswerDiff(Comparison.of(Direction.ANSWER, findings, keywords));
        this.security = new SecurityDiff(findings);
    }

    void compare(Operation before, Operation after) {
        SpecNode old = before.node();
        SpecNode current = after.node();
        keywords.compare(before.item(), after.item(), Api::isOfPathItem, after.path());
        keywords.compare(old, current, KNOWN::contains, after.name());
        keywords.texts(old, current, List.of("summary", "description", "externalDocs"), after.name());
        names(before, after);
        lifecycle(old, current, after.name());
        requests.compare(before, after);
        answers.compare(before, after);
        security.compare(before.security(), after.security());
        servers(before, after);
        errorCodes(old, current, after.name());
    }

    private void names(Operation before, Operation after) {
        String old = before.node().text("operationId").orElse("");
        String current = after.node().text("operationId").orElse("");
        if (!old.equals(current)) {
            String words = "operationId " + (old.isEmpty() ? "none" : old) + " became "
                    + (current.isEmpty() ? "none" : current);
            add(Change.OPERATION_ID_CHANGED, before.node(), after.node(), "operationId", words);
        }
        String oldTag = tag(before);
        String newTag = tag(after);
        if (!oldTag.equals(newTag)) {
            String words = after.name() + " moved from tag " + oldTag + " to " + newTag;
            add(Change.TAG_CHANGED, before.node(), after.node(), "tags", words);
        }
    }

    private void add(Change change, SpecNode before, SpecNode after, String keyword, String words) {
        findings.add(
                Direction.CALL,
                change,
                before.raw(keyword).orElse(before),
                after.raw(keyword).orElse(after),
                words);
    }

    private static String tag(Operation operation) {
        return operation.node().items("tags").stream()
                .findFirst()
                .map(SpecNode::text)
                .orElse("none");
    }

    private void lifecycle(SpecNode old, SpecNode current, String name) {
        boolean was = old.isTrue("deprecated");
        boolean is = current.isTrue("deprecated");
        if (was != is) {
            Change change = is ? Change.OPERATION_DEPRECATED : Change.OPERATION_REACTIVATED;
            add(change, old, current, "deprecated", name + (is ? " is deprecated now" : " is no longer deprecated"));
        }
        String before = old.text("x-sunset").orElse("");
        String after = current.text("x-sunset").orElse("");
        if (before.equals(after)) {
            return;
        }
        boolean readable = Stream.of(before, after)
                .allMatch(date -> date.isEmpty() || Difference.date(date).isPresent());
        boolean earlier = !after.isEmpty() && !before.isEmpty() && after.compareTo(before) < 0;
        Change change = readable ? earlier ? Change.SUNSET_EARLIER : Change.SUNSET_LATER : Change.SUNSET_UNREADABLE;
        String words = name + ": sunset " + (before.isEmpty() ? "none" : before) + " became "
                + (after.isEmpty() ? "none" : after);
        add(change, old, current, "x-sunset", words);
    }

    private void servers(Operation before, Operation after) {
        List<SpecNode> old = before.servers();
        List<SpecNode> current = after.servers();
        SpecNode oldNode = old.isEmpty() ? before.root() : old.get(0);
        SpecNode newNode = current.isEmpty() ? after.root() : current.get(0);
        Set<String> gone = paths(old);
        gone.removeAll(paths(current));
        if (!gone.isEmpty()) {
            String words = "servers no longer have the path " + String.join(", ", gone);
            findings.add(Direction.CALL, Change.SERVER_PATH_CHANGED, oldNode, newNode, words);
        } else if (!json(old).equals(json(current))) {
            findings.add(Direction.CALL, Change.SERVER_CHANGED, oldNode, newNode, "servers changed");
        }
    }

    private static String json(List<SpecNode> servers) {
        return servers.stream().map(server -> server.json().toString()).collect(Collectors.joining());
    }

    /** Hosts are a matter of deployment; a path is part of every URL. */
    private static Set<String> paths(List<SpecNode> servers) {
        Set<String> paths = new TreeSet<>();
        for (SpecNode server : servers) {
            String url = server.text("url").orElse("/");
            for (Map.Entry<String, SpecNode> variable :
                    server.members("variables").entrySet()) {
                url = url.replace(
                        "{" + variable.getKey() + "}",
                        variable.getValue().text("default").orElse(""));
            }
            paths.add(path(url));
        }
        return paths.isEmpty() ? new TreeSet<>(Set.of("/")) : paths;
    }

    private static String path(String url) {
        try {
            String path = URI.create(url.replaceAll("[{}]", "")).getPath();
            return path == null || path.isEmpty() ? "/" : path.replaceAll("(?<=.)/$", "");
        } catch (IllegalArgumentException unreadable) {
            return url;
        }
    }

    private void errorCodes(SpecNode old, SpecNode current, String name) {
        Map<String, SpecNode> before = codes(old);
        Map<String, SpecNode> after = codes(current);
        SpecNode oldNode = old.get("x-error-codes").orElse(old);
        SpecNode newNode = current.get("x-error-codes").orElse(current);
        before.forEach((code, node) -> {
            SpecNode now = after.get(code);
            if (now == null) {
                String words = name + ": error code " + code + " is gone";
                findings.add(Direction.CALL, Change.ERROR_CODE_REMOVED, node, newNode, words);
            } else if (!now.json().equals(node.json())) {
                findings.add(Direction.CALL, Change.TEXT_CHANGED, node, now, "error code " + code + " reads otherwise");
            }
        });
        after.forEach((code, node) -> {
            if (!before.containsKey(code)) {
                String words = name + ": error code " + code + " is new";
                findings.add(Direction.CALL, Change.ERROR_CODE_ADDED, oldNode, node, words);
            }
        });
    }

    /** Returns the error codes, with their status where they have one. */
    private static Map<String, SpecNode> codes(SpecNode operation) {
        Map<String, SpecNode> codes = new LinkedHashMap<>();
        Optional<SpecNode> all = operation.get("x-error-codes").filter(SpecNode::isList);
        all.map(SpecNode::items).orElse(List.of()).forEach(item -> {
            SpecNode entry = item.resolved();
            String code = entry.isObject() ? entry.text("code").orElse("?") : entry.text();
            String status = entry.isObject()
                    ? entry.text("status").map(text -> " of status " + text).orElse("")
                    : "";
            codes.put(code + status, entry);
        });
        return codes;
    }
}
