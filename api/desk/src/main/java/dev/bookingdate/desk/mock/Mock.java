package dev.bookingdate.desk.mock;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.api.Operation;
import dev.bookingdate.desk.source.SpecNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers calls from the examples of a document.
 *
 * <p>{@code Prefer: code=409} asks for the first example of a status, {@code Prefer: example=name} for one by its name; both
 * together are one answer of the document. Without them a call gets the first example of a success, or of 400 or 401 where
 * the document forbids the request: {@code Mock-Objection} then says why.
 */
public final class Mock {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
    private static final Pattern CODE = Pattern.compile("(?:^|[,;\\s])code\\s*=\\s*\"?([1-5][0-9]{2})\"?(?=$|[,;\\s])");
    private static final Pattern EXAMPLE = Pattern.compile("(?:^|[,;\\s])example\\s*=\\s*\"?([A-Za-z0-9_.-]+)\"?");

    private final Api api;
    private final Map<Operation, RequestCheck> checks = new LinkedHashMap<>();

    public Mock(Api api) {
        this.api = api;
    }

    /**
     * A call.
     *
     * @param headers by their names, in any case
     */
    public record Request(String method, String path, String query, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
    }

    /** What is answered. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Whether a call asks for an example by {@code Prefer}. */
    public static boolean isAsked(Request request) {
        String prefer = request.header("Prefer").orElse("");
        return CODE.matcher(prefer).find() || EXAMPLE.matcher(prefer).find();
    }

    /** Answers one call. */
    public Answer answer(Request request) {
        List<Operation> there = atPath(request.path());
        if (there.isEmpty()) {
            return text(404, "The document has no path " + request.path() + ".", Map.of());
        }
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Optional<Operation> operation = there.stream()
                .filter(one -> one.method().toUpperCase(Locale.ROOT).equals(method))
                .findFirst();
        if (operation.isEmpty()) {
            String allowed = String.join(
                    ", ",
                    there.stream()
                            .map(one -> one.method().toUpperCase(Locale.ROOT))
                            .toList());
            return text(405, "The document has no " + request.method() + " there.", Map.of("Allow", allowed));
        }
        return answer(operation.get(), request);
    }

    /** Returns the operations whose path it is; a path with fewer variables is meant before one with more. */
    private List<Operation> atPath(String path) {
        Map<String, List<Operation>> byTemplate = new LinkedHashMap<>();
        api.operations().values().stream()
                .filter(operation -> RequestCheck.variables(operation, path).isPresent())
                .forEach(operation -> byTemplate
                        .computeIfAbsent(operation.path(), any -> new ArrayList<>())
                        .add(operation));
        return byTemplate.entrySet().stream()
                .min(Comparator.comparingLong(
                        entry -> VARIABLE.matcher(entry.getKey()).results().count()))
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    private Answer answer(Operation operation, Request request) {
        String prefer = request.header("Prefer").orElse("");
        Optional<String> code = first(CODE, prefer);
        Optional<String> name = first(EXAMPLE, prefer);
        List<Example> examples = Example.all(operation);
        if (code.isEmpty() && name.isEmpty()) {
            return byRequest(operation, request, examples);
        }
        String applied = String.join(
                ", ",
                List.of(code.map(one -> "code=" + one), name.map(one -> "example=" + one)).stream()
                        .flatMap(Optional::stream)
                        .toList());
        Optional<Example> found = examples.stream()
                .filter(example -> name.map(example.name()::equals).orElse(true))
                .filter(example -> code.map(one -> example.isOf(operation, one)).orElse(true))
                .findFirst();
        return found.map(example -> sent(example, code, Map.of("Preference-Applied", applied)))
                .orElseGet(() -> text(
                        404,
                        operation.name() + " has no example with " + applied + ". It has: " + Example.names(examples),
                        Map.of()));
    }

    private Answer byRequest(Operation operation, Request request, List<Example> examples) {
        Optional<RequestCheck.Objection> objection =
                checks.computeIfAbsent(operation, RequestCheck::new).objection(request);
        if (objection.isPresent()) {
            Map<String, String> why =
                    Map.of("Mock-Objection", printable(objection.get().text()));
            String status = String.valueOf(objection.get().status());
            return examples.stream()
                    .filter(example -> example.isOf(operation, status))
                    .findFirst()
                    .map(example -> sent(example, Optional.of(status), why))
                    .orElseGet(
                            () -> text(objection.get().status(), objection.get().text(), why));
        }
        return examples.stream()
                .filter(example -> example.status().startsWith("2"))
                .findFirst()
                .map(example -> sent(example, Optional.empty(), Map.of()))
                .orElseGet(() -> empty(operation));
    }

    private static Answer empty(Operation operation) {
        return operation.responses().keySet().stream()
                .filter(status -> status.matches("2[0-9]{2}"))
                .findFirst()
                .map(status -> new Answer(Integer.parseInt(status), Map.of(), ""))
                .orElseGet(() -> text(501, operation.name() + " has no example of a success.", Map.of()));
    }

    private static Answer sent(Example example, Optional<String> code, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", example.type());
        example.response().members("headers").forEach((name, raw) -> {
            SpecNode header = raw.resolved();
            if (header.isTrue("required")) {
                header.raw("example")
                        .or(() -> header.get("schema").flatMap(schema -> schema.raw("example")))
                        .ifPresent(value -> headers.put(
                                name,
                                value.json().isString()
                                        ? value.text()
                                        : value.json().toString()));
            }
        });
        headers.putAll(more);
        int status = code.map(Integer::parseInt).orElseGet(() -> example.number());
        return new Answer(status, headers, example.text());
    }

    private static Answer text(int status, String words, Map<String, String> more) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", "text/plain;charset=UTF-8");
        headers.putAll(more);
        return new Answer(status, headers, words + "\n");
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
