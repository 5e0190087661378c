package dev.bookingdate.contracts.spec;

import static java.util.Objects.requireNonNull;

import dev.bookingdate.desk.api.Api;
import dev.bookingdate.desk.source.SpecNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The OpenAPI document as contracts and answers are held against it: with what its extensions say. */
public final class Spec {
    /** How messages name the document. */
    public static final String FILE = "api/target/openapi.yaml";

    private static final String RESOURCE = "/dev/bookingdate/api/openapi.yaml";

    private final Api api;
    private final List<Operation> operations;
    private final List<ErrorCode> errorsOfAnyPath;

    private Spec(Api api) {
        this.api = api;
        this.errorsOfAnyPath = errorCodes(api.root());
        this.operations =
                api.operations().values().stream().map(Spec::operation).toList();
    }

    /** Reads the spec that this build was made from. */
    public static Spec read() {
        try (InputStream yaml = requireNonNull(Spec.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return of(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the spec from a file.
     *
     * @throws dev.bookingdate.desk.source.UnusableException if it is no OpenAPI document; the message tells the place
     */
    public static Spec read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the spec from its text. */
    public static Spec of(String yaml) {
        return new Spec(Api.read(FILE, yaml));
    }

    /** Returns the document as the engine reads it. */
    public Api api() {
        return api;
    }

    public List<Operation> operations() {
        return operations;
    }

    public List<ErrorCode> errorsOfAnyPath() {
        return errorsOfAnyPath;
    }

    /** Returns the operation with this operationId. */
    public Optional<Operation> operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst();
    }

    /** Returns the operation of a method and a template of a path; the names of variables don't matter. */
    public Optional<Operation> operationOf(String key) {
        return operations.stream()
                .filter(operation -> operation.key().equals(key))
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

    private static Operation operation(dev.bookingdate.desk.api.Operation declared) {
        SpecNode node = declared.node();
        Optional<SpecNode> body = declared.body();
        return new Operation(
                node,
                declared.key(),
                declared.name(),
                declared.method().toUpperCase(Locale.ROOT),
                declared.path(),
                declared.parameters().values().stream().map(Spec::parameter).toList(),
                transportHeaders(node),
                body.map(Spec::schemas).orElse(Map.of()),
                body.map(one -> one.isTrue("required")).orElse(false),
                declared.security().alternatives().stream().noneMatch(alternative -> alternative.isNone()),
                responses(declared),
                errorCodes(node));
    }

    private static Set<String> transportHeaders(SpecNode operation) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        operation.items("x-transport-headers").forEach(header -> names.add(text(header.resolved(), "name")));
        return names;
    }

    private static Parameter parameter(dev.bookingdate.desk.api.Parameter parameter) {
        SpecNode node = parameter.node();
        return new Parameter(
                node,
                parameter.name(),
                parameter.in(),
                parameter.isRequired(),
                parameter.schema().orElse(any(node)));
    }

    /** A schema that allows everything, where there is none. */
    private static SpecNode any(SpecNode node) {
        return node.instead(Map.of());
    }

    private static Map<String, SpecNode> schemas(SpecNode node) {
        Map<String, SpecNode> schemas = new LinkedHashMap<>();
        node.members("content")
                .forEach((type, content) ->
                        schemas.put(type, content.resolved().get("schema").orElse(any(content))));
        return schemas;
    }

    private static Map<String, Response> responses(dev.bookingdate.desk.api.Operation operation) {
        Map<String, Response> responses = new LinkedHashMap<>();
        operation.responses().forEach((status, response) -> {
            Map<String, Header> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.members("headers").forEach((name, header) -> headers.put(name, header(name, header.resolved())));
            List<String> examples = response.members("content").values().stream()
                    .flatMap(type -> type.resolved().members("examples").keySet().stream())
                    .toList();
            responses.put(status, new Response(response, status, headers, schemas(response), examples));
        });
        return responses;
    }

    private static Header header(String name, SpecNode node) {
        return new Header(
                node, name, node.isTrue("required"), node.get("schema").orElse(any(node)));
    }

    private static List<ErrorCode> errorCodes(SpecNode node) {
        return node.items("x-error-codes").stream()
                .map(SpecNode::resolved)
                .map(error -> new ErrorCode(
                        error.get("status")
                                .orElseThrow(() -> error.wrong("an error code with its status"))
                                .count(),
                        text(error, "code"),
                        error.text("when").orElse(""),
                        error.text("action").orElse("")))
                .toList();
    }

    private static String text(SpecNode node, String name) {
        return node.text(name).orElseThrow(() -> node.wrong("an object with " + name));
    }
}
