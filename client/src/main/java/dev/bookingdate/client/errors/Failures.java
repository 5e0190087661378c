package dev.bookingdate.client.errors;

import dev.bookingdate.client.AuthenticationException;
import dev.bookingdate.client.AwaitTimeoutException;
import dev.bookingdate.client.BackfillException;
import dev.bookingdate.client.CallInterruptedException;
import dev.bookingdate.client.CallTimeoutException;
import dev.bookingdate.client.ConflictException;
import dev.bookingdate.client.Failure;
import dev.bookingdate.client.InvalidRequestException;
import dev.bookingdate.client.JobNotFoundException;
import dev.bookingdate.client.NoAnswerException;
import dev.bookingdate.client.PermissionException;
import dev.bookingdate.client.RateLimitException;
import dev.bookingdate.client.Reason;
import dev.bookingdate.client.ServerException;
import dev.bookingdate.client.UnavailableException;
import dev.bookingdate.client.UnusableAnswerException;
import dev.bookingdate.client.generated.ApiException;
import dev.bookingdate.client.generated.Transport.Request;
import dev.bookingdate.client.generated.model.BackfillJob;
import dev.bookingdate.client.transport.Answer;
import dev.bookingdate.client.transport.Call;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the exception that fits a failure. */
public final class Failures {
    /** What the vendor advises to repeat where that is safe, by status and by category of a reason; 429 always is. */
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    private static final Set<String> PASSING_CATEGORIES = Set.of("50", "60", "61", "70", "99");

    /** What is wrong with a request: a value, what is missing, a parameter, the method, the body. */
    private static final Set<String> INVALID_CATEGORIES = Set.of("20", "22", "27", "45", "90");

    private Failures() {}

    /** The service answered, but not with a success. */
    public static BackfillException of(Call call, Request request, Answer answer) {
        Failure failure = failure(call, request, answer);
        return of(failure, describe(request) + describe(failure, answer), null);
    }

    /** The service answered with a success that can't be used. */
    public static BackfillException unusable(Request request, Answer answer, String why) {
        Failure failure = new Failure(
                answer.status(),
                List.of(),
                header(answer.headers(), "Zuora-Request-Id"),
                null,
                request.headers().get("Zuora-Track-Id"),
                request.headers().get("Idempotency-Key"),
                null,
                false);
        return new UnusableAnswerException(failure, describe(request) + answer.status() + ", but " + why, null);
    }

    private static BackfillException network(Request request, IOException cause) {
        boolean unsent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        return new NoAnswerException(
                withoutAnswer(request, unsent || isRepeatable(request)),
                describe(request) + "no answer (" + reason(cause) + ")",
                cause);
    }

    /** Ours are whole sentences; those of the JDK need their class to be understood. */
    private static String reason(IOException cause) {
        return cause instanceof ConnectException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    /** What has kept an answer from coming: of the network, or as it is. */
    public static Throwable withoutAnswer(Request request, Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof IOException broken ? network(request, broken) : cause;
    }

    public static BackfillException outOfTime(Request request, @Nullable Throwable cause) {
        return new CallTimeoutException(
                withoutAnswer(request, isRepeatable(request)), describe(request) + "the total timeout is over", cause);
    }

    /** No request and no pause of the call has ended it in its time. */
    public static BackfillException late(@Nullable String trackId, @Nullable String idempotencyKey) {
        return new CallTimeoutException(unanswered(trackId, idempotencyKey, true), "The total timeout is over", null);
    }

    public static AwaitTimeoutException awaitedInVain(
            String jobId, @Nullable BackfillJob lastKnown, @Nullable BackfillException cause) {
        Failure failure = cause == null ? unanswered(null, null, true) : cause.failure();
        String seen = lastKnown == null
                ? ", which could not be read"
                : ", which is " + lastKnown.getStatus() + " (" + lastKnown.getProgress() + ")";
        return new AwaitTimeoutException(
                failure, lastKnown, "The deadline is over while waiting for job " + jobId + seen, cause);
    }

    /** Restores the flag. */
    public static BackfillException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(
                unanswered(null, null, false), "Interrupted while waiting for the answer", cause);
    }

