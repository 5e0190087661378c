package dev.bookingdate.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.Yaml;

/** As much of the spec as these tests ask about; the deep comparison is not theirs. */
record Spec(Map<String, Map<String, Map<String, Object>>> paths) {

    /** One operation: its statuses, and its error codes as {@code <status> <code>}. */
    record Operation(String id, List<String> statuses, List<String> errors) {}

    static Spec read() {
        try (InputStream yaml =
                Objects.requireNonNull(Spec.class.getResourceAsStream("/dev/bookingdate/api/openapi.yaml"))) {
            Map<String, Map<String, Map<String, Map<String, Object>>>> root = new Yaml().load(yaml);
            return new Spec(root.get("paths"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Operation> operation(String method, String url) {
        return paths.entrySet().stream()
                .filter(path -> url.matches(path.getKey().replaceAll("[{][^}]+[}]", "[^/]+")))
                .map(path -> path.getValue().get(method))
                .filter(Objects::nonNull)
                .map(Spec::operation)
                .findFirst();
    }

    private static Operation operation(Map<String, Object> yaml) {
        List<?> errors = (List<?>) yaml.get("x-error-codes");
        return new Operation(
                (String) yaml.get("operationId"),
                ((Map<?, ?>) yaml.get("responses"))
                        .keySet().stream().map(String::valueOf).toList(),
                errors.stream()
                        .map(error -> (Map<?, ?>) error)
                        .map(error -> error.get("status") + " " + error.get("code"))
                        .toList());
    }
}
