package dev.bookingdate.client;

import java.time.Duration;
import java.util.Optional;

/**
 * One request that was sent, and what came of it. Holds neither tokens nor secrets.
 *
 * @param operation the operation, as the contract names it, such as {@code stopBookingDateBackfillJob}
 * @param number which try of its call it was, from 1
 * @param status the HTTP status; 0 if no answer came
 * @param duration from sending until the whole answer was there
 * @param requestId the id that the service gave the request
 * @param trackId the track id that was sent
 * @param failure what went wrong; empty for a success
 */
public record Attempt(
        String operation,
        int number,
        int status,
        Duration duration,
        Optional<String> requestId,
        Optional<String> trackId,
        Optional<Throwable> failure) {}
