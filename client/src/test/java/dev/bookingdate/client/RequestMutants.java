package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request, broken in one way at a time. */
final class RequestMutants {
    private static final JsonMapper JSON = new JsonMapper();

    private final WireRequest request;
    private final Set<String> namedHeaders;
    private final List<Mutant> mutants = new ArrayList<>();

    /** One way of breaking a request. */
    record Mutant(String name, WireRequest request) {}

    private RequestMutants(WireRequest request, Set<String> namedHeaders) {
        this.request = request;
        this.namedHeaders = namedHeaders;
    }

    /**
     * Breaks what the client sent for a contract.
     *
     * @param namedHeaders the headers that the contract names, in any case; the client adds more, such as {@code
     *     Accept-Encoding}, which no contract can miss
     */
    static List<Mutant> of(WireRequest request, Set<String> namedHeaders) {
        RequestMutants all = new RequestMutants(request, namedHeaders);
        all.breakMethodAndPath();
        all.breakQuery();
        all.breakHeaders();
        all.breakBody();
        return all.mutants;
    }

    private void breakMethodAndPath() {
        String method = request.method();
        List.of("GET", "PUT", "POST", "DELETE").stream()
                .filter(other -> !other.equals(method))
                .forEach(other -> add("method " + other, request.withMethod(other)));
        String[] segments = request.path().substring(1).split("/");
        for (int i = 0; i < segments.length; i++) {
            boolean jobId = i > 0 && segments[i - 1].equals("jobs");
            String[] changed = segments.clone();
            changed[i] = segments[i].substring(0, segments[i].length() - 1) + (segments[i].endsWith("0") ? "1" : "0");
            add(jobId ? "job id changed" : "path segment " + segments[i] + " changed", path(changed));
            List<String> without = new ArrayList<>(List.of(segments));
            without.remove(i);
            add(jobId ? "job id lost" : "path segment " + segments[i] + " lost", path(without.toArray(String[]::new)));
        }
    }

    private WireRequest path(String[] segments) {
        return request.withPath("/" + String.join("/", segments));
    }

    private void breakQuery() {
        request.query().forEach((name, value) -> {
            add("query " + name + " lost", request.withQuery(query -> without(query, name)));
            add("query " + name + " changed", request.withQuery(query -> with(query, name, value + "0")));
            add(
                    "query " + name + " renamed",
                    request.withQuery(query -> with(without(query, name), name + "s", value)));
        });
    }

    private void breakHeaders() {
        request.headers().forEach((name, values) -> {
            String value = values.get(0);
            if (!namedHeaders.contains(name)) {
                return;
            }
            if (name.equalsIgnoreCase("Authorization")) {
                add("token lost", request.withoutHeader(name));
                add("token empty", request.withHeader(name, "Bearer"));
                add("token of another scheme", request.withHeader(name, value.replace("Bearer", "Basic")));
                add("token of somebody else", request.withHeader(name, "Bearer another-token"));
            } else {
                add("header " + name + " lost", request.withoutHeader(name));
                add("header " + name + " changed", request.withHeader(name, changed(name, value)));
            }
        });
    }

    private static String changed(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "accept" -> "text/csv";
            case "content-type" -> value.startsWith("application/json") ? "application/xml" : "application/json";
            case "zuora-entity-ids" -> value.substring(0, value.length() - 1) + (value.endsWith("9") ? "8" : "9");
            default -> value + "0";
        };
    }

    private void breakBody() {
        if (request.body().isEmpty()) {
            return;
        }
        add("body lost", request.withBody(""));
        if (request.body().startsWith("{")) {
            ObjectNode body = (ObjectNode) JSON.readTree(request.body());
            add("body empty", request.withBody("{}"));
            body.properties().forEach(member -> breakMember(body, member.getKey(), member.getValue()));
        } else {
            Map<String, String> form = WireRequest.parameters(request.body());
            form.forEach((name, value) -> {
                add("parameter " + name + " lost", form(without(form, name)));
                add("parameter " + name + " changed", form(with(form, name, value + "0")));
                add("parameter " + name + " renamed", form(with(without(form, name), name + "s", value)));
            });
        }
    }

    private void breakMember(ObjectNode body, String name, JsonNode value) {
        add("member " + name + " lost", json(body, copy -> copy.remove(name)));
        add("member " + name + " renamed", json(body, copy -> copy.set(name + "s", copy.remove(name))));
        add("member " + name + " changed", json(body, copy -> copy.put(name, value.asString() + "0")));
        add("member " + name + " in upper case", json(body, copy -> copy.put(name, "STOPPED")));
        add("member " + name + " null", json(body, copy -> copy.putNull(name)));
        add("member " + name + " a number", json(body, copy -> copy.put(name, 1)));
        add(
                "member " + name + " an array",
                json(body, copy -> copy.putArray(name).add(value)));
    }

    private WireRequest json(ObjectNode body, Consumer<ObjectNode> change) {
        ObjectNode copy = body.deepCopy();
        change.accept(copy);
        return request.withBody(copy.toString());
    }

    private WireRequest form(Map<String, String> form) {
        return request.withBody(form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(joining("&")));
    }

    private static Map<String, String> without(Map<String, String> all, String name) {
        Map<String, String> rest = new TreeMap<>(all);
        rest.remove(name);
        return rest;
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        Map<String, String> changed = new TreeMap<>(all);
        changed.put(name, value);
        return changed;
    }

    private void add(String name, WireRequest mutant) {
        mutants.add(new Mutant(name, mutant));
    }
}
