package dev.bookingdate.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** As much of the spec as these tests ask about; the deep comparison is not theirs. */
record Spec(Map<String, Map<String, Map<String, Object>>> paths, List<ErrorCode> errorsOfAnyPath) {

    /** One operation with its statuses. */
    record Operation(String id, List<String> statuses, List<ErrorCode> errorCodes) {

        /** The error codes as {@code <status> <code>}. */
        List<String> errors() {
            return errorCodes.stream()
                    .map(error -> error.status() + " " + error.code())
                    .toList();
        }
    }

    /** One entry of {@code x-error-codes}; sorts as a reader looks it up. */
    record ErrorCode(int status, String code, String when, String action) implements Comparable<ErrorCode> {
        private static final Comparator<ErrorCode> ORDER = Comparator.comparingInt(ErrorCode::status)
                .thenComparing(ErrorCode::code)
                .thenComparing(ErrorCode::when)
                .thenComparing(ErrorCode::action);

        @Override
        public int compareTo(ErrorCode other) {
            return ORDER.compare(this, other);
        }
    }

    static Spec read() {
        try (InputStream yaml =
                Objects.requireNonNull(Spec.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"))) {
            Map<String, Object> root = new Yaml().load(yaml);
            return new Spec(paths(root), errorCodes(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Operation> operations() {
        return paths.values().stream()
                .flatMap(path -> path.values().stream())
                .map(Spec::operation)
                .toList();
    }

    Optional<Operation> operation(String method, String url) {
        return paths.entrySet().stream()
                .filter(path -> url.matches(path.getKey().replaceAll("[{][^}]+[}]", "[^/]+")))
                .map(path -> path.getValue().get(method))
                .filter(Objects::nonNull)
                .map(Spec::operation)
                .findFirst();
    }

    @SuppressWarnings("unchecked") // What a spec looks like.
    private static Map<String, Map<String, Map<String, Object>>> paths(Map<String, Object> root) {
        return (Map<String, Map<String, Map<String, Object>>>) root.get("paths");
    }

    private static Operation operation(Map<String, Object> yaml) {
        return new Operation(
                (String) yaml.get("operationId"),
                ((Map<?, ?>) yaml.get("responses"))
                        .keySet().stream().map(String::valueOf).toList(),
                errorCodes(yaml));
    }

    private static List<ErrorCode> errorCodes(Map<String, Object> yaml) {
        return ((List<?>) yaml.get("x-error-codes"))
                .stream()
                        .map(error -> (Map<?, ?>) error)
                        .map(error -> new ErrorCode(
                                (int) error.get("status"),
                                (String) error.get("code"),
                                (String) error.get("when"),
                                (String) error.get("action")))
                        .toList();
    }
}
