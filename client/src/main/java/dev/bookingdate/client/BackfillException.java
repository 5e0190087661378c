package dev.bookingdate.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call failed: the service refused it, answered with something that is no answer, or could not be reached. All failures of
 * calls are of one of these classes:
 *
 * <table>
 * <caption>Failures by status</caption>
 * <tr><th>400, 405, 406, 413, 415, 417, 422</th><td>{@link InvalidRequestException}</td></tr>
 * <tr><th>401</th><td>{@link AuthenticationException}</td></tr>
 * <tr><th>403</th><td>{@link PermissionException}</td></tr>
 * <tr><th>404, category 40</th><td>{@link JobNotFoundException}</td></tr>
 * <tr><th>409</th><td>{@link ConflictException}</td></tr>
 * <tr><th>429</th><td>{@link RateLimitException}</td></tr>
 * <tr><th>500</th><td>{@link ServerException}</td></tr>
 * <tr><th>502, 503, 504</th><td>{@link UnavailableException}</td></tr>
 * <tr><th>any that is no answer of this service</th><td>{@link UnusableAnswerException}</td></tr>
 * <tr><th>no answer</th><td>{@link NoAnswerException}</td></tr>
 * <tr><th>no time left</th><td>{@link CallTimeoutException}, of a wait {@link AwaitTimeoutException}</td></tr>
 * <tr><th>interrupted</th><td>{@link CallInterruptedException}</td></tr>
 * <tr><th>any other status</th><td>this class</td></tr>
 * </table>
 *
 * <p>An answer of 200 that says {@code success: false} is taken for the failure that the category of its reasons names.
 * The message is for a person to read; it holds neither tokens nor secrets.
 */
public class BackfillException extends RuntimeException {
    private final Failure failure;

    /** A failure as the client throws it; for tests that fake the client. */
    public BackfillException(Failure failure, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /** Returns the HTTP status of the answer; 0 if there was none. */
    public int status() {
        return failure.status();
    }

    /** Returns the reasons that the service gave; none if the answer had no envelope. */
    public List<Reason> reasons() {
        return failure.reasons();
    }

    /** Returns the category of the first reason that has one, such as {@code 30} for a business rule. */
    public Optional<String> category() {
        return failure.reasons().stream()
                .map(Reason::category)
                .filter(category -> !category.isEmpty())
                .findFirst();
    }

    /** Tells whether the same call may succeed later, and is safe to repeat. The client has tried so far as its policy goes. */
    public boolean isRetryable() {
        return failure.retryable();
    }

    /** Returns the idempotency key that was sent: a create with the same key makes no second job. */
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(failure.idempotencyKey());
    }

    /** Returns the id that the service gave the request; it is what to quote when a problem is reported. */
    public Optional<String> requestId() {
        return Optional.ofNullable(failure.requestId());
    }

    /** Returns the track id of the call, if it had one. */
    public Optional<String> trackId() {
        return Optional.ofNullable(failure.trackId());
    }

    /** Returns the id of the server process that answered. */
    public Optional<String> processId() {
        return Optional.ofNullable(failure.processId());
    }

    /** Returns how long the service asks to wait before the call is repeated, to the second. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(failure.retryAfter());
    }

    /** Returns all that is known about the failure. */
    public Failure failure() {
        return failure;
    }
}
