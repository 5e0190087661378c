package dev.bookingdate.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A request as it goes over the wire, without what HTTP itself needs.
 *
 * @param query by name, decoded
 * @param headers by name, whatever its case
 */
record WireRequest(
        String method, String path, Map<String, String> query, Map<String, List<String>> headers, String body) {
    /** What the JDK's client adds to each request, and does not let anybody set. */
    private static final Set<String> OF_HTTP =
            Set.of("host", "content-length", "connection", "user-agent", "transfer-encoding");

    WireRequest {
        Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (!OF_HTTP.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                kept.put(name, List.copyOf(values));
            }
        });
        headers = kept;
    }

    static Map<String, String> parameters(String raw) {
        Map<String, String> parameters = new TreeMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    WireRequest withMethod(String other) {
        return new WireRequest(other, path, query, headers, body);
    }

    WireRequest withPath(String other) {
        return new WireRequest(method, other, query, headers, body);
    }

    WireRequest withBody(String other) {
        return new WireRequest(method, path, query, headers, other);
    }

    WireRequest withQuery(UnaryOperator<Map<String, String>> change) {
        return new WireRequest(method, path, change.apply(new TreeMap<>(query)), headers, body);
    }

    WireRequest withHeader(String name, String value) {
        Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.put(name, List.of(value));
        return new WireRequest(method, path, query, changed, body);
    }

    WireRequest withoutHeader(String name) {
        Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        changed.putAll(headers);
        changed.remove(name);
        return new WireRequest(method, path, query, changed, body);
    }
}
