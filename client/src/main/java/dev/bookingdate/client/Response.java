package dev.bookingdate.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A successful answer, with what only its headers say.
 *
 * @param body what the answer says
 * @param status the HTTP status
 * @param headers name and values of each header; the case of a name does not count
 */
public record Response<T>(T body, int status, Map<String, List<String>> headers) {

    /** Copies the headers. */
    public Response {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = copy;
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).stream()
                .flatMap(List::stream)
                .findFirst();
    }

    /** Returns the id that the service gave the request; it is what to quote when a problem is reported. */
    public Optional<String> requestId() {
        return header("Zuora-Request-Id");
    }

    /** Returns how many calls the tenant has left in the window that is nearest to its limit. */
    public OptionalLong callsLeft() {
        return number("RateLimit-Remaining");
    }

    /** Returns how long it takes until that window ends. */
    public Optional<Duration> callsLeftUntil() {
        OptionalLong seconds = number("RateLimit-Reset");
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty();
    }

    /** Returns how many further calls the tenant's entity could have under way at that moment. */
    public OptionalLong concurrentCallsLeft() {
        return number("Concurrency-Limit-Remaining");
    }

    private OptionalLong number(String name) {
        return header(name)
                .filter(value -> value.matches("[0-9]{1,18}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }
}
