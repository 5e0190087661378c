package dev.bookingdate.client;

import dev.bookingdate.client.generated.ApiException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the exception that fits a failure. */
final class Failures {
    private Failures() {}

    /** The service answered, but not with a success. */
    static BackfillException of(HttpRequest request, HttpResponse<byte[]> answer) {
        Failure failure = failure(request, answer);
        return of(failure, describe(request) + describe(failure, answer), null);
    }

    /** The service answered with a success that can't be used. */
    static BackfillException unusable(HttpRequest request, HttpResponse<byte[]> answer, String why) {
        return new BackfillException(
                failure(request, answer), describe(request) + answer.statusCode() + ", but " + why, null);
    }

    static BackfillException network(HttpRequest request, IOException cause) {
        String trackId = request.headers().firstValue("Zuora-Track-Id").orElse(null);
        return new BackfillException(
                Failure.withoutAnswer(trackId), describe(request) + "no answer (" + cause + ")", cause);
    }

    /** Restores the flag. */
    static BackfillException interrupted(String doing, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BackfillException(Failure.withoutAnswer(null), "Interrupted while " + doing, cause);
    }

    /** The generated core gave up by itself: on a body that says success, but is not what the contract promises. */
    static BackfillException core(ApiException e, @Nullable String trackId) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        String message = cause instanceof InterruptedException
                ? "Interrupted while waiting for the answer"
                : "The answer can't be read: " + cause.getMessage();
        return new BackfillException(Failure.withoutAnswer(trackId), message, cause);
    }

    static BackfillException of(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        return switch (kind(failure)) {
            case 401 -> new AuthenticationException(failure, message, cause);
            case 403 -> new PermissionException(failure, message, cause);
            // Not each 404: that of a gateway, or of a wrong base URL, says nothing about a job.
            case 404 ->
                failure.hasCategory("40")
                        ? new JobNotFoundException(failure, message, cause)
                        : new BackfillException(failure, message, cause);
            case 409 -> new ConflictException(failure, message, cause);
            case 429 -> new RateLimitException(failure, message, cause);
            default -> new BackfillException(failure, message, cause);
        };
    }

    /** The status, or where it is not honest, the one that belongs to the category. */
    private static int kind(Failure failure) {
        if (failure.status() / 100 != 2) {
            return failure.status();
        }
        if (failure.hasCategory("11")) {
            return 401;
        }
        if (failure.hasCategory("10")) {
            return 403;
        }
        if (failure.hasCategory("40")) {
            return 404;
        }
        if (failure.hasCategory("30") || failure.hasCategory("50")) {
            return 409;
        }
        return failure.hasCategory("70") ? 429 : failure.status();
    }

    private static Failure failure(HttpRequest request, HttpResponse<byte[]> answer) {
        Envelope envelope = Envelope.read(answer.body());
        HttpHeaders headers = answer.headers();
        String requestId = envelope.requestId() != null
                ? envelope.requestId()
                : headers.firstValue("Zuora-Request-Id").orElse(null);
        String trackId = headers.firstValue("Zuora-Track-Id")
                .or(() -> request.headers().firstValue("Zuora-Track-Id"))
                .orElse(null);
        Duration retryAfter = headers.firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
        return new Failure(
                answer.statusCode(), envelope.reasons(), requestId, envelope.processId(), trackId, retryAfter);
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri().getRawPath() + ": ";
    }

    private static String describe(Failure failure, HttpResponse<byte[]> answer) {
        String requestId = failure.requestId() == null ? "" : " (request " + failure.requestId() + ")";
        if (failure.reasons().isEmpty()) {
            // Not the body: nobody knows what a gateway puts there.
            String type = answer.headers().firstValue("Content-Type").orElse("no content type");
            return failure.status() + ", and the body (" + answer.body().length + " bytes, " + type
                    + ") says neither success nor why not" + requestId;
        }
        return failure.reasons().stream()
                .map(reason -> reason.code() + " " + reason.message())
                .collect(Collectors.joining("; ", failure.status() + ", ", requestId));
    }
}
