package dev.bookingdate.server.token;

import dev.bookingdate.server.error.ErrorCategory;
import dev.bookingdate.server.error.RequestRefused;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Lets this node verify only so many secrets at once. To verify one is dear on purpose: without a bound, a flood of token
 * requests would take the processors, the threads and the connections that a stop needs.
 */
@Component
class VerificationLimit {

    private static final String RETRY_AFTER = "1";

    private final Semaphore verifying;
    private final Semaphore verifyingOrWaiting;
    private final Semaphore fromWaitingAddresses = new Semaphore(1);
    private final Duration wait;

    VerificationLimit(TokenThrottle.Rules rules) {
        int atOnce = rules.verifications() > 0
                ? rules.verifications()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.verifying = new Semaphore(atOnce, true);
        this.verifyingOrWaiting = new Semaphore(atOnce + rules.verificationsWaiting());
        this.wait = rules.verificationWait();
    }

    /**
     * Does the work as soon as there is room for it.
     *
     * @throws RequestRefused 429 with {@code Retry-After} when there is none in time; then the work was not begun
     */
    <T> T within(Supplier<T> work) {
        if (!verifyingOrWaiting.tryAcquire()) {
            throw refusal();
        }
        try {
            if (!verifying.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw refusal();
            }
            try {
                return work.get();
            } finally {
                verifying.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal();
        } finally {
            verifyingOrWaiting.release();
        }
    }

    /**
     * The same for an attempt from an address that has to wait, while no other one of those is under way: a flood from
     * there takes no more than one place from all the others.
     *
     * @throws RequestRefused 429 with {@code Retry-After} when there is no room; then the work was not begun
     */
    <T> T oneAtATime(Supplier<T> work) {
        if (!fromWaitingAddresses.tryAcquire()) {
            throw refusal();
        }
        try {
            return within(work);
        } finally {
            fromWaitingAddresses.release();
        }
    }

    private static RequestRefused refusal() {
        return new RequestRefused(
                        ErrorCategory.LIMIT_EXCEEDED,
                        "Too many token requests at once. Retry after the time given in Retry-After.")
                .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
    }
}