    /** The generated core gave up by itself: on a body that says success, but is not what the contract promises. */
    public static BackfillException core(ApiException e, @Nullable String trackId) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        return new UnusableAnswerException(
                unanswered(trackId, null, false), "The answer can't be read: " + cause.getMessage(), cause);
    }

    /** The same failure once more, for another thread. */
    public static BackfillException again(BackfillException failure) {
        return failure.getClass() == NoAnswerException.class
                ? new NoAnswerException(failure.failure(), failure.getMessage(), failure)
                : failure.getClass() == CallTimeoutException.class
                        ? new CallTimeoutException(failure.failure(), failure.getMessage(), failure)
                        : of(failure.failure(), failure.getMessage(), failure);
    }

    public static BackfillException of(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        return switch (kind(failure)) {
            case 400, 405, 406, 413, 415, 417, 422 -> new InvalidRequestException(failure, message, cause);
            case 401 -> new AuthenticationException(failure, message, cause);
            case 403 -> new PermissionException(failure, message, cause);
            // Not each 404: that of a gateway, or of a wrong base URL, says nothing about a job.
            case 404 ->
                hasCategory(failure, "40")
                        ? new JobNotFoundException(failure, message, cause)
                        : new UnusableAnswerException(failure, message, cause);
            case 409 -> new ConflictException(failure, message, cause);
            case 429 -> new RateLimitException(failure, message, cause);
            case 500 -> new ServerException(failure, message, cause);
            case 502, 503, 504 -> new UnavailableException(failure, message, cause);
            default ->
                failure.status() < 400 && failure.reasons().isEmpty()
                        ? new UnusableAnswerException(failure, message, cause)
                        : new BackfillException(failure, message, cause);
        };
    }

    /** What an asynchronous stage has wrapped. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return (failure instanceof CompletionException || failure instanceof ExecutionException) && cause != null
                ? unwrap(cause)
                : failure;
    }

    /** The status, or where it is not honest, the one that belongs to the category. */
    private static int kind(Failure failure) {
        if (failure.status() / 100 != 2) {
            return failure.status();
        }
        if (hasCategory(failure, "11")) {
            return 401;
        }
        if (INVALID_CATEGORIES.stream().anyMatch(category -> hasCategory(failure, category))) {
            return 400;
        }
        if (hasCategory(failure, "10")) {
            return 403;
        }
        if (hasCategory(failure, "40")) {
            return 404;
        }
        if (hasCategory(failure, "30") || hasCategory(failure, "50")) {
            return 409;
        }
        if (hasCategory(failure, "70")) {
            return 429;
        }
        if (hasCategory(failure, "60")) {
            return 500;
        }
        return hasCategory(failure, "61") ? 503 : failure.status();
    }

    private static Failure failure(Call call, Request request, Answer answer) {
        Envelope envelope = Envelope.read(answer.body());
        HttpHeaders headers = answer.headers();
        String requestId = envelope.requestId() != null ? envelope.requestId() : header(headers, "Zuora-Request-Id");
        String trackId = Optional.ofNullable(header(headers, "Zuora-Track-Id"))
                .orElse(request.headers().get("Zuora-Track-Id"));
        return new Failure(
                answer.status(),
                envelope.reasons(),
                requestId,
                envelope.processId(),
                trackId,
                request.headers().get("Idempotency-Key"),
                retryAfter(headers),
                isPassing(call, request, answer, envelope.reasons()));
    }

    private static boolean isPassing(Call call, Request request, Answer answer, List<Reason> reasons) {
        if (answer.status() == 429) {
            // Nothing was done.
            return true;
        }
        if (!isRepeatable(request)) {
            return false;
        }
        Set<String> categories = reasons.stream().map(Reason::category).collect(Collectors.toSet());
        if (request.method().equals("POST") && categories.contains("50")) {
            // Either another job is active, which will not pass soon, or the first request with this key is still
            // running.
            return !call.isFirstUseOfKey()
                    && answer.headers().firstValue("Idempotency-Replayed").isEmpty();
        }
        return PASSING.contains(answer.status()) || !Collections.disjoint(categories, PASSING_CATEGORIES);
    }

    /** Whether a request that may have been done already can be sent again. */
    private static boolean isRepeatable(Request request) {
        return !request.method().equals("POST")
                || request.headers().containsKey("Idempotency-Key")
                || request.operation().equals("createToken");
    }

    /** How long the service asks to wait, in seconds or until a date; null if it does not. */
    public static @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = header(headers, "Retry-After");
        if (value == null) {
            return null;
        }
        if (value.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            // A date counts against the service's own clock, which is not ours.
            Instant now = date(Optional.ofNullable(header(headers, "Date")).orElse(value));
            Duration wait = Duration.between(now, date(value));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Instant date(String value) {
        return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }

    private static Failure withoutAnswer(Request request, boolean retryable) {
        return unanswered(
                request.headers().get("Zuora-Track-Id"), request.headers().get("Idempotency-Key"), retryable);
    }

    private static @Nullable String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse(null);
    }

    private static String describe(Request request) {
        return request.method() + " " + request.path() + ": ";
    }

    private static String describe(Failure failure, Answer answer) {
        String requestId = failure.requestId() == null ? "" : " (request " + failure.requestId() + ")";
        if (failure.status() / 100 == 3) {
            return failure.status() + ", a redirect, which is not followed: the access token would go along"
                    + requestId;
        }
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

    private static boolean hasCategory(Failure failure, String category) {
        return failure.reasons().stream().anyMatch(reason -> reason.category().equals(category));
    }

    /** A failure without an answer. */
    public static Failure unanswered(@Nullable String trackId, @Nullable String idempotencyKey, boolean retryable) {
        return new Failure(0, List.of(), null, null, trackId, idempotencyKey, null, retryable);
    }
}
