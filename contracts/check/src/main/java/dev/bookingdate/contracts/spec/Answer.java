package dev.bookingdate.contracts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer of the service.
 *
 * @param headers by name, whatever its case
 * @param body as text in UTF-8, inflated where it came compressed
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    public Answer {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
}
