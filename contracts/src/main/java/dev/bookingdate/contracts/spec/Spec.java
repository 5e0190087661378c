package dev.bookingdate.contracts.spec;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The OpenAPI document: its operations with all references resolved, and the line of whatever it says. */
public final class Spec {
    /** How messages name the document. */
    public static final String FILE = "api/target/openapi.yaml";

    private final YamlSource source;
    private final List<Operation> operations;
    private final List<ErrorCode> errorsOfAnyPath;

    private Spec(YamlSource source) {
        this.source = source;
        SpecNode root = SpecNode.at(source, "");
        this.errorsOfAnyPath = errorCodes(root);
        this.operations = root.member("paths").stream()
                .flatMap(paths -> paths.members().stream())
                .flatMap(path -> path.getValue().members().stream()
                        .map(method -> operation(path.getKey(), method.getKey(), method.getValue(), root)))
                .toList();
    }

    /** Reads the spec that this build was made from. */
    public static Spec read() {
        try (InputStream yaml =
                requireNonNull(Spec.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"), "no spec")) {
            return of(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the spec from a file. */
    public static Spec read(Path file) {
        return new Spec(YamlSource.read(file, FILE));
    }

    /** Reads the spec from its text. */
    public static Spec of(String yaml) {
        return new Spec(YamlSource.of(FILE, yaml));
    }

    public YamlSource source() {
        return source;
    }

    public List<Operation> operations() {
        return operations;
    }

    public List<ErrorCode> errorsOfAnyPath() {
        return errorsOfAnyPath;
    }

    public Optional<Operation> operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst();
    }

    /**
     * Returns the operation that a request line names; none for what is no operation.
     *
     * @param target a path with or without query, or an absolute URL; HEAD is taken for GET
     */
    public Optional<Operation> operation(String method, String target) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        String path = path(target);
        return operations.stream()
                .filter(operation -> operation.method().equals(wanted))
                .filter(operation -> operation.hasPath(path))
                .findFirst();
    }

    private static String path(String target) {
        String path = target.replaceFirst("^https?://[^/]*", "").replaceFirst("[?].*", "");
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private static Operation operation(String path, String method, SpecNode node, SpecNode root) {
        Optional<SpecNode> body = node.member("requestBody");
        return new Operation(
                node,
                node.text("operationId", "none"),
                method.toUpperCase(Locale.ROOT),
                path,
                items(node, "parameters").stream().map(Spec::parameter).toList(),
                transportHeaders(node),
                body.map(Spec::schemas).orElse(Map.of()),
                body.isPresent() && body.get().json().path("required").asBoolean(),
                !node.member("security")
                        .orElseGet(() -> root.member("security").orElse(root))
                        .json()
                        .isEmpty(),
                responses(node),
                errorCodes(node));
    }

    private static Set<String> transportHeaders(SpecNode operation) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        items(operation, "x-transport-headers").forEach(header -> names.add(header.text("name", "none")));
        return names;
    }

    private static Parameter parameter(SpecNode node) {
        return new Parameter(
                node,
                node.text("name", "none"),
                node.text("in", "none"),
                node.json().path("required").asBoolean(),
                schema(node));
    }

    private static SpecNode schema(SpecNode node) {
        return SpecNode.at(node.source(), node.pointer() + "/schema");
    }

    private static Map<String, SpecNode> schemas(SpecNode node) {
        Map<String, SpecNode> schemas = new LinkedHashMap<>();
        members(node, "content").forEach(type -> schemas.put(type.getKey(), schema(type.getValue())));
        return schemas;
    }

    private static Map<String, Response> responses(SpecNode operation) {
        Map<String, Response> responses = new LinkedHashMap<>();
        members(operation, "responses").forEach(entry -> {
            SpecNode response = entry.getValue();
            Map<String, Header> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            members(response, "headers")
                    .forEach(header -> headers.put(header.getKey(), header(header.getKey(), header.getValue())));
            List<String> examples = members(response, "content").stream()
                    .flatMap(type -> members(type.getValue(), "examples").stream())
                    .map(Map.Entry::getKey)
                    .toList();
            responses.put(entry.getKey(), new Response(response, entry.getKey(), headers, schemas(response), examples));
        });
        return responses;
    }

    private static Header header(String name, SpecNode node) {
        return new Header(node, name, node.json().path("required").asBoolean(), schema(node));
    }

    private static List<ErrorCode> errorCodes(SpecNode node) {
        return items(node, "x-error-codes").stream()
                .map(error -> new ErrorCode(
                        error.json().path("status").asInt(),
                        error.text("code", "none"),
                        error.text("when", ""),
                        error.text("action", "")))
                .toList();
    }

    private static List<Map.Entry<String, SpecNode>> members(SpecNode node, String name) {
        return node.member(name).map(SpecNode::members).orElse(List.of());
    }

    private static List<SpecNode> items(SpecNode node, String name) {
        return node.member(name).stream()
                .flatMap(list -> IntStream.range(0, list.json().size())
                        .mapToObj(i -> SpecNode.at(list.source(), list.pointer() + "/" + i)))
                .toList();
    }
}
